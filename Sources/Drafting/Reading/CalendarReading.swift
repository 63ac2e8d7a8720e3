import BlockModel
import Sketches

/// Reads the events of a calendar: those to come, those that are over, and its tasks.
struct CalendarReading {
  private let data: JSONValue
  private let url: String
  private let context: ColumnReading.Context

  init(_ data: JSONValue, url: String, _ context: ColumnReading.Context) {
    self.data = data
    self.url = url
    self.context = context
  }

  var sets: [DraftSource] {
    var budget = SetContents.maximumValues
    let coming = events(
      "coming", caption: "Next events", words: ["next", "upcoming", "coming", "events"],
      fetch: [
        "local events = {}",
        "for _, event in ipairs(http.get(url):ical().events) do",
        "  if (event.finish or event.start) >= ctx.now then events[#events + 1] = event end",
        "end",
      ], &budget)
    let past = events(
      "past", caption: "Past events", words: ["past", "last", "previous", "events"],
      fetch: [
        "local events = {}",
        "for _, event in ipairs(http.get(url):ical({ from = 0, to = ctx.now, limit = 5000 }).events) do",
        "  if (event.finish or event.start) < ctx.now then table.insert(events, 1, event) end",
        "end",
      ], &budget)
    // A calendar that is over still has something to show; one that is empty has its next events.
    let sets = coming.rowCount == 0 && past.rowCount > 0 ? [past, coming] : [coming, past]
    let tasks = tasks(&budget)
    let isOnlyTasks = coming.rowCount + past.rowCount == 0 && tasks != nil
    return isOnlyTasks ? [tasks].compactMap { $0 } : sets + [tasks].compactMap { $0 }
  }

  private func events(
    _ key: String, caption: String, words: [String], fetch: [String], _ budget: inout Int
  ) -> DraftSource {
    let rows = data[key]?["rows"]?.array ?? []
    var fields = RowField.all(of: Profile(rows, depth: 1), context: context)
    if rows.isEmpty {
      fields = [
        RowField(unknown: "title", kind: .text, position: 0),
        RowField(unknown: "start", kind: .timeSeconds, position: 1),
      ]
    }
    // Only what is out of the ordinary is told.
    for index in fields.indices where fields[index].name == "status" {
      fields[index].lua = "row.status == \"cancelled\" and row.status or nil"
    }
    func field(_ names: String...) -> RowField? {
      names.lazy.compactMap { name in
        fields.first { $0.column.path.keys == [name] && ($0.column.present > 0 || rows.isEmpty) }
      }.first
    }
    var roles = Roles([], rows: rows.count, words: [])
    roles.title = field("title", "summary")
    // The day of an event without a time is the same in every zone.
    let isByDay = !rows.isEmpty && rows.allSatisfy { $0["all_day"] == .bool(true) }
    roles.time = isByDay ? field("day", "start") : field("start")
    roles.link = field("url")
    roles.texts = [field("location")].compactMap { $0 }
    if rows.contains(where: { $0["status"]?.string == "cancelled" }) {
      roles.badge = field("status")
    }
    return source(key, "events", caption, words, fetch, fields, roles, &budget)
  }

  private func tasks(_ budget: inout Int) -> DraftSource? {
    let rows = data["todos"]?["rows"]?.array ?? []
    guard !rows.isEmpty else { return nil }
    let fields = RowField.all(of: Profile(rows, depth: 1), context: context)
    func field(_ name: String) -> RowField? { fields.first { $0.column.path.keys == [name] } }
    var roles = Roles([], rows: rows.count, words: [])
    roles.title = field("title") ?? field("summary")
    roles.time = field("due")
    roles.badge = field("status")
    return source(
      "todos", "tasks", "Tasks", ["tasks", "todos", "todo"],
      ["local events = http.get(url):ical().todos"], fields, roles, &budget)
  }

  private func source(
    _ key: String, _ what: String, _ caption: String, _ words: [String], _ fetch: [String],
    _ fields: [RowField], _ roles: Roles, _ budget: inout Int
  ) -> DraftSource {
    let set = data[key]
    let rows = set?["rows"]?.array ?? []
    let title = data["title"]?.string
    let contents = SetContents(fields, rows: rows, known: set?["values"], budget: &budget)
    var source = DraftSource(
      what: "the \(what) of the calendar", fetch: fetch, list: "events", fields: fields,
      rowCount: set?["total"]?.integer.map(Int.init) ?? rows.count, title: title, caption: caption,
      nameWords: words + SetName.words([title, SourceName.name(of: url)]), rows: contents.rows,
      values: contents.values, isInOrder: true, view: .list, pace: 3600, roles: roles)
    source.part = ["coming": .coming, "past": .past][key]
    if source.part == .coming {
      let fetch = [
        "local calendar = http.get(url):ical({ from = 0, to = ctx.now + 366 * 86400, limit = 5000 })",
        "local events = calendar.events",
      ]
      source.whole = (fetch, "Events")
    }
    return source
  }
}
