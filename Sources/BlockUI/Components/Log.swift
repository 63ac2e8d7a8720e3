import BlockModel
import Foundation

/// Monospaced lines, newest at the end.
enum Log: ComponentRenderer {
  static let entry = ComponentEntry(
    .log,
    [
      Shapes.required(.text), Shapes.optional(.lines, .integer(1...500)),
      Shapes.optional(.wrap, .flag),
    ],
    note: "Monospaced lines; text, or a binding to a list of lines.",
    skeleton: .lines,
    samples: [("The end of a log", ["type": "log", "text": "${lines}", "lines": 8])])

  private static func lines(
    _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> [String] {
    let limit = min(node.properties.integer(.lines) ?? 100, 500)
    let all: [String]
    if case .array(let list)? = painter.value(node.properties, .text, scope) {
      all = list.map { painter.plain($0) }
    } else {
      all = (painter.string(node.properties.template(.text), scope) ?? "").components(
        separatedBy: "\n")
    }
    return Array(all.suffix(limit))
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let wrap = node.properties.flag(.wrap) == true ? "c-log--wrap" : ""
    return HTML(
      "pre",
      [.class("c-log", wrap), Attribute("tabindex", "0"), Attribute("data-keep", node.pointer)]
    ) { HTML(lines(node, painter, scope).joined(separator: "\n")) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    lines(node, painter, scope).map { "| \($0)" }
  }
}

extension Component {
  /// Monospaced lines, newest at the end.
  public static let log = Component(named: "log")
}
