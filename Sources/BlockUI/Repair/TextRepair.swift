/// Makes JSON of what is almost JSON: code fences, comments, trailing commas, smart quotes.
enum TextRepair {
  /// The text set right and what was done; `nil` when there was nothing to do.
  static func repaired(_ text: String) -> (text: String, done: [String])? {
    var done: [String] = []
    var body = Substring(text)
    if let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}"), open < close {
      let outside = text[..<open] + text[text.index(after: close)...]
      if outside.contains(where: { !$0.isWhitespace }) {
        done.append("removed the text around the JSON")
        body = text[open...close]
      }
    }
    var result: [Character] = []
    let characters = Array(body)
    var position = 0
    var inString = false
    var changes: Set<String> = []
    while position < characters.count {
      let character = characters[position]
      let next = position + 1 < characters.count ? characters[position + 1] : " "
      position += 1
      if inString {
        result.append(character)
        if character == "\\", position < characters.count {
          result.append(characters[position])
          position += 1
        } else if character == "\"" {
          inString = false
        }
        continue
      }
      switch character {
      case "\"":
        inString = true
        result.append(character)
      case "“", "”", "„":
        changes.insert("replaced typographic quotes")
        result.append("\"")
        while position < characters.count, !["“", "”", "\n"].contains(characters[position]) {
          result.append(characters[position])
          position += 1
        }
        result.append("\"")
        position += 1
      case "/" where next == "/":
        changes.insert("removed comments")
        while position < characters.count, !characters[position].isNewline { position += 1 }
      case "/" where next == "*":
        changes.insert("removed comments")
        position += 1
        while position < characters.count,
          !(characters[position] == "/" && characters[position - 1] == "*")
        {
          position += 1
        }
        position += 1
      case "}", "]":
        while let last = result.last, last.isWhitespace { result.removeLast() }
        if result.last == "," {
          changes.insert("removed trailing commas")
          result.removeLast()
        }
        result.append(character)
      default: result.append(character)
      }
    }
    done += changes.sorted()
    return done.isEmpty ? nil : (String(result), done)
  }
}
