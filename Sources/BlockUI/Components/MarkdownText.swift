import Foundation

/// Markdown: a subset without HTML and images.
enum MarkdownText: ComponentRenderer {
  static let entry = ComponentEntry(
    .markdown,
    [Shapes.required(.text, .text(.longText)), Shapes.optional(.lines, .integer(1...200))],
    note: "CommonMark subset: emphasis, links, lists, code, quotes. No HTML, no images.",
    skeleton: .line,
    samples: [("Notes", ["type": "markdown", "text": "${notes}"])])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let text = painter.string(node.properties.template(.text), scope) ?? ""
    return HTML("div", [.class("c-markdown", Clamp.name(node.properties))]) { Markdown.html(text) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    (painter.string(node.properties.template(.text), scope) ?? "–").components(separatedBy: "\n")
  }
}

extension Component {
  /// Markdown: a subset without HTML and images.
  public static let markdown = Component(named: "markdown")
}
