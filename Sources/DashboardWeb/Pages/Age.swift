import BlockUI
import Foundation

/// A moment in the words that `time.js` ticks on: "just now", "5 min ago", "in 3 h".
enum Age {
  static func words(_ date: Date, now: Date) -> String {
    let seconds = date.timeIntervalSince(now)
    let size = abs(seconds)
    let units: [(name: String, length: Double)] = [
      ("y", 31_536_000), ("mo", 2_592_000), ("wk", 604_800), ("d", 86_400), ("h", 3_600),
      ("min", 60),
    ]
    for unit in units where size >= unit.length {
      let count = "\(Int(clamping: size / unit.length)) \(unit.name)"
      return seconds < 0 ? "\(count) ago" : "in \(count)"
    }
    return seconds > 5 ? "in \(Int(clamping: seconds)) s" : "just now"
  }

  static func html(_ date: Date, now: Date, _ name: String = "") -> HTML {
    HTML(
      "time",
      [
        .class(name), Attribute("datetime", date.formatted(.iso8601)),
        Attribute("data-tick", "relative"),
        Attribute("title", date.formatted(date: .abbreviated, time: .shortened)),
      ]
    ) { HTML(words(date, now: now)) }
  }
}
