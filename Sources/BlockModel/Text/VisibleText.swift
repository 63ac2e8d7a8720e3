extension String {
  /// The text with its control characters made visible, as `\u001b`: no source, script or name can move
  /// the cursor, set the title or change what stands elsewhere on a terminal.
  ///
  /// These are the characters below space but for line feeds and tabs, delete, those of ISO 6429 in
  /// U+0080…U+009F, and those that turn the direction of what follows (Unicode UAX #9). What is written
  /// instead is what JSON writes, so a JSON text stays the same value.
  public var withVisibleControls: String {
    guard unicodeScalars.contains(where: \.isControlForTerminals) else { return self }
    var visible = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.isControlForTerminals {
        visible.append(contentsOf: scalar.escaped.unicodeScalars)
      } else {
        visible.append(scalar)
      }
    }
    return String(visible)
  }

  /// As ``withVisibleControls``, on one line: a name or a message cannot look like the next line.
  public var onOneLine: String {
    guard utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return withVisibleControls }
    return withVisibleControls.replacing("\n", with: "\\n").replacing("\t", with: "\\t")
  }
}

extension Unicode.Scalar {
  fileprivate var isControlForTerminals: Bool {
    switch value {
    case 0x09, 0x0A: false
    case ..<0x20, 0x7F...0x9F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// `\u001b`
  fileprivate var escaped: String {
    let digits = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
