/// Class names of tones.
enum ToneClass {
  /// For words in the colour of the tone.
  static func text(_ tone: ToneName) -> String {
    tone == .neutral ? "" : "u-tone-\(tone.rawValue)"
  }

  /// For boxes with the background of the tone.
  static func block(_ tone: ToneName) -> String { "u-block-\(tone.rawValue)" }
}

/// Class names that cut a text after some lines.
enum Clamp {
  static func name(_ properties: Properties) -> String {
    properties.integer(.lines).map { "u-clamp-\(min(max($0, 1), 20))" } ?? ""
  }
}

/// What is shown for a value that is not there.
enum MissingValue {
  static func html(_ text: String?) -> HTML {
    if let text { return HTML(text) }
    return HTML("span", [.class("u-missing"), .decorative]) { HTML("–") }
      + HTML("span", class: "u-hidden") { HTML("no data") }
  }
}

/// A text or a picture, as a link where there is an address.
enum LinkedText {
  static func html(_ text: String, _ url: PageURL?) -> HTML { html(HTML(text), url) }

  static func html(_ content: HTML, _ url: PageURL?) -> HTML {
    guard let url else { return content }
    return HTML(
      "a",
      [
        .url("href", url), Attribute("rel", "noopener noreferrer nofollow"),
        Attribute("target", "_blank"), Attribute("referrerpolicy", "no-referrer"),
      ]
    ) { content }
  }
}

/// The name of a tone for those who do not see its colour.
enum ToneWord {
  static func html(_ tone: ToneName) -> HTML? {
    switch tone {
    case .neutral, .muted, .accent: nil
    case .info, .success, .warning, .danger:
      HTML("span", class: "u-hidden") { HTML(" (\(tone.rawValue))") }
    }
  }
}
