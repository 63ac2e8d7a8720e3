import BlockModel
import Sentences
import Sketches

/// Reads the events of a calendar.
struct CalendarReading {
  private let data: JSONValue
  private let url: String

  init(_ data: JSONValue, url: String) {
    self.data = data
    self.url = url
  }

  /// The next events, soonest first; when none is to come, the latest.
  var source: DraftSource {
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
    let title = data["title"]?.string
    var budget = SetContents.maximumValues
    let contents = SetContents(fields, rows: events, known: data["values"], budget: &budget)
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
      title: title,
      nameWords: SetName.words([title, SourceName.name(of: url)]) + ["events", "calendar"], rows: contents.rows,
      values: contents.values, isInOrder: true, view: .list, pace: 3600, roles: roles)
  }
}
