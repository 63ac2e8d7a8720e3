import Foundation

/// How wide and how colourful an answer may be.
enum Terminal {
  /// Columns of text; more is hard to read, and nobody asked for less.
  static let width = 80

  enum Style: String {
    case red = "31"
    case yellow = "33"
    case green = "32"
    case bold = "1"
    case faint = "2"
  }

  /// Colours are for people: on a terminal that shows them, unless `NO_COLOR` is set (no-color.org).
  static let showsColour: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
      && environment["NO_COLOR"]?.isEmpty != false
  }()

  /// The text in a colour, where colours are shown.
  static func styled(_ text: String, _ style: Style) -> String {
    showsColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The words on lines of at most so many columns; a word that is longer stands alone.
  static func wrapped(_ text: String, indent: String = "", width: Int = width) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent.count + line.count + 1 + word.count > width {
        lines.append(indent + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty || lines.isEmpty { lines.append(indent + line) }
    return lines.joined(separator: "\n")
  }
}
