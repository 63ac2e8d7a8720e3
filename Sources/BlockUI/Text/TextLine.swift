/// Lines of plain text for terminals.
enum TextLine {
  /// Without control characters, which a terminal would obey, and bidirectional overrides.
  static func printable(_ line: String) -> String {
    let isClean = line.unicodeScalars.allSatisfy { !isHostile($0) }
    guard !isClean else { return line.replacing("\u{A0}", with: " ") }
    var safe = String.UnicodeScalarView()
    for scalar in line.unicodeScalars { safe.append(isHostile(scalar) ? "\u{FFFD}" : scalar) }
    return String(safe).replacing("\u{A0}", with: " ")
  }

  private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The name of a tone before a value, for tones that mean something.
  static func mark(_ tone: ToneName) -> String {
    switch tone {
    case .neutral, .muted: ""
    case .info, .success, .warning, .danger, .accent: "[\(tone.rawValue)] "
    }
  }

  static func indented(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }

  /// Rows in columns two spaces apart; `ends` are the columns set to the right.
  static func columns(_ rows: [[String]], ends: Set<Int>) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? width($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - width(cell))
        line += (column > 0 ? "  " : "") + (ends.contains(column) ? padding + cell : cell + padding)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// Columns a text takes in a terminal: wide characters and emoji count twice.
  private static func width(_ text: String) -> Int {
    text.reduce(0) { sum, character in
      guard let scalar = character.unicodeScalars.first else { return sum }
      let isWide =
        (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
        || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
        || (0xFE30...0xFE6F).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
        || scalar.value >= 0x1F300
      return sum + (isWide ? 2 : 1)
    }
  }
}
