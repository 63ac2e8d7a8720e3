public import BlockModel
import BlockUI
public import Foundation
public import Sentences
import Sketches

/// Three files that were written but did not run yet.
public struct Draft: Sendable {
  public var files: BlockFiles
  public var explanation: String
  /// Seconds between runs when the sentence names none.
  public var pace: Int64 = 1800
}

extension Draft {
  /// Rows of a source as the wish wants them.
  /// - Parameter title: the name of the source, for a wish without a name.
  init(
    rows source: DraftSource, wish: Wish, url: String, title: String, now: Date, pace: Int64 = 1800
  ) {
    let fit = WishFit(source, wish: wish, url: url)
    let kind = wish.chartKind.map { ChartKind(name: $0, numbers: fit.numbers) }
    var fitted = fit.wish
    fitted.view = kind?.view ?? fitted.view
    let composer = RowComposer(
      fit.source, wish: fitted, url: url, title: fit.title ?? String(title.prefix(80)), now: now)
    files = composer.files
    if let kind { files.spec = kind.applied(to: files.spec) }
    explanation = composer.explanation + fit.notes(files.spec)
    self.pace = pace
  }

  /// Something else than rows: what the wish asks of rows is told.
  init(
    _ files: BlockFiles, _ explanation: String, wish: Wish, fields: [RowField], pace: Int64 = 1800
  ) {
    let search = FieldSearch(fields)
    let components = (try? SpecTree(parsing: files.spec))?.components ?? []
    let hasNumber = components.contains { $0.component == .stat }
    let unused = wish.requests.filter { part in
      switch part.meaning {
      case .with(let names), .columns(let names): !names.allSatisfy { search.field($0) != nil }
      case .view: wish.view != .number || !hasNumber
      case .match(let text), .by(let text):
        !fields.contains { $0.column.example.lowercased().contains(text.lowercased()) }
          && search.field(text) == nil
      case .order, .compare, .without, .thing, .secret, .plain: true
      }
    }
    self.files = files
    let notes = wish.notes + [Wish.unused(unused.map(\.text))].compactMap { $0 }
    self.explanation = ([explanation] + notes).joined(separator: " ")
    self.pace = pace
  }
}

/// Chooses what to draft from a probe. Several drafts are tried in order of preference.
public struct Drafter: Sendable {
  let probe: Probe
  let wish: Wish
  let now: Date

  public init(probe: Probe, wish: Wish, now: Date) {
    self.probe = probe
    self.wish = wish
    self.now = now
  }

  public func drafts() -> [Draft] {
    switch probe.finding {
    case .json(let value):
      return JSONDrafter(root: value, wish: wish, url: probe.url, now: now).drafts()
    case .parsed(let kind, let data):
      switch kind {
      case .feed: return [draft(feed(data), pace: 1800)]
      case .ical:
        let source = calendar(data)
        return source.fields.isEmpty ? [] : [draft(source, pace: 3600)]
      case .csv: return [draft(table(data), pace: 3600)]
      case .html: return PageDrafter(page: data, wish: wish, url: probe.url, now: now).drafts()
      }
    }
  }

  private func draft(_ source: DraftSource, pace: Int64) -> Draft {
    let title = source.title ?? SourceName.name(of: probe.url)
    return Draft(rows: source, wish: wish, url: probe.url, title: title, now: now, pace: pace)
  }

  /// The title, date, author and picture of every entry; a feed needs no guessing.
  private func feed(_ data: JSONValue) -> DraftSource {
    let items = data["items"]?.array ?? []
    let fields = RowField.all(of: Profile(items, depth: 1))
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
    return DraftSource(
      what: "the entries of the feed", fetch: ["local feed = http.get(url):feed()"],
      list: "feed.items", fields: fields, rowCount: items.count, title: data["title"]?.string,
      link: data["link"]?.string.flatMap { $0.hasPrefix("http") ? $0 : nil },
      view: roles.title == nil ? .table : .list, roles: roles)
  }

  /// The next events, soonest first; when none is to come, the latest.
  private func calendar(_ data: JSONValue) -> DraftSource {
    let events = data["events"]?.array ?? []
    let fields = RowField.all(of: Profile(events, depth: 1))
    var roles = Roles([], rows: events.count, words: [])
    func field(_ names: String...) -> RowField? {
      names.lazy.compactMap { name in
        fields.first { $0.column.path.keys == [name] && $0.column.present > 0 }
      }.first
    }
    roles.title = field("title", "summary")
    roles.time = field("start", "starts", "time")
    roles.link = field("url", "link")
    roles.texts = [field("location")].compactMap { $0 }
    return DraftSource(
      what: "the events of the calendar",
      fetch: [
        "local answer = http.get(url)",
        "local events = answer:ical().events",
        "if #events == 0 then",
        "  -- Nothing is to come: the latest, newest first.",
        "  events = answer:ical({ from = 0, to = ctx.now, limit = 5000 }).events",
        "  table.sort(events, function(a, b) return a.start > b.start end)",
        "end",
      ],
      list: "events", fields: fields, rowCount: events.count,
      title: data["title"]?.string, isInOrder: true, view: .list, roles: roles)
  }

  private func table(_ data: JSONValue) -> DraftSource {
    let names = data["columns"]?.array?.compactMap(\.string) ?? []
    // The order of the file, which objects from the worker do not keep.
    let rows = (data["rows"]?.array ?? []).map { row in
      JSONValue.object(JSONObject(names.map { ($0, row[$0] ?? .null) }, uniquingKeysWith: { $1 }))
    }
    let total = data["total"]?.integer.map(Int.init) ?? rows.count
    return DraftSource(
      what: "the rows of the file", fetch: ["local csv = http.get(url):csv()"], list: "csv.rows",
      fields: RowField.all(of: Profile(rows)), rowCount: total, growsAtEnd: true, usualCount: 20)
  }
}
