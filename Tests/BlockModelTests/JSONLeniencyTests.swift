import BlockModel
import Testing

@Suite("JSON that holds one unusual value")
struct JSONLeniencyTests {
  @Test(
    "a number that fits no integer is a double, one that fits no double the largest",
    arguments: [
      ("18446744073709551616", 18_446_744_073_709_551_616),
      ("18446744073709551615", 18_446_744_073_709_551_616),
      ("-9223372036854775809", -9_223_372_036_854_775_808), ("1e400", 1.7976931348623157e308),
      ("-1E+400", -1.7976931348623157e308),
      ("1\(String(repeating: "0", count: 400))", 1.7976931348623157e308),
      ("1e99999999999999999999", 1.7976931348623157e308),
      ("1.7976931348623157e308", 1.7976931348623157e308),
      ("1.7976931348623159e308", 1.7976931348623157e308),
    ] as [(String, Double)])
  func numbers(text: String, number: Double) throws {
    #expect(try JSONValue(parsing: "[\(text), \"x\"]") == [.number(number), "x"])
  }

  @Test(
    "small numbers and integers stay what they are",
    arguments: [("1e-400", 0.0), ("0e999", 0.0), ("0.0", 0.0)] as [(String, JSONValue)])
  func small(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: "[\(text), 1e400]")[0] == value)
  }

  @Test("integers stay exact", arguments: [Int64.max, .min, 9_007_199_254_740_993])
  func exact(value: Int64) throws {
    #expect(try JSONValue(parsing: "[\(value), 1e400]")[0] == .integer(value))
  }

  @Test(
    "half of a UTF-16 pair is U+FFFD, a whole one its letter",
    arguments: [
      (#""\ud800""#, "\u{FFFD}"), (#""a\udc00b""#, "a\u{FFFD}b"),
      (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"),
      (#""\\ud800\ud800""#, "\\ud800\u{FFFD}"), (#""\ud800x""#, "\u{FFFD}x"),
    ])
  func surrogates(text: String, value: String) throws {
    #expect(try JSONValue(parsing: text) == .string(value))
    #expect(try JSONValue(parsing: "{\(text): 1}") == .object([value: 1]))
  }

  @Test("how many values were changed is told")
  func warning() throws {
    var changes = 0
    _ = try JSONValue(parsing: Array(#"[1e400, "\ud800", 5]"#.utf8), changes: &changes)
    #expect(changes == 2)
    _ = try JSONValue(parsing: Array("[1e300]".utf8), changes: &changes)
    #expect(changes == 0)
  }

  @Test(
    "what is not JSON is refused as ever",
    arguments: [
      "[1e]", "[01]", "[1.]", "[-]", "[1e400", #""\ud80""#, #""\x""#, "[1e400,]", "1e400 x",
    ])
  func refused(text: String) {
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
  }
}
