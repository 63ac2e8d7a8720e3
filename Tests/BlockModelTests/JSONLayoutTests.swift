import BlockModel
import Testing

@Suite("JSON laid out anew")
struct JSONLayoutTests {
  private static let long = String(repeating: "x", count: 90)

  static let cases: [(source: String, laid: String)] = [
    ("{}", "{}\n"), ("  [ ]\n\n", "[]\n"), ("3", "3\n"), ("\u{FEFF}{ }", "{}\n"),
    (#"{"a":1,"b":[1,2, 3]}"#, "{\n  \"a\": 1,\n  \"b\": [1, 2, 3]\n}\n"),
    (#"{"b": 1, "a": {}, "b": 2}"#, "{\n  \"b\": 1,\n  \"a\": {},\n  \"b\": 2\n}\n"),
    // Numbers, escapes and words stay as somebody wrote them.
    (
      #"[1.50, 1E+3, "\u00e9 \/", true, null]"#,
      "[\n  1.50,\n  1E+3,\n  \"\\u00e9 \\/\",\n  true,\n  null\n]\n"
    ),
    (
      #"{"a": {"b": "\#(long)", "c": [{"d": 1}]}}"#,
      "{\n  \"a\": {\n    \"b\": \"\(long)\",\n    \"c\": [{\"d\": 1}]\n  }\n}\n"
    ),
    // A text that is too long for any line stands where it must.
    (#"{"a": "\#(long)\#(long)"}"#, "{\n  \"a\": \"\(long)\(long)\"\n}\n"),
  ]

  @Test("what fits stands on one line, the rest on a line for each member", arguments: cases)
  func laid(source: String, laid: String) {
    #expect(JSONLayout.applied(to: source) == laid)
    #expect(JSONLayout.applied(to: laid) == laid)
  }

  @Test("no line is wider than it must be, and the value is the same")
  func width() throws {
    let rows = (0..<40).map { #"{"name":"row \#($0)","list":[\#($0),{"é":"\#($0)"}]}"# }
    let source = #"{"rows":[\#(rows.joined(separator: ","))],"deep":[[[[\#(rows[0])]]]]}"#
    let laid = try #require(JSONLayout.applied(to: source))
    #expect(try JSONValue(parsing: laid) == JSONValue(parsing: source))
    #expect(laid.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(JSONLayout.applied(to: laid) == laid)
  }

  @Test(
    "what is not JSON is left to its author",
    arguments: [
      "", "{", "{a: 1}", "[1,]", "// note\n{}", "{} {}", String(repeating: "[", count: 300),
    ])
  func broken(source: String) { #expect(JSONLayout.applied(to: source) == nil) }
}
