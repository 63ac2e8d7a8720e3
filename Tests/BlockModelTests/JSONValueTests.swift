import BlockModel
import Testing

@Suite("JSON values")
struct JSONValueTests {
  @Test("integers stay integers and fractions stay numbers")
  func numbers() throws {
    #expect(try JSONValue(parsing: "[5, 5.0, -0, 1e2]") == [5, 5.0, 0, 100.0])
    #expect(JSONValue.integer(5).json() == "5")
  }

  @Test("objects keep the order of their keys, the last of duplicate keys wins")
  func objects() throws {
    let value = try JSONValue(parsing: #"{"z": 1, "a": {"b": null}, "z": 3}"#)
    #expect(value.json() == #"{"z":3,"a":{"b":null}}"#)
    #expect(value.json(.sorted) == #"{"a":{"b":null},"z":3}"#)
  }

  @Test(
    "text is written so that it reads back", arguments: ["", "\"\\\n\t\u{1}", "naïve 🎯 \u{2028}"])
  func texts(text: String) throws {
    #expect(try JSONValue(parsing: JSONValue.string(text).json()) == .string(text))
  }

  @Test(
    "a pointer names a place whatever signs its names have (RFC 6901)",
    arguments: [
      ("", []), ("/", [""]), ("/a/0", ["a", "0"]), ("/a~1b", ["a/b"]), ("/m~0n", ["m~n"]),
      ("/~01", ["~1"]), ("/~10", ["/0"]),
    ])
  func pointers(pointer: String, parts: [String]) {
    #expect(JSONPointer.parts(pointer) == parts)
    #expect(JSONPointer.joined(parts) == pointer)
  }

  @Test(
    "broken text is refused with a reason", arguments: ["", "{", "[1,]", "nul", "\"\u{1}\"", "1 2"])
  func broken(text: String) {
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
  }
}

@Suite("JSON on each line")
struct JSONLinesTests {
  @Test(
    "the last line is left out while it is being written, and no other",
    arguments: [
      ("{\"a\": 1}\n{\"a\": 2}\n{\"a\"", 2), ("{\"a\": 1}\n{\"a\": 2}", 2),
      ("{\"a\": 1}\n{\"a\"\n{\"a\": 3}\n", nil),
      ("{\"a\": 1}\n{\"a\": 2}\n{\"a\"\n", nil), ("{\"a\": 1}\n{\"a", nil), ("1\r\n2\r\n", 2),
    ] as [(String, Int?)])
  func lines(_ text: String, _ count: Int?) {
    #expect(JSONValue(lines: Array(text.utf8))?.array?.count == count)
  }
}
