import BlockModel
import Testing

@testable import Sketches

@Suite("The sketch of a source")
struct SketchTests {
  @Test("a line for each path, with kind, coverage, range and example")
  func lines() throws {
    let value = try JSONValue(
      parsing: """
        {"count": 2, "hits": [
          {"title": "One", "points": 3, "url": "https://example.org/1", "created_at": "2026-01-02T03:04:05Z"},
          {"title": "Two", "points": 50, "created_at": "2026-01-03T03:04:05Z"}]}
        """)
    #expect(
      Sketch(of: value).text == """
        $.hits[]  list of 2
        $.count  int = 2
        $.hits[].title  text = "One"
        $.hits[].points  int 3..50
        $.hits[].url  url = "https://example.org/1"
        $.hits[].created_at  time = "2026-01-02T03:04:05Z"
        """)
  }

  @Test("a large answer keeps the paths that the wish names")
  func cap() {
    let members = (0..<200).map { ("field\($0)", JSONValue.integer(Int64($0))) }
    let value = JSONValue.object(JSONObject(members, uniquingKeysWith: { $1 }))
    let text = Sketch(of: value, words: ["field177"]).text
    #expect(text.contains("$.field177  int"))
    #expect(text.split(separator: "\n").count == 61)
  }

  @Test(
    "kinds of values",
    arguments: [
      ("\"2026-11-23\"", "day", "time"), ("1764000000", "created_at", "time:s"),
      ("1764000000000", "time", "time:ms"), ("1764000000", "population", "int"),
      ("\"12.50\"", "price", "num:text"), ("\"€12.50\"", "price", "money:text"),
      ("\"12 %\"", "share", "percent:text"), ("\"00123\"", "zip", "id"), ("12", "id", "id"),
      ("\"https://a.example/b.jpg\"", "photo", "image"), ("\"https://a.example/b\"", "x", "url"),
      ("\"<p>Hi</p>\"", "body", "html"), ("\"a < b\"", "body", "text"), ("\"\"", "a", "null"),
      ("\"true\"", "open", "bool:text"), ("\"2016\"", "date", "time:year"),
      ("\"Mon, 02 Jan 2006 15:04:05 GMT\"", "date", "time:text"),
    ])
  func kinds(_ json: String, _ name: String, _ kind: String) throws {
    #expect(ValueKind(of: try JSONValue(parsing: json), named: name)?.rawValue == kind)
  }
}
