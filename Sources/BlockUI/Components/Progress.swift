import BlockModel
import Foundation

/// A share of a whole: a bar, or a ring.
enum Progress: ComponentRenderer {
  static let entry = ComponentEntry(
    .progress,
    [
      Shapes.required(.value, .value), Shapes.optional(.min, .value), Shapes.optional(.max, .value),
      Shapes.optional(.label), Shapes.optional(.note), Shapes.optional(.format, .format),
      Shapes.optional(.tone, .tone), Shapes.optional(.shape, .words(["bar", "ring"])),
    ],
    note: "Share of a whole.",
    skeleton: .figure,
    samples: [
      (
        "A share",
        [
          "type": "progress", "value": 68, "label": "Disk", "note": "312 of 460 GB",
          "format": "percent",
        ]
      ),
      (
        "A tone by steps",
        [
          "type": "progress", "value": 93, "label": "Memory", "format": "percent",
          "tone": [
            "steps": [["from": 70, "tone": "warning"], ["from": 90, "tone": "danger"]],
            "else": "success",
          ],
        ]
      ),
      (
        "Tone, as a ring",
        [
          "type": "progress", "value": 41, "label": "Battery", "shape": "ring",
          "format": "percent", "tone": "success",
        ]
      ),
    ])

  private struct Share {
    var value: Double
    var low: Double
    var high: Double
    var shown: String
    var tone: ToneName

    /// 0…1, whatever the data say.
    var part: Double {
      let part = (value / 4 - low / 4) / (high / 4 - low / 4)
      return high > low && part.isFinite ? min(max(part, 0), 1) : 0
    }
  }

  private static func share(_ node: Node, _ painter: Painter, _ scope: Scope) -> Share? {
    let properties = node.properties
    let own = painter.value(properties, .value, scope)
    guard let value = own?.numeric else { return nil }
    return Share(
      value: value, low: painter.value(properties, .min, scope)?.numeric ?? 0,
      high: painter.value(properties, .max, scope)?.numeric ?? 100,
      shown: painter.shown(properties, scope) ?? "–",
      tone: painter.tone(properties, own: own, in: scope))
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let label = painter.string(properties.template(.label), scope)
    let note = painter.string(properties.template(.note), scope)
    guard let share = share(node, painter, scope) else {
      return HTML("div", class: "c-progress") {
        HTML("span", class: "c-progress__label") { HTML(label ?? "") }
        MissingValue.html(nil)
      }
    }
    let isRing = properties.word(.shape) == "ring"
    return HTML("div", [.class("c-progress", isRing ? "c-progress--ring" : "")]) {
      if isRing { Ring.html(share.part, share.tone, text: share.shown, label: label ?? "Progress") }
      HTML("div", class: "c-progress__head") {
        if let label { HTML("span", class: "c-progress__label") { HTML(label) } }
        if !isRing {
          HTML("span", [.class("c-progress__value", ToneClass.text(share.tone))]) {
            HTML(share.shown)
            ToneWord.html(share.tone)
          }
        }
      }
      if !isRing {
        bar(
          share.value, from: share.low, to: share.high, tone: share.tone, label: label ?? "Progress"
        )
      }
      if let note { HTML("span", class: "c-progress__note") { HTML(note) } }
    }
  }

  static func bar(
    _ value: Double, from low: Double, to high: Double, tone: ToneName, label: String
  ) -> HTML {
    let span = min(max(high - low, 1e-9), .greatestFiniteMagnitude)
    return HTML(
      "progress",
      [
        .class("c-progress__bar", ToneClass.text(tone)),
        Attribute("max", "\(span)"),
        Attribute("value", "\(min(max(value - low, 0), span))"), .label(label),
      ])
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let label = painter.string(node.properties.template(.label), scope).map { "\($0): " } ?? ""
    guard let share = share(node, painter, scope) else { return ["\(label)–"] }
    return [
      "\(label)\(TextLine.mark(share.tone))\(share.shown) of \(painter.format.plain(.number(share.high)))"
    ]
  }
}

extension Component {
  /// A share of a whole: a bar, or a ring.
  public static let progress = Component(named: "progress")
}
