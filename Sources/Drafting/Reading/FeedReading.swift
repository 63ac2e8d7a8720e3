import BlockModel
import Sketches

/// Reads the entries of a feed.
struct FeedReading {
  private let data: JSONValue
  private let url: String
  private let context: ColumnReading.Context

  init(_ data: JSONValue, url: String, _ context: ColumnReading.Context) {
    self.data = data
    self.url = url
    self.context = context
  }

  /// The title, date, author and picture of every entry; a feed needs no guessing.
  var source: DraftSource {
    let items = data["items"]?.array ?? []
    let fields = RowField.all(of: Profile(items, depth: 1), context: context)
    var roles = Roles([], rows: items.count, words: [])
    func field(_ names: String...) -> RowField? {
      names.lazy.compactMap { name in
        fields.first { $0.column.path.keys == [name] && $0.column.coverage > 0.2 }
      }.first
    }
    // Notes have no titles: their text is what they say.
    let titles = ["title", "summary", "text", "description"].compactMap { field($0) }
    roles.title = titles.first { $0.column.coverage > 0.75 } ?? titles.first
    roles.link = field("url", "link")
    roles.time = field("time", "published", "date", "updated")
    roles.image = field("image", "thumbnail")
    // One author of everything is the source itself.
    roles.texts = [field("author", "source")].compactMap { $0 }.filter { !$0.column.isConstant }
    let title = data["title"]?.string
    var budget = SetContents.maximumValues
    let contents = SetContents(fields, rows: items, known: data["values"], budget: &budget)
    return DraftSource(
      what: "the entries of the feed", fetch: ["local feed = http.get(url):feed()"],
      list: "feed.items", fields: fields,
      rowCount: data["total"]?.integer.map(Int.init) ?? items.count, title: title,
      nameWords: SetName.words([title, SourceName.name(of: url)]) + [
        "news", "entries", "articles", "posts",
      ], rows: contents.rows,
      values: contents.values,
      link: data["link"]?.string.flatMap { $0.hasPrefix("http") ? $0 : nil },
      view: roles.title == nil ? .table : .list, roles: roles)
  }
}
