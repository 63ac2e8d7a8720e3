import Foundation

/// Plain texts out of what sources send.
enum PlainText {
  /// The text of a piece of HTML: tags dropped, entities decoded, spaces folded.
  static func text(ofHTML html: String) -> String {
    var text = ""
    var isTag = false
    for character in html {
      switch character {
      case "<": isTag = true
      case ">" where isTag:
        isTag = false
        text += " "
      default: if !isTag { text.append(character) }
      }
    }
    // A lone "<" is no tag: nothing may be lost.
    if isTag, let start = html.lastIndex(of: "<") { text += html[start...] }
    return joined(decodingEntities(text).split(whereSeparator: \.isWhitespace))
  }

  /// Words with spaces between them, but none before a mark that ends something.
  private static func joined(_ words: [Substring]) -> String {
    var text = ""
    for word in words {
      if !text.isEmpty, word.first.map({ !".,;:!?)".contains($0) }) ?? false { text += " " }
      text += word
    }
    return text
  }

  private static let named: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
    "rdquo": "”", "euro": "€", "pound": "£", "copy": "©", "reg": "®", "trade": "™", "deg": "°",
    "times": "×", "middot": "·", "bull": "•", "laquo": "«", "raquo": "»", "auml": "ä", "ouml": "ö",
    "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é", "egrave": "è",
    "agrave": "à", "ccedil": "ç", "ntilde": "ñ",
  ]

  private static func decodingEntities(_ text: String) -> String {
    guard text.contains("&") else { return text }
    return text.replacing(/&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});/) { match in
      let name = String(match.1)
      if let known = named[name] { return known }
      guard name.hasPrefix("#") else { return String(match.0) }
      let digits = name.dropFirst()
      let code =
        digits.first == "x" || digits.first == "X"
        ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return code.flatMap(Unicode.Scalar.init).map(String.init) ?? "\u{FFFD}"
    }
  }

  /// At most `length` characters, cut at a word, with "…".
  static func truncate(_ text: String, _ length: Int) -> String {
    let length = max(1, length)
    guard text.count > length else { return text }
    let cut = text.prefix(length)
    let word = cut.lastIndex(where: \.isWhitespace).map { cut[..<$0] } ?? cut
    let kept = word.count > length / 2 ? word : cut
    return kept.trimmingCharacters(in: .whitespacesAndNewlines) + "…"
  }
}
