/// Class names of tones.
enum ToneClass {
  /// For words in the colour of the tone.
  static func text(_ tone: ToneName) -> String {
    tone == .neutral ? "" : "u-tone-\(tone.rawValue)"
  }

  /// For boxes with the background of the tone.
  static func block(_ tone: ToneName) -> String { "u-block-\(tone.rawValue)" }
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
