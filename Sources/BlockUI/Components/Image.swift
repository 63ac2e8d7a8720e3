import BlockModel
import Foundation

/// A picture, through the host's image proxy.
enum Image: ComponentRenderer {
  static let entry = ComponentEntry(
    .image,
    [
      Shapes.required(.src, .url), Shapes.required(.alt, .text(.alt)), Shapes.optional(.href, .url),
      Shapes.optional(.ratio, .words(["auto", "1:1", "4:3", "3:2", "16:9", "2:3"])),
      Shapes.optional(.fit, .words(["cover", "contain"])),
      Shapes.optional(.size, .words(["icon", "sm", "md", "lg", "full"])),
      Shapes.optional(.shape, .words(["square", "rounded", "circle"])), Shapes.optional(.caption),
    ],
    note: "Picture; an alt of \"\" means decorative.",
    skeleton: .box,
    samples: [
      (
        "A picture",
        [
          "type": "image", "src": "${picture}", "alt": "Two ranges of hills under a blue sky",
          "size": "md", "caption": "Serra de Sintra",
        ]
      ),
      (
        "Refused: the address is not a picture of this host",
        ["type": "image", "src": "${nowhere}", "alt": "A chart of the tide"]
      ),
    ])

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

extension Component {
  /// A picture, through the host's image proxy.
  public static let image = Component(named: "image")
}
