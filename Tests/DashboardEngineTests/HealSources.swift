import Testing

/// Sources as they were when a block was made, what became of them, and what a repair must and must not do.
struct HealCase: Sendable, CustomTestStringConvertible {
  var name: String
  var source: HealSource
  /// The answer after the change.
  var after: String
  var isHealed: Bool

  var testDescription: String { name }
}

/// A source with the block that reads it.
struct HealSource: Sendable {
  var type: String
  var body: String
  /// What `block.lua` does with `body`, the answer.
  var script: String

  static let stories = HealSource(
    type: "application/json",
    body:
      #"{"hits": [{"title": "Ferry leaves at dawn", "points": 120, "link": "https://a.example/1"}, {"title": "Bridge is closed", "points": 340, "link": "https://a.example/2"}, {"title": "Market on Sunday", "points": 77, "link": "https://a.example/3"}], "total": 3}"#,
    script: """
      local rows = {}
      for _, hit in ipairs(body:json().hits) do
        rows[#rows + 1] = { title = hit.title, points = hit.points, url = hit.link }
      end
      return { rows = rows }
      """)

  static let list = HealSource(
    type: "application/json",
    body:
      #"[{"name": "Anna", "score": 811}, {"name": "Bert", "score": 642}, {"name": "Cleo", "score": 533}]"#,
    script: """
      local rows = {}
      for _, one in ipairs(body:json()) do rows[#rows + 1] = { name = one["name"], score = one.score } end
      return { rows = rows }
      """)

  static let price = HealSource(
    type: "application/json",
    body:
      #"{"product": {"title": "Kettle, steel", "price": 24.99, "stock": 17, "seller": "Kaufhaus Nord"}}"#,
    script: """
      local product = body:json().product
      return { title = product.title, price = product.price, seller = product.seller }
      """)

  static let table = HealSource(
    type: "text/csv",
    body:
      "country,population,capital\nNorway,5550203,Oslo\nPeru,34352719,Lima\nGhana,34121985,Accra\n",
    script: """
      local rows = {}
      for _, row in ipairs(body:csv().rows) do
        rows[#rows + 1] = { country = row.country, people = tonumber(row.population) }
      end
      return { rows = rows }
      """)

  static let page = HealSource(
    type: "text/html",
    body: """
      <html><body><ul><li class="story"><a class="headline" href="/1">Ferry leaves at dawn</a> <b class="score">120</b></li>
      <li class="story"><a class="headline" href="/2">Bridge is closed</a> <b class="score">340</b></li></ul></body></html>
      """,
    script: """
      local rows = {}
      for _, story in ipairs(body:html():select("li.story")) do
        rows[#rows + 1] = { title = story:first("a.headline"):text(), score = story:first(".score"):text() }
      end
      return { rows = rows }
      """)

  /// A field of its rows.
  var column: String {
    ["title", "name", "country"].first { script.contains("{ \($0) = ") } ?? "title"
  }

  func with(_ changes: [(String, String)]) -> String {
    changes.reduce(body) { $0.replacing($1.0, with: $1.1) }
  }
}

extension HealCase {
  private static func json(
    _ name: String, _ source: HealSource, _ changes: [(String, String)], _ isHealed: Bool = true
  ) -> HealCase {
    HealCase(name: name, source: source, after: source.with(changes), isHealed: isHealed)
  }

