import BlockModel
import Foundation

/// Dated items: an agenda by day, a week, or a month grid.
enum CalendarView: ComponentRenderer {
  static let entry = ComponentEntry(
    .calendar,
    [
      Shapes.required(.data, .binding), Shapes.required(.date, .value, perRow: true),
      Shapes.optional(.end, .value, perRow: true),
      Shapes.required(.title, Shapes.template, perRow: true),
      Shapes.optional(.href, .url, perRow: true), Shapes.optional(.tone, .tone, perRow: true),
      Shapes.optional(.view, .words(["month", "week", "agenda"])),
      Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Month, week or agenda of dated items.",
    skeleton: .box, toneNeedsValue: true,
    samples: [
      (
        "What is ahead",
        [
          "type": "calendar", "data": "${events}", "date": "${item.at}", "title": "${item.title}",
        ]
      )
    ])

  private struct Item {
    var start: TimeValue
    var end: TimeValue?
    var title: String
    var tone: ToneName
    var url: PageURL?
  }

  private static func items(
    _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> (items: [Item], more: Int) {
    let (rows, more) = painter.rows(node, scope, atMost: 500)
    let zone = painter.context.timeZone
    let items = rows.enumerated().compactMap { index, row -> Item? in
      let scope = scope.row(row, index: index + 1)
      guard let start = painter.value(node.properties, .date, scope)?.time(in: zone) else {
        return nil
      }
      return Item(
        start: day(of: row, at: start, zone) ?? start,
        end: painter.value(node.properties, .end, scope)?.time(in: zone),
        title: painter.text(node.properties, .title, scope),
        tone: painter.tone(node.properties, in: scope),
        url: painter.link(node.properties.template(.href), scope))
    }
    return (items.sorted { $0.start.date < $1.start.date }, more)
  }

  /// The day of a row that says of itself that it has no time, as events of the module `ical` do: its
  /// `day`, else the one in the middle of which noon after its start lies in most zones.
  private static func day(
    of row: JSONValue, at start: TimeValue, _ zone: TimeZone
  ) -> TimeValue? {
    guard row["all_day"]?.bool == true, !start.isDay else { return nil }
    if let day = row["day"]?.time(in: zone), day.isDay { return day }
    let local =
      start.date.timeIntervalSince1970 + 43_200
      + Double(zone.secondsFromGMT(for: start.date))
    return TimeValue(
      date: Date(timeIntervalSince1970: (local / 86_400).rounded(.down) * 86_400), isDay: true)
  }

  private static func calendar(_ painter: Painter, isDay: Bool = false) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = isDay ? TimeValue.dayZone : painter.context.timeZone
    calendar.locale = painter.context.locale
    return calendar
  }

  /// The day of a moment as `2026-11-23`.
  private static func key(_ time: TimeValue, _ painter: Painter) -> String {
    painter.format.text(
      .number(time.date.timeIntervalSince1970),
      [FormatCall(.date, ["iso"] + (time.isDay ? ["UTC"] : []))])
  }

  private static func clock(_ item: Item, _ painter: Painter) -> String {
    guard !item.start.isDay else { return "all day" }
    return painter.format.text(.number(item.start.date.timeIntervalSince1970), [FormatCall(.time)])
  }

  private static func days(_ items: [Item], _ painter: Painter) -> [(key: String, items: [Item])] {
    var days: [(key: String, items: [Item])] = []
    for item in items {
      let key = key(item.start, painter)
      if days.last?.key == key {
        days[days.count - 1].items.append(item)
      } else {
        days.append((key, [item]))
      }
    }
    return days
  }

  private static func heading(_ key: String, _ painter: Painter) -> String {
    let today = Self.key(TimeValue(date: painter.context.now, isDay: false), painter)
    if key == today { return "Today" }
    return "\(painter.format.text(.string(key), [FormatCall(.date, ["weekday"])])) "
      + painter.format.text(.string(key), [FormatCall(.date, ["short"])])
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let (items, more) = items(node, painter, scope)
    let view = node.properties.word(.view) ?? "agenda"
    if view == "month" { return month(items, painter) }
    guard !items.isEmpty else { return EmptyNote.part(node, painter, scope) }
    return HTML("div", [.class("c-calendar c-calendar--\(view)")]) {
      for day in days(items, painter) {
        HTML("section", class: "c-calendar__day") {
          HTML("h3", class: "c-calendar__date") { HTML(self.heading(day.key, painter)) }
          HTML("ul") {
            for item in day.items {
              HTML("li", [.class("c-calendar__item", ToneClass.text(item.tone))]) {
                HTML("span", class: "c-calendar__time") { HTML(self.clock(item, painter)) }
                LinkedText.html(item.title, item.url)
                ToneWord.html(item.tone)
              }
            }
          }
        }
      }
      MoreRows.html(more)
    }
  }

  /// The month of the first item that is not over, else of now.
  private static func month(_ items: [Item], _ painter: Painter) -> HTML {
    let calendar = calendar(painter)
    let now = painter.context.now
    let anchor = items.first { ($0.end ?? $0.start).date >= now }?.start.date ?? now
    guard let month = calendar.dateInterval(of: .month, for: anchor),
      let first = calendar.dateInterval(of: .weekOfMonth, for: month.start)?.start,
      let dayCount = calendar.dateComponents([.day], from: first, to: month.end).day
    else { return HTML() }
    let byDay = Dictionary(days(items, painter).map { ($0.key, $0.items) }, uniquingKeysWith: +)
    let today = key(TimeValue(date: now, isDay: false), painter)
    return HTML("div", class: "c-calendar c-calendar--month") {
      HTML("h3", class: "c-calendar__date") {
        HTML(
          painter.format.text(.number(anchor.timeIntervalSince1970), [FormatCall(.date, ["month"])])
        )
      }
      HTML("ol", class: "c-calendar__grid") {
        for offset in 0..<((dayCount + 6) / 7 * 7) {
          if let day = calendar.date(byAdding: .day, value: offset, to: first) {
            let key = self.key(TimeValue(date: day, isDay: false), painter)
            HTML(
              "li",
              [
                .class(
                  "c-calendar__cell", month.contains(day) ? "" : "c-calendar__cell--out",
                  key == today ? "c-calendar__cell--today" : "")
              ]
            ) {
              HTML("span", class: "c-calendar__number") {
                HTML(String(calendar.component(.day, from: day)))
              }
              for item in (byDay[key] ?? []).prefix(3) {
                HTML("span", [.class("c-calendar__entry", ToneClass.block(item.tone))]) {
                  LinkedText.html(item.title, item.url)
                }
              }
            }
          }
        }
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let (items, more) = items(node, painter, scope)
    guard !items.isEmpty else { return EmptyNote.partText(node, painter, scope) }
    return days(items, painter).flatMap { day in
      [heading(day.key, painter)]
        + day.items.map { "  \(clock($0, painter))  \(TextLine.mark($0.tone))\($0.title)" }
    } + MoreRows.text(more)
  }
}

extension Component {
  /// Dated items: an agenda by day, a week, or a month grid.
  public static let calendar = Component(named: "calendar")
}
