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
        $.hits[].url  url 1/2 = "https://example.org/1"
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
    "the name of a field in a script reads as the source's without its accents",
    arguments: [
      ("Région", "region"), ("Größe", "grosse"), ("Zuständig für", "zustandig_fur"),
      ("Año de inicio", "ano_de_inicio"), ("Ångström", "angstrom"), ("Køn", "kon"),
      ("createdAt", "created_at"), ("数量", "value"), ("end", "end_value"),
    ])
  func identifiers(_ name: String, _ identifier: String) {
    #expect(FieldName(name).identifier == identifier)
  }

  private func text(_ json: String, words: [String] = []) throws -> String {
    Sketch(of: try JSONValue(parsing: json), words: words).text
  }

  @Test("addresses for programs are folded, those for people and what the wish names stay")
  func folded() throws {
    let addresses = (0..<40).map { #""a\#($0)_url": "https://api.example/\#($0)""# }
    let json =
      #"{"items": [{\#(addresses.joined(separator: ", ")), "html_url": "https://example/1", "keys_url": "https://api.example/k", "stargazers_count": 7}]}"#
    #expect(
      try text(json, words: ["keys"]) == """
        $.items[]  list of 1
        $.items[].html_url  url = "https://example/1"
        $.items[].keys_url  url = "https://api.example/k"
        $.items[].stargazers_count  int = 7
        $.items[]  and 40 addresses for programs: a0_url, a1_url, …
        """)
  }

  @Test("rows that are lists show a sample row beside the names of the columns")
  func rows() throws {
    let named =
      #"{"meta": {"columns": [{"name": "state"}, {"name": "people"}]}, "data": [["Ohio", 11], ["Utah", 3]]}"#
    #expect(
      try text(named).contains(
        #"$.data[]  list of 2 rows, columns named by $.meta.columns[].name; a row: [1] state = "Ohio", [2] people = 11"#
      ))
    #expect(
      try text(#"[["NAME", "POP"], ["Ohio", "11"], ["Utah", "3"]]"#)
        == #"$[]  list of 3 rows, columns named by the first row; a row: [1] NAME = "Ohio", [2] POP = "11""#
    )
    #expect(
      try text(#"{"data": [["x", 1, true], ["y", 2, null]]}"#)
        == #"$.data[]  list of 2 rows; a row: [1] = "x", [2] = 1, [3] = true"#)
    // Points are as clear without.
    #expect(try text(#"{"line": [[1, 2], [3, 4]]}"#).contains("$.line[][]  int 1..4"))
  }

  @Test("a map shows two of its keys")
  func map() throws {
    let json = #"{"rates": {"AUD": 1.6, "BGN": 1.9, "BRL": 6.1, "CAD": 1.5, "CHF": 0.9}}"#
    #expect(try text(json).hasPrefix(#"$.rates{}  map of 5, keys "AUD", "BGN", …"#))
  }

  @Test("a key that some rows lack says in how many it is, and is known as optional")
  func coverage() throws {
    let json = #"{"items": [{"a": 1, "image": "https://x.example/1.png"}, {"a": 2}, {"a": 3}]}"#
    let value = try JSONValue(parsing: json)
    #expect(Sketch(of: value).text.contains("$.items[].image  image 1/3 ="))
    #expect(Sketch(of: value).optionalKeys == ["image"])
  }

  @Test("words of the wish are held against whole words of a name, without their plural")
  func words() {
    let members = (0..<100).map { ("scoreboardName\($0)", JSONValue.integer(Int64($0))) }
    let value = JSONValue.object(
      JSONObject(members + [("totalScore", 5), ("temp_max", 21)], uniquingKeysWith: { $1 }))
    let sketch = Sketch(of: value, words: ["scores", "temperatures"]).text
    #expect(sketch.contains("$.totalScore  int = 5"))
    #expect(sketch.contains("$.temp_max  int = 21"))
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

  @Test("what is null in some rows, a word among numbers, and the end of a list of times are told")
  func whole() throws {
    let loans =
      #"{"loans": [{"id": 1, "to": {"name": "Ada"}, "fee": 2.5}, {"id": 2, "to": {"name": "Bo"}, "fee": 3.5}, {"id": 3, "to": null, "fee": "waived"}]}"#
    let lines = try text(loans).split(separator: "\n").map(String.init)
    #expect(lines.contains("$.loans[].to  object 2/3"))
    #expect(lines.contains(#"$.loans[].to.name  text 2/3 = "Ada""#))
    #expect(lines.contains(#"$.loans[].fee  num 2/3 = 2.5, other 1/3 = "waived""#))
    let hours = (0..<72).map {
      #""2026-11-\#(27 + $0 / 24)T\#($0 % 24 < 10 ? "0" : "")\#($0 % 24):00""#
    }
    #expect(
      try text(#"{"time": [\#(hours.joined(separator: ", "))]}"#).contains(
        #"= "2026-11-27T00:00" … "2026-11-29T23:00""#))
  }
}