  /// What a source may do to its readers. What must not be touched follows at the end.
  static let all: [HealCase] = [
    json("a key of rows is renamed", .stories, [("\"points\"", "\"score\"")]),
    json("the title is renamed", .stories, [("\"title\"", "\"headline\"")]),
    json(
      "two keys are renamed", .stories, [("\"title\"", "\"headline\""), ("\"link\"", "\"url\"")]),
    json("the list is renamed", .stories, [("\"hits\"", "\"results\"")]),
    json(
      "the list is renamed with a key", .stories,
      [("\"hits\"", "\"items\""), ("\"points\"", "\"votes\"")]),
    json(
      "a key moves deeper", .stories,
      [
        ("\"points\": 120", "\"stats\": {\"votes\": 120}"),
        ("\"points\": 340", "\"stats\": {\"votes\": 340}"),
        ("\"points\": 77", "\"stats\": {\"votes\": 77}"),
      ]),
    json(
      "the list moves deeper", .stories,
      [("\"hits\": [", "\"search\": {\"hits\": ["), ("], \"total\"", "]}, \"total\"")]),
    HealCase(
      name: "everything is wrapped", source: .stories,
      after: "{\"data\": \(HealSource.stories.body)}", isHealed: true),
    HealCase(
      name: "everything is wrapped twice", source: .stories,
      after: "{\"response\": {\"data\": \(HealSource.stories.body)}}", isHealed: true),
    HealCase(
      name: "a list is wrapped", source: .list,
      after: "{\"items\": \(HealSource.list.body), \"next\": null}", isHealed: true),
    json("a key that is read in brackets is renamed", .list, [("\"name\"", "\"full_name\"")]),
    json("a key becomes one with a dash", .list, [("\"score\"", "\"total-score\"")]),
    json("a key becomes a keyword of Lua", .list, [("\"score\"", "\"end\"")]),
    json("a price is renamed", .price, [("\"price\"", "\"amount\"")]),
    json(
      "a price is nested", .price,
      [("\"price\": 24.99", "\"price\": {\"value\": 24.99, \"currency\": \"EUR\"}")]),
    json("an object is renamed", .price, [("\"product\"", "\"item\"")]),
    json("a column is renamed", .table, [("population", "inhabitants")]),
    json("two columns are renamed", .table, [("population", "inhabitants"), ("country", "land")]),
    json("a class of rows is renamed", .page, [("class=\"story\"", "class=\"news-item\"")]),
    json("a class of titles is renamed", .page, [("class=\"headline\"", "class=\"title\"")]),
    json(
      "two classes are renamed", .page,
      [("class=\"headline\"", "class=\"title\""), ("class=\"score\"", "class=\"points\"")]),
    // Not to be touched.
    json("the source is as it was", .stories, [], false),
    json(
      "a key is gone for good", .stories,
      [("\"points\": 120, ", ""), ("\"points\": 340, ", ""), ("\"points\": 77, ", "")], false),
    json(
      "another number stands beside what is gone", .price,
      [("\"price\": 24.99", "\"discount\": 20")], false),
    json(
      "two keys have the values of the one that is gone", .list,
      [
        ("\"score\": 811", "\"wins\": 811, \"losses\": 811"),
        ("\"score\": 642", "\"wins\": 642, \"losses\": 533"),
        ("\"score\": 533", "\"wins\": 12, \"losses\": 533"),
      ], false),
    json(
      "all rows are other ones and the key, too", .stories,
      [
        ("\"points\"", "\"score\""), ("Ferry leaves at dawn", "A"), ("Bridge is closed", "B"),
        ("Market on Sunday", "C"), ("120", "1"), ("340", "2"), ("77", "3"),
      ], false),
    HealCase(
      name: "the list is empty", source: .stories, after: #"{"hits": [], "total": 0}"#,
      isHealed: false),
    HealCase(
      name: "an error instead of data", source: .stories, after: #"{"error": "not available"}"#,
      isHealed: false),
    HealCase(
      name: "a page instead of data", source: .stories,
      after: "<html><body>Please sign in</body></html>", isHealed: false),
    HealCase(
      name: "broken JSON", source: .stories, after: #"{"hits": [{"title": "#, isHealed: false),
    json("a key that would be code", .list, [("\"score\"", "\"x; os.exit() --\"")], false),
    json(
      "a page without its rows", .page,
      [
        ("class=\"story\"", "class=\"ad\""), ("Ferry leaves at dawn", "Buy now"),
        ("Bridge is closed", "Sale"),
      ], false),
  ]
}
