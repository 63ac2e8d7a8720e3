import BlockModel
import Foundation

/// One paragraph of plain text.
enum TextParagraph: ComponentRenderer {
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
