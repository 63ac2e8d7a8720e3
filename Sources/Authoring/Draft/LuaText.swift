/// Pieces of Lua source.
enum LuaText {
  static let keywords: Set<String> = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]

  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !keywords.contains(text) else { return false }
    func isLetter(_ byte: UInt8) -> Bool {
      (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
    }
    return isLetter(first) && text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) }
  }

  /// A text in quotes.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case let scalar where scalar.value < 32 || scalar.value == 127:
        let digits = String(scalar.value)
        out += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// A text inside of a comment: one line, nothing that ends it.
  static func comment(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 }.prefix(160))
  }

  static func member(_ key: String) -> String { isName(key) ? ".\(key)" : "[\(quoted(key))]" }

  /// The expression that reads `path` from the variable `base`.
  /// - Parameter isThere: says whether the container at a path is there in every row.
  static func read(
    _ path: DataPath, from base: String, isThere: (DataPath) -> Bool = { _ in true }
  ) -> String {
    var expression = base
    var walked = DataPath()
    for step in path.steps {
      if !walked.steps.isEmpty, !isThere(walked) { expression = "(\(expression) or {})" }
      switch step {
      case .key(let key): expression += member(key)
      case .index(let index): expression += "[\(index + 1)]"
      case .each, .member: break
      }
      walked = walked.appending(step)
    }
    return expression
  }
}
