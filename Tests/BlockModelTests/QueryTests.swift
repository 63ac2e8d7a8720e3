import BlockModel
import Testing

@Suite("The query of a block")
struct QueryTests {
  static let query = """
    {"source": "https://example.org/cities.json", "records": "cities",
     "columns": ["name", "population"], "hidden": ["link"],
     "where": [{"field": "country", "is": "=", "values": ["Portugal", "Spain"]},
               {"field": "population", "is": ">=", "values": [200000, 4.5]},
               {"field": "coastal", "is": "!=", "values": [true]},
               {"field": "visited", "is": "<", "values": [{"moment": "today-7d"}]}],
     "sort": [{"field": "population", "order": "desc"}, {"field": "name"}],
     "limit": 5, "offset": 2, "view": "table", "title": "Cities", "compiled": "00ff"}
    """

  private static func manifest(_ query: String) -> String {
    #"{"name": "a", "query": \#(query)}"#
  }

  @Test("is read, and written as it was read")
  func roundTrip() throws {
    let manifest = try Manifest(parsing: Self.manifest(Self.query))
    let kept = try #require(manifest.query)
    #expect(kept.source == "https://example.org/cities.json")
    #expect(kept.title == "Cities" && kept.compiled == "00ff")
    #expect(
      kept.query
        == RowQuery(
          records: "cities", columns: ["name", "population"], hidden: ["link"],
          filters: [
            .init("country", .equal, [.text("Portugal"), .text("Spain")]),
            .init("population", .atLeast, [.number(200_000), .number(4.5)]),
            .init("coastal", .notEqual, .flag(true)),
            .init("visited", .below, .moment(.relative(.today, -7))),
          ],
          sort: [.init("population", isDescending: true), .init("name", isDescending: false)],
          limit: 5, offset: 2, view: .table))
    #expect(manifest.json["query"] == (try JSONValue(parsing: Self.query)))
    #expect(try Manifest(parsing: manifest.json.json(.pretty)) == manifest)
    #expect(try RowQuery(json: kept.query.json) == kept.query)
  }

  @Test("an aggregate of groups, and nothing at all, are queries")
  func aggregates() throws {
    let group = RowQuery(group: "country", aggregate: .init(.mean, "rating"), view: .bar)
    #expect(try RowQuery(json: group.json) == group)
    #expect(
      group.json == [
        "group": "country", "aggregate": ["kind": "mean", "field": "rating"], "view": "bar",
      ])
    let days = RowQuery(group: "placed", bucket: .day, aggregate: .init(.count))
    #expect(try RowQuery(json: days.json) == days && days.json["bucket"] == "day")
    let leaders = RowQuery(
      sort: [.init("price", isDescending: false)], limit: 1, limitPer: "country")
    #expect(try RowQuery(json: leaders.json) == leaders && leaders.json["limit_per"] == "country")
    #expect(try RowQuery(json: [:]) == RowQuery())
    #expect(RowQuery().json == [:])
  }

  static let refused: [(query: String, told: String)] = [
    ("{}", "\"source\" is missing"),
    (#""https://example.org""#, "an object like"),
    (#"{"source": "s", "colums": ["a"]}"#, "did you mean 'columns'?"),
    (#"{"source": "s", "columns": []}"#, "the list is empty"),
    (#"{"source": "s", "limit": 0}"#, "1…1000"),
    (
      #"{"source": "s", "where": [{"field": "a", "is": "==", "values": [1]}]}"#, "'==' is not known"
    ),
    (#"{"source": "s", "where": [{"field": "a", "is": "="}]}"#, "\"values\" is missing"),
    (#"{"source": "s", "where": [{"field": "a", "is": "=", "values": [null]}]}"#, "not null"),
    (
      #"{"source": "s", "where": [{"field": "a", "is": "<", "values": [{"moment": "2026-13-40"}]}]}"#,
      "is not a day"
    ),
    (#"{"source": "s", "sort": ["-a"]}"#, "an object like"),
    (#"{"source": "s", "group": "a"}"#, "a group needs a number"),
    (#"{"source": "s", "bucket": "day"}"#, "a bucket cuts the times of a group"),
    (#"{"source": "s", "limit_per": "a"}"#, "it says what \"limit\" counts within"),
    (#"{"source": "s", "aggregate": {"kind": "mean"}}"#, "say of which field"),
    (#"{"source": "s", "view": "map"}"#, "'map' is not known"),
  ]

  @Test("a wrong query is refused when it is saved", arguments: refused.indices)
  func strict(_ index: Int) {
    let (query, told) = Self.refused[index]
    let error = #expect(throws: ManifestError.self) {
      try Manifest(parsing: Self.manifest(query))
    }
    #expect(error?.description.contains(told) ?? false, "\(error?.description ?? "")")
  }

  @Test(
    "a query that is not understood in full counts as none when it is loaded, and stays as it is",
    arguments: refused.map(\.query) + [
      #"{"source": "s", "where": [{"field": "a", "is": "near", "values": ["b"]}], "limit": 3}"#,
      #"{"source": "s", "sort": [{"field": "a", "nulls": "last"}]}"#,
    ])
  func lenient(query: String) throws {
    let manifest = try Manifest(loading: Self.manifest(query))
    #expect(manifest.query == nil)
    #expect(manifest.json["query"] == (try JSONValue(parsing: query)))
  }

  @Test("the files tell whether they are what the query compiled to")
  func fingerprint() {
    var files = BlockFiles(manifest: Manifest(name: "a"), script: "return 1", spec: "{}")
    #expect(files.query([:]) == nil)
    files.manifest.query = BlockQuery(
      source: "s", query: RowQuery(limit: 5), compiled: files.fingerprint)
    #expect(files.query([:])?.query.limit == 5)
    #expect(files.query(["count": 3])?.query.limit == 5)
    files.manifest.params = [Param(name: "count", kind: .number(min: 1, max: 200, step: 1))]
    #expect(files.query(["count": 3])?.query.limit == 3)
    files.script += "\n"
    #expect(files.query([:]) == nil)
    #expect(
      BlockFiles(manifest: Manifest(name: "a"), script: "ab", spec: "c").fingerprint
        != BlockFiles(manifest: Manifest(name: "a"), script: "a", spec: "bc").fingerprint)
  }

  @Test("conditions and orders are read as they are typed")
  func typed() {
    #expect(RowQuery.Filter("country=Portugal") == .init("country", .equal, .text("Portugal")))
    #expect(
      RowQuery.Filter("home team != A | B")
        == .init("home team", .notEqual, [.text("A"), .text("B")]))
    #expect(RowQuery.Filter("price<=20") == .init("price", .atMost, .text("20")))
    #expect(RowQuery.Filter("price>20") == .init("price", .above, .text("20")))
    #expect(RowQuery.Filter("title~rust=good") == .init("title", .contains, .text("rust=good")))
    #expect(RowQuery.Filter("title!~rust") == .init("title", .lacks, .text("rust")))
    for text in ["", "=", "country", "country=", "=Portugal", "  ", "a=|"] {
      #expect(RowQuery.Filter(text) == nil, "\(text)")
    }
    #expect(RowQuery.Order("-population") == .init("population", isDescending: true))
    #expect(RowQuery.Order(" name ") == .init("name", isDescending: false))
    #expect(RowQuery.Order("-") == nil && RowQuery.Order("") == nil)
    let filter = RowQuery.Filter("price", .below, [.number(4), .moment(.relative(.today, -7))])
    #expect(filter.text == "price<4|today-7d")
  }
}
