import Foundation

/// Small lines and bars as inline SVG and as block characters.
enum Sparkline {
  /// Attributes only: the page's CSP allows no inline style.
  static func html(_ values: [Double], kind: String) -> HTML {
    let values = halved(values)
    guard values.count > 1, let low = values.min(), let high = values.max() else { return HTML() }
    let span = high > low ? high - low : 1
    let (width, height) = (120.0, 32.0)
    let step = width / Double(max(values.count - 1, 1))
    let points = values.enumerated().map { index, value in
      (x: Double(index) * step, y: height - 2 - (value - low) / span * (height - 4))
    }
    func text(_ point: (x: Double, y: Double)) -> String {
      String(format: "%.1f,%.1f", point.x, point.y)
    }
    let line = points.map(text).joined(separator: " ")
    return HTML(
      "svg",
      [
        .class("c-spark c-spark--\(["line", "area", "bar"].contains(kind) ? kind : "line")"),
        Attribute("viewBox", "0 0 \(Int(clamping: width)) \(Int(clamping: height))"),
        Attribute("preserveAspectRatio", "none"), .decorative,
      ]
    ) {
      switch kind {
      case "bar":
        for (index, point) in points.enumerated() {
          let slot = width / Double(values.count)
          HTML(
            "rect",
            [
              Attribute("x", String(format: "%.1f", Double(index) * slot + slot * 0.1)),
              Attribute("y", String(format: "%.1f", point.y)),
              Attribute("width", String(format: "%.1f", slot * 0.8)),
              Attribute("height", String(format: "%.1f", height - point.y)),
            ])
        }
      default:
        if kind == "area" {
          HTML(
            "polygon",
            [
              Attribute(
                "points",
                "0,\(Int(clamping: height)) \(line) \(Int(clamping: width)),\(Int(clamping: height))"
              )
            ])
        }
        HTML("polyline", [Attribute("points", line)])
      }
    }
  }

  /// The distance of two numbers beyond 9e307 is infinite; only the shape matters here.
  private static func halved(_ values: [Double]) -> [Double] { values.map { $0 / 4 } }

  private static let blocks = Array("▁▂▃▄▅▆▇█")

  static func text(_ values: [Double]) -> String {
    let values = halved(values.count > 60 ? Reduction.evenly(values, 60) : values)
    guard let low = values.min(), let high = values.max() else { return "" }
    return String(
      values.map { value in
        guard high > low else { return blocks[3] }
        let step = Int(clamping: (value - low) / (high - low) * 7)
        return blocks[step.clamped(to: 0...blocks.count - 1)]
      })
  }
}

/// A progress ring.
enum Ring {
  static func html(_ part: Double, _ tone: ToneName, text: String, label: String) -> HTML {
    let length = 2 * Double.pi * 26
    return HTML(
      "svg",
      [
        .class("c-ring", ToneClass.text(tone)), Attribute("viewBox", "0 0 64 64"),
        Attribute("role", "img"), .label("\(label): \(text)"),
      ]
    ) {
      HTML(
        "circle",
        [
          .class("c-ring__track"), Attribute("cx", "32"), Attribute("cy", "32"),
          Attribute("r", "26"),
        ])
      HTML(
        "circle",
        [
          .class("c-ring__value"), Attribute("cx", "32"), Attribute("cy", "32"),
          Attribute("r", "26"),
          Attribute("stroke-dasharray", String(format: "%.1f %.1f", part * length, length)),
          Attribute("transform", "rotate(-90 32 32)"),
        ])
      HTML(
        "text", [Attribute("x", "32"), Attribute("y", "36"), Attribute("text-anchor", "middle")]
      ) {
        HTML(text)
      }
    }
  }
}
