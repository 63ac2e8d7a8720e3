import BlockUI
import Foundation

/// A moment in words that `time.js` ticks on: "now", "5 min ago", "in 3 h".
enum Age {
  static func html(_ date: Date, now: Date, _ name: String = "") -> HTML {
    HTML(
      "time",
      [
        .class(name), Attribute("datetime", date.formatted(.iso8601)),
        Attribute("data-tick", "relative"),
      ]
    ) { HTML(RelativeTime.text(date, now: now)) }
  }
}
