import Foundation
import Notation

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
    return joined(HTMLEntities.decoded(text).split(whereSeparator: \.isWhitespace))
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
