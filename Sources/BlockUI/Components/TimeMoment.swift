import BlockModel
import Foundation

/// A moment that ticks in the browser, or a clock.
enum TimeMoment: ComponentRenderer {
  static let entry = ComponentEntry(
    .time,
    [
      Shapes.optional(.value, .value),
      Shapes.optional(.mode, .words(["relative", "countdown", "elapsed", "clock"])),
      Shapes.optional(.label), Shapes.optional(.format, .format), Shapes.optional(.done),
      Shapes.optional(.tone, .tone),
      Shapes.optional(.size, .words(["sm", "md", "lg", "xl", "2xl"])),
    ], oneOf: [.has([.value]), .word(.mode, "clock")],
    note: "A moment that ticks in the browser; needs value unless mode is clock.",
    skeleton: .figure,
    samples: [
      ("A moment", ["type": "time", "value": "${soon}", "label": "Next launch"]),
      (
        "Over",
        [
          "type": "time", "mode": "countdown", "value": "${before}", "label": "Sale ends in",
          "done": "The sale is over",
        ]
      ),
      (
        "A clock elsewhere",
        [
          "type": "time", "mode": "clock", "label": "Tokyo", "format": "time:Asia/Tokyo",
          "size": "2xl",
        ]
      ),
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let mode = properties.word(.mode) ?? "relative"
    let classes = Attribute.class(
      "c-time", "u-text-\(properties.word(.size) ?? "md")",
      ToneClass.text(painter.tone(properties, in: scope)))
    let time = moment(properties, painter, scope)
    return HTML("div", [classes]) {
      if let label = painter.string(properties.template(.label), scope) {
        HTML("span", class: "c-time__label") { HTML(label) }
      }
      if let time {
        HTML("time", attributes(time, mode, properties, painter, scope)) {
          HTML(words(time, mode, properties, painter, scope))
        }
      } else {
        MissingValue.html(nil)
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let properties = node.properties
    let label = painter.string(properties.template(.label), scope).map { "\($0): " } ?? ""
    guard let time = moment(properties, painter, scope) else { return ["\(label)–"] }
    return [label + words(time, properties.word(.mode) ?? "relative", properties, painter, scope)]
  }

  private static func moment(
    _ properties: Properties, _ painter: Painter, _ scope: Scope
  ) -> TimeValue? {
    if properties.word(.mode) == "clock" {
      return TimeValue(date: painter.context.now, isDay: false)
    }
    return painter.value(properties, .value, scope)?.time(in: painter.context.timeZone)
  }

  private static func attributes(
    _ time: TimeValue, _ mode: String, _ properties: Properties, _ painter: Painter, _ scope: Scope
  ) -> [Attribute] {
    var attributes = [
      .class("c-time__value"), Attribute("datetime", time.date.formatted(.iso8601)),
      Attribute("data-tick", mode),
    ]
    if mode == "clock" {
      let zone = properties.format(.format)?.zone ?? painter.context.timeZone.identifier
      attributes.append(Attribute("data-zone", zone))
      if properties.format(.format)?.has("seconds") == true {
        attributes.append(.flag("data-seconds"))
      }
    }
    if let done = painter.string(properties.template(.done), scope) {
      attributes.append(Attribute("data-done", done))
    }
    return attributes
  }

  private static func words(
    _ time: TimeValue, _ mode: String, _ properties: Properties, _ painter: Painter, _ scope: Scope
  ) -> String {
    let seconds = time.date.timeIntervalSince(painter.context.now)
    let value = JSONValue.number(time.date.timeIntervalSince1970)
    switch mode {
    case "clock":
      return painter.format.text(value, [properties.format(.format) ?? FormatCall(.time)])
    case "countdown" where seconds <= 0:
      return painter.string(properties.template(.done), scope) ?? "now"
    case "countdown", "elapsed":
      return painter.format.text(.number(abs(seconds)), [FormatCall(.duration)])
    default:
      return properties.format(.format).map { painter.format.text(value, [$0]) }
        ?? RelativeTime.text(time.date, now: painter.context.now)
    }
  }
}

extension Component {
  /// A moment that ticks in the browser, or a clock.
  public static let time = Component(named: "time")
}
