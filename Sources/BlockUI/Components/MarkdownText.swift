import Foundation

/// Markdown: a subset without HTML and images.
enum MarkdownText: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let text = painter.string(node.properties.template(.text), scope) ?? ""
    return HTML("div", [.class("c-markdown", Clamp.name(node.properties))]) { Markdown.html(text) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    (painter.string(node.properties.template(.text), scope) ?? "–").components(separatedBy: "\n")
  }
}
