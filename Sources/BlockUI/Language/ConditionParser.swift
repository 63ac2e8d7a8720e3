import BlockModel

extension Condition {
  /// At most this many characters and tokens.
  static let maximumLength = 300
  static let maximumTokens = 32

  /// Reads a condition. `and or not ~= nil "text"` of Lua and Python are understood too.
  init(parsing text: String) throws(SyntaxProblem) {
    var parser = try ConditionParser(text)
    self.init(try parser.parse(), text: text)
  }
}

/// A recursive descent over tokens: or › and › comparison › unary.
private struct ConditionParser {
  enum Token: Hashable {
    case path(Path)
    case literal(JSONValue)
    case comparison(Condition.Comparison)
    case and, or, not, open, close
  }

  private var tokens: [Token] = []
  private var position = 0
  private let text: String

  init(_ text: String) throws(SyntaxProblem) {
    self.text = text
    guard text.unicodeScalars.count <= Condition.maximumLength else {
      throw SyntaxProblem(
        code: .exprSyntax,
        message:
          "a condition has at most \(Condition.maximumLength) characters; compute a boolean in Lua"
      )
    }
    try tokenize()
    guard tokens.count <= Condition.maximumTokens else {
      throw SyntaxProblem(
        code: .exprSyntax,
        message:
          "a condition has at most \(Condition.maximumTokens) parts; compute a boolean in Lua")
    }
  }

  mutating func parse() throws(SyntaxProblem) -> Condition.Expression {
    let expression = try or()
    guard position == tokens.count else {
      throw problem("there is something after the end of the condition")
    }
    return expression
  }

  private func problem(_ message: String) -> SyntaxProblem {
    SyntaxProblem(
      code: .exprSyntax, message: "'\(text)' is not a condition: \(message)",
      suggestion: ConditionMistake.correction(of: text))
  }

  private mutating func take(_ token: Token) -> Bool {
    guard position < tokens.count, tokens[position] == token else { return false }
    position += 1
    return true
  }

  private mutating func or() throws(SyntaxProblem) -> Condition.Expression {
    var parts = [try and()]
    while take(.or) { parts.append(try and()) }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func and() throws(SyntaxProblem) -> Condition.Expression {
    var parts = [try comparison()]
    while take(.and) { parts.append(try comparison()) }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private mutating func comparison() throws(SyntaxProblem) -> Condition.Expression {
    let left = try unary()
    guard position < tokens.count, case .comparison(let comparison) = tokens[position] else {
      return left
    }
    position += 1
    return .compare(left, comparison, try unary())
  }

  private mutating func unary() throws(SyntaxProblem) -> Condition.Expression {
    if take(.not) { return .not(try unary()) }
    if take(.open) {
      let inner = try or()
      guard take(.close) else { throw problem("a ')' is missing") }
      return inner
    }
    guard position < tokens.count else { throw problem("it ends too early") }
    position += 1
    switch tokens[position - 1] {
    case .path(let path): return .path(path)
    case .literal(let value): return .literal(value)
    case .comparison(let comparison):
      throw problem("'\(comparison.rawValue)' has nothing on its left")
    case .and, .or, .not, .open, .close: throw problem("a path or a value is missing")
    }
  }

  private mutating func tokenize() throws(SyntaxProblem) {
    let bytes = Array(text.utf8)
    var place = 0
    func starts(_ sign: String) -> Bool { bytes[place...].starts(with: sign.utf8) }
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"): place += 1
      case UInt8(ascii: "("):
        tokens.append(.open)
        place += 1
      case UInt8(ascii: ")"):
        tokens.append(.close)
        place += 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard let end = bytes[(place + 1)...].firstIndex(of: byte) else {
          throw problem("a text is not closed")
        }
        tokens.append(
          .literal(.string(String(decoding: bytes[(place + 1)..<end], as: UTF8.self))))
        place = end + 1
      case _ where starts("&&"):
        tokens.append(.and)
        place += 2
      case _ where starts("||"):
        tokens.append(.or)
        place += 2
      case _ where starts("==="):
        throw problem("write '==' instead of '==='")
      case _ where starts("=="):
        tokens.append(.comparison(.equal))
        place += 2
      case _ where starts("!=") || starts("~="):
        tokens.append(.comparison(.unequal))
        place += 2
      case _ where starts("<="):
        tokens.append(.comparison(.lessOrEqual))
        place += 2
      case _ where starts(">="):
        tokens.append(.comparison(.greaterOrEqual))
        place += 2
      case UInt8(ascii: "<"):
        tokens.append(.comparison(.less))
        place += 1
      case UInt8(ascii: ">"):
        tokens.append(.comparison(.greater))
        place += 1
      case UInt8(ascii: "!"):
        tokens.append(.not)
        place += 1
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        let start = place
        place += 1
        while place < bytes.count, PathParser.isNameByte(bytes[place]) || bytes[place] == 46 {
          place += 1
        }
        let number = String(decoding: bytes[start..<place], as: UTF8.self)
        guard let value = JSONValue.string(number).numeric else {
          throw problem("'\(number)' is not a number")
        }
        tokens.append(.literal(Int64(number).map(JSONValue.integer) ?? .number(value)))
      case _
      where byte == UInt8(ascii: "$") || byte == UInt8(ascii: "@") || PathParser.isNameStart(byte):
        if starts("${") { throw problem("conditions are written without ${}") }
        var reader = PathParser(bytes: bytes, position: place)
        do {
          tokens.append(Self.word(try reader.path()))
        } catch {
          throw problem(error.message)
        }
        place = reader.position
      case UInt8(ascii: "="):
        throw problem("write '==' instead of '='")
      default:
        let sign = String(decoding: bytes[place...], as: UTF8.self).prefix(1)
        throw problem("'\(sign)' is not an operator; compute it in Lua")
      }
    }
    if tokens.isEmpty { throw problem("it is empty") }
  }

  private static func word(_ path: Path) -> Token {
    guard path.origin == .scope, path.segments.count == 1, case .name(let name) = path.segments[0]
    else { return .path(path) }
    return switch name {
    case "true": .literal(true)
    case "false": .literal(false)
    case "null", "nil": .literal(.null)
    case "and": .and
    case "or": .or
    case "not": .not
    default: .path(path)
    }
  }
}
