import BlockModel

extension Template {
  /// At most this many bindings in one text.
  static let maximumBindings = 20

  /// Reads a text with `${path | format}`; `$${` writes a literal `${`.
  init(parsing text: String) throws(SyntaxProblem) {
    guard text.utf8.contains(UInt8(ascii: "{")) else {
      self.init(literal: .string(text))
      return
    }
    if let mistake = TemplateMistake.foreignSyntax(in: text) { throw mistake }
    var parts: [Part] = []
    var plain: [UInt8] = []
    var bindings = 0
    let bytes = Array(text.utf8)
    let dollar = UInt8(ascii: "$")
    let brace = UInt8(ascii: "{")
    var position = 0
    while position < bytes.count {
      let next = position + 1 < bytes.count ? bytes[position + 1] : 0
      if bytes[position] == dollar, next == dollar, position + 2 < bytes.count,
        bytes[position + 2] == brace
      {
        plain += [dollar, brace]
        position += 3
      } else if bytes[position] == dollar, next == brace {
        if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
        plain = []
        let end = try Self.end(of: bytes, from: position + 2, in: text)
        let inside = String(decoding: bytes[(position + 2)..<end], as: UTF8.self)
        parts.append(.binding(try Binding(parsing: inside)))
        bindings += 1
        position = end + 1
      } else {
        plain.append(bytes[position])
        position += 1
      }
    }
    if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
    guard bindings <= Self.maximumBindings else {
      throw SyntaxProblem(
        code: .templateSyntax,
        message: "the text has more than \(Self.maximumBindings) bindings")
    }
    self.init(parts: parts)
  }

  /// The closing brace of a binding, over quoted keys.
  private static func end(
    of bytes: [UInt8], from start: Int, in text: String
  ) throws(SyntaxProblem) -> Int {
    var quote: UInt8?
    for position in start..<bytes.count {
      let byte = bytes[position]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "}") {
        return position
      } else if byte == UInt8(ascii: "{") {
        break
      }
    }
    throw SyntaxProblem(
      code: .templateSyntax, message: "a '${' is not closed with '}'; '$${' writes a plain '${'")
  }
}

extension Binding {
  /// Reads what stands between `${` and `}`.
  init(parsing text: String) throws(SyntaxProblem) {
    let pieces = Self.pipes(text)
    let path: Path
    do throws(SyntaxProblem) {
      path = try PathParser.path(pieces[0])
    } catch {
      let logic: SyntaxProblem = TemplateMistake.logic(in: text) ?? error
      throw logic
    }
    if pieces.count > 1, pieces[1].isEmpty,
      let logic = TemplateMistake.logic(in: text, found: "||")
    {
      throw logic
    }
    var formats: [FormatCall] = []
    for piece in pieces.dropFirst() { formats.append(try FormatCall(parsing: piece)) }
    self.init(path: path, formats: formats)
  }

  /// The text cut at `|` outside quotes.
  static func pipes(_ text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "|")) else { return [text] }
    var pieces = [""]
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "|" {
        pieces.append("")
        continue
      }
      pieces[pieces.count - 1].append(character)
    }
    return pieces.map { PathParser.trim($0) }
  }
}
