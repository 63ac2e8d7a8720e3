/// Pieces of Lua source.
public enum LuaText {
  public static let keywords: Set<String> = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]

  public static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !keywords.contains(text) else { return false }
    func isLetter(_ byte: UInt8) -> Bool {
      (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
    }
    return isLetter(first) && text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) }
  }

  /// A text in quotes.
  public static func quoted(_ text: String) -> String {
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
  public static func comment(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 }.prefix(160))
  }

  public static func member(_ key: String) -> String {
    isName(key) ? ".\(key)" : "[\(quoted(key))]"
  }

  /// `name` or `["a name"]`: a key in a table constructor.
  public static func key(_ name: String) -> String {
    isName(name) ? name : "[\(quoted(name))]"
  }
}
