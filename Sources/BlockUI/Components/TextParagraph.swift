import BlockModel
import Foundation

/// One paragraph of plain text.
enum TextParagraph: ComponentRenderer {
  static let entry = ComponentEntry(
    .text,
    [
      Shapes.required(.text),
      Shapes.optional(.size, .words(["xs", "sm", "md", "lg", "xl", "2xl"])),
      Shapes.optional(.weight, .words(["normal", "medium", "bold"])), Shapes.optional(.tone, .tone),
      Shapes.optional(.align, Shapes.textAlign), Shapes.optional(.lines, .integer(1...20)),
      Shapes.optional(.mono, .flag),
    ],
    note: "One paragraph of plain text.",
    skeleton: .line, toneNeedsValue: true,
    samples: [
      ("A sentence", ["type": "text", "text": "Trains to the airport run every 20 minutes."]),
      (
        "A long text, cut after two lines",
        ["type": "text", "text": "${story}", "lines": 2]
      ),
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let text = painter.string(properties.template(.text), scope)
    return HTML(
      "p",
      [
        .class(
          "c-text", "u-text-\(properties.word(.size) ?? "md")",
          properties.word(.weight).map { "u-weight-\($0)" } ?? "",
          properties.word(.align).map { "u-text-align-\($0)" } ?? "",
          ToneClass.text(painter.tone(properties, in: scope)),
          properties.flag(.mono) == true ? "u-mono" : "", Clamp.name(properties))
      ]
    ) { MissingValue.html(text) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    painter.text(node.properties, .text, scope).components(separatedBy: "\n")
  }
}

extension Component {
  /// One paragraph of plain text.
  public static let text = Component(named: "text")
}
