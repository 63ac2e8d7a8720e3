import BlockModel
import Foundation

/// A picture, through the host's image proxy.
enum Image: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let alt = painter.string(properties.template(.alt), scope) ?? ""
    guard let source = painter.image(properties.template(.src), scope) else {
      return HTML("p", class: "c-placeholder") { HTML(alt.isEmpty ? "No image" : alt) }
    }
    let image = HTML(
      "img",
      [
        .url("src", source), Attribute("alt", alt), Attribute("loading", "lazy"),
        Attribute("decoding", "async"),
        .class(
          "c-image__img", "c-image--fit-\(properties.word(.fit) ?? "cover")",
          "c-image--\(properties.word(.shape) ?? "rounded")"),
      ])
    let ratio = (properties.word(.ratio) ?? "auto").replacing(":", with: "x")
    return HTML(
      "figure",
      [.class("c-image", "c-image--\(properties.word(.size) ?? "full")", "c-image--ratio-\(ratio)")]
    ) {
      LinkedText.html(image, painter.link(properties.template(.href), scope))
      if let caption = painter.string(properties.template(.caption), scope) {
        HTML("figcaption") { HTML(caption) }
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let alt = painter.string(node.properties.template(.alt), scope) ?? ""
    return alt.isEmpty ? [] : ["(image: \(alt))"]
  }
}
