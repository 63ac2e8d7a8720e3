/// Reads paths; one position in a byte array, so that conditions and bindings can go on after it.
struct PathParser {
  let bytes: [UInt8]
  var position = 0

  /// At most this many segments.
  static let maximumSegments = 16

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }
  init(bytes: [UInt8], position: Int) {
    self.bytes = bytes
    self.position = position
  }

  static func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte)
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Whether `text` is a member-name-shorthand of RFC 9535.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isNameStart(first) else { return false }
    return text.utf8.allSatisfy(isNameByte)
  }

  /// Reads a whole binding path.
  static func path(_ text: some StringProtocol) throws(SyntaxProblem) -> Path {
    let trimmed = trim(text)
    var parser = PathParser(trimmed)
    let path = try parser.path()
    guard parser.position == parser.bytes.count else { throw parser.unexpected(in: trimmed) }
    return path
  }

  /// Reads a `field`: a path inside one row, `@` = the row itself.
  static func field(_ text: String) throws(SyntaxProblem) -> Path {
    let problem = SyntaxProblem(
      code: .field,
      message: "'\(text)' is not a field; write a path inside one row without ${}: price, user.name"
    )
    if text.hasPrefix("@") {
      guard text == "@" else { throw problem }
      return Path(origin: .row, segments: [])
    }
    guard !text.contains("$") else { throw problem }
    var parser = PathParser(text)
    do throws(SyntaxProblem) {
      let path =
        text.hasPrefix("[")
        ? Path(origin: .row, segments: try parser.segments(after: []))
        : try parser.path()
      guard parser.position == parser.bytes.count else { throw parser.unexpected(in: text) }
      return Path(origin: .row, segments: path.segments)
    } catch {
      throw SyntaxProblem(
        code: .field, message: "'\(text)' is not a field: \(error.message)",
        suggestion: error.suggestion)
    }
  }

  static func trim(_ text: some StringProtocol) -> String {
    var part = Substring(text)
    while let first = part.first, first.isWhitespace { part.removeFirst() }
    while let last = part.last, last.isWhitespace { part.removeLast() }
    return String(part)
  }

  mutating func path() throws(SyntaxProblem) -> Path {
    guard position < bytes.count else {
      throw SyntaxProblem(code: .pathSyntax, message: "the path is empty")
    }
    switch bytes[position] {
    case UInt8(ascii: "$"):
      position += 1
      return Path(origin: .root, segments: try segments(after: []))
    case UInt8(ascii: "@"):
      position += 1
      return Path(origin: .row, segments: try segments(after: []))
    case let byte where Self.isNameStart(byte):
      return Path(origin: .scope, segments: try segments(after: [.name(name())]))
    default:
      throw unexpected(in: String(decoding: bytes, as: UTF8.self))
    }
  }

  mutating func segments(
    after first: [Path.Segment]
  ) throws(SyntaxProblem) -> [Path.Segment] {
    var segments = first
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: ".") {
        position += 1
        guard position < bytes.count, Self.isNameStart(bytes[position]) else {
          throw unexpected(in: String(decoding: bytes, as: UTF8.self))
        }
        segments.append(.name(name()))
      } else if bytes[position] == UInt8(ascii: "[") {
        segments.append(try bracket())
      } else {
        break
      }
      if segments.count > Self.maximumSegments {
        throw SyntaxProblem(
          code: .pathSyntax, message: "the path has more than \(Self.maximumSegments) parts")
      }
    }
    return segments
  }

  private mutating func name() -> String {
    let start = position
    while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func bracket() throws(SyntaxProblem) -> Path.Segment {
    position += 1
    guard position < bytes.count else { throw unexpected() }
    let quote = bytes[position]
    let start: Int
    let segment: Path.Segment
    if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
      start = position + 1
      guard let end = bytes[start...].firstIndex(of: quote) else { throw unexpected() }
      segment = .name(String(decoding: bytes[start..<end], as: UTF8.self))
      position = end + 1
    } else {
      start = position
      while position < bytes.count, bytes[position] != UInt8(ascii: "]") { position += 1 }
      let digits = String(decoding: bytes[start..<position], as: UTF8.self)
      guard digits.utf8.count <= 10, let index = Int(digits), digits.first != "+" else {
        throw SyntaxProblem(
          code: .pathSyntax,
          message: "'[\(digits)]' is neither a position like [0] nor a key like ['name']",
          suggestion: PathParser.isName(digits)
            ? String(decoding: bytes, as: UTF8.self)
              .replacing("[\(digits)]", with: "['\(digits)']") : nil)
      }
      segment = .index(index)
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "]") else { throw unexpected() }
    position += 1
    return segment
  }

  func unexpected(in text: String? = nil) -> SyntaxProblem {
    let text = text ?? String(decoding: bytes, as: UTF8.self)
    return SyntaxProblem(
      code: .pathSyntax, message: PathMistake.sentence(for: text, at: position, of: bytes),
      suggestion: PathMistake.correction(of: text))
  }
}
