import BlockHealth
import BlockModel
import BlockUI
import DashboardEngine
import Foundation

/// The title and the schedule of a block in its settings.
struct ScheduleForm {
  let shell: Shell
  let session: String
  let card: Card

  /// What a person may choose, by the value of the field `refresh`.
  enum Choice: String {
    /// Every so many seconds, minutes, hours or days.
    case every
    /// Once on certain days.
    case daily
    /// What a cron expression says.
    case cron
    case manual
  }

  static let units = [("s", "seconds"), ("m", "minutes"), ("h", "hours"), ("d", "days")]
  /// Days of the week as a cron expression has them.
  static let days = [
    ("*", "every day"), ("1-5", "weekdays"), ("0,6", "weekends"), ("1", "Mondays"),
    ("2", "Tuesdays"), ("3", "Wednesdays"), ("4", "Thursdays"), ("5", "Fridays"),
    ("6", "Saturdays"), ("0", "Sundays"),
  ]
  /// Runs that are told ahead.
  private static let told = 3

  var html: HTML {
    HTML(
      "form",
      [
        .class("c-form settings"), Attribute("method", "post"),
        .url("action", .own("/blocks/\(card.id)/describe")), .flag("data-params"),
        Attribute("data-reload", "/blocks/\(card.id)/params"),
      ]
    ) {
      shell.csrfField(session: session)
      HTML("div", class: "field") {
        HTML("label", [Attribute("for", "block-title")]) { HTML("Title") }
        HTML(
          "input",
          [
            .id("block-title"), .class("input"), Attribute("name", "title"),
            Attribute("value", card.name), Attribute("maxlength", "80"), Attribute("dir", "auto"),
            .flag("required"),
          ])
      }
      HTML("fieldset", class: "choices schedule") {
        HTML("legend") { HTML("Refresh") }
        row(.every, "Every") {
          input("count", "number", "\(filled.count)", "How many", [Attribute("min", "1")])
          select("unit", Self.units, filled.unit, "Unit")
        }
        row(.daily, "On") {
          select("days", Self.days, filled.days, "Days")
          HTML("span") { HTML("at") }
          input("time", "time", filled.time, "Time")
        }
        row(.cron, "Cron") {
          input(
            "cron", "text", filled.cron, "Cron expression",
            [Attribute("placeholder", "0 7 * * 1-5")])
        }
        row(.manual, "Only when you ask") {}
      }
      if !upcoming.isEmpty {
        HTML("p", class: "field-help") {
          HTML("Next: ")
          for (number, date) in upcoming.enumerated() {
            HTML(number == 0 ? "" : ", ")
            HTML(
              "time",
              [Attribute("datetime", date.formatted(.iso8601)), Attribute("data-tick", "time")]
            ) { HTML(PastPageView.words(date)) }
          }
        }
      }
      HTML("div") { HTML("button", class: "button button-primary") { HTML("Save") } }
    }
  }

  // MARK: What is filled in

  private typealias Filled = (
    choice: Choice, count: Int64, unit: String, days: String, time: String, cron: String
  )

  private var filled: Filled {
    var filled: Filled = (.manual, 10, "m", "*", "07:00", "")
    switch card.manifest.schedule {
    case .manual: break
    case .every(let distance):
      let text = Schedule.text(of: distance)
      (filled.choice, filled.count) = (.every, Int64(text.dropLast()) ?? 10)
      filled.unit = String(text.suffix(1))
    case .cron(let expression, _):
      (filled.choice, filled.cron) = (.cron, expression)
      let parts = expression.split(separator: " ").map(String.init)
      if parts.count == 5, parts[2] == "*", parts[3] == "*",
        Self.days.contains(where: { $0.0 == parts[4] }),
        let minute = Int(parts[0]), let hour = Int(parts[1])
      {
        filled.choice = .daily
        filled.days = parts[4]
        filled.time = "\(Self.padded(hour)):\(Self.padded(minute))"
      }
    }
    return filled
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private var upcoming: [Date] {
    guard card.state != .paused, let first = card.nextRun else { return [] }
    var dates = [first]
    while dates.count < Self.told,
      let next = Timetable.next(
        after: dates[dates.count - 1], card.manifest.schedule, failures: 0, last: nil, random: 0.5)
    { dates.append(next) }
    return dates
  }

  // MARK: Fields

  private func row(
    _ choice: Choice, _ label: String, @HTMLBuilder _ fields: () -> HTML
  ) -> HTML {
    HTML("div", class: "schedule-row") {
      HTML("label") {
        HTML(
          "input",
          [
            Attribute("type", "radio"), Attribute("name", "refresh"),
            Attribute("value", choice.rawValue),
          ] + (filled.choice == choice ? [.flag("checked")] : []))
        HTML(" \(label)")
      }
      fields()
    }
  }

  private func input(
    _ name: String, _ type: String, _ value: String, _ label: String, _ more: [Attribute] = []
  ) -> HTML {
    HTML(
      "input",
      [
        Attribute("name", name), Attribute("type", type), Attribute("value", value), .label(label),
        Attribute("autocomplete", "off"),
      ] + more)
  }

  private func select(
    _ name: String, _ options: [(String, String)], _ chosen: String, _ label: String
  ) -> HTML {
    HTML("select", [Attribute("name", name), .label(label)]) {
      for (value, words) in options {
        HTML(
          "option", [Attribute("value", value)] + (value == chosen ? [.flag("selected")] : [])
        ) { HTML(words) }
      }
    }
  }
}

extension FormFields {
  /// The title that was filled in: 1…80 characters.
  func title() throws(WebProblem) -> String {
    let title = (self["title"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...80).contains(title.count) else {
      throw WebProblem(
        .unprocessableContent, "title", "Give the block a title of 1 to 80 characters.")
    }
    return title
  }

  /// The schedule that was filled in.
  /// - Parameter old: an expression keeps the time zone it has.
  func schedule(before old: Schedule) throws(WebProblem) -> Schedule {
    switch self["refresh"].flatMap(ScheduleForm.Choice.init) {
    case .every:
      let count = value("count")?.integer.map { "\($0)" } ?? self["count"] ?? ""
      guard let distance = Schedule.distance(count + (self["unit"] ?? "")) else {
        throw WebProblem(
          .unprocessableContent, "schedule",
          "A block refreshes every 10 seconds at most and every 31 days at least. Choose an interval between them."
        )
      }
      return .every(distance)
    case .daily:
      let parts = (self["time"] ?? "").split(separator: ":").compactMap { Int($0) }
      guard parts.count >= 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]),
        let days = self["days"], ScheduleForm.days.contains(where: { $0.0 == days })
      else {
        throw WebProblem(
          .unprocessableContent, "schedule", "Choose the days and a time such as 07:30.")
      }
      return .cron("\(parts[1]) \(parts[0]) * * \(days)", timeZone: old.timeZone)
    case .cron:
      let expression = (self["cron"] ?? "").trimmingCharacters(in: .whitespaces)
      do throws(Cron.Problem) { _ = try Cron(expression) } catch {
        throw WebProblem(
          .unprocessableContent, "schedule",
          "This is not a cron expression: \(error.description).")
      }
      return .cron(expression, timeZone: old.timeZone)
    case .manual: return .manual
    case nil:
      throw WebProblem(.unprocessableContent, "schedule", "Choose when the block refreshes.")
    }
  }
}

extension Schedule {
  fileprivate var timeZone: String? {
    if case .cron(_, let zone) = self { zone } else { nil }
  }
}
