/// A value of a JSON text and where it stands: what is needed to change a part of the text and
/// leave every other byte alone.
///
/// Offsets count bytes of the text. White space belongs to nobody: it is what lies between values.
public struct JSONSyntax: Hashable, Sendable {
  public struct Member: Hashable, Sendable {
    /// Without quotes and escapes.
    public let key: String
    /// The bytes of the key, with its quotes.
    public let keyRange: Range<Int>
    public let value: JSONSyntax

    /// Key, colon and value.
    public var range: Range<Int> { keyRange.lowerBound..<value.range.upperBound }
  }

  public indirect enum Content: Hashable, Sendable {
    case scalar
    case array([JSONSyntax])
    case object([Member])
  }

  /// The bytes of the value, with its brackets or quotes.
  public let range: Range<Int>
  public let content: Content

  /// Values nest at most this deep; more is refused rather than walked.
  public static let maximumDepth = 200

  /// The members of an object, in order; none of other values.
  public var members: [Member] {
    if case .object(let members) = content { members } else { [] }
  }

  /// The elements of a list; none of other values.
  public var elements: [JSONSyntax] {
    if case .array(let elements) = content { elements } else { [] }
  }

  /// What stands inside the brackets: members with their keys, or elements.
  public var parts: [Range<Int>] {
    switch content {
    case .scalar: []
    case .array(let elements): elements.map(\.range)
    case .object(let members): members.map(\.range)
    }
  }

  public subscript(key: String) -> JSONSyntax? { members.first { $0.key == key }?.value }

  /// What a part of a JSON Pointer names: a member's value or an element.
  public func child(_ part: String) -> JSONSyntax? {
    switch content {
    case .scalar: return nil
    case .object: return self[part]
    case .array(let elements):
      guard let index = Int(part), elements.indices.contains(index) else { return nil }
      return elements[index]
    }
  }

  /// The value at a JSON Pointer (RFC 6901).
  public func node(at pointer: String) -> JSONSyntax? {
    var node = self
    for part in JSONPointer.parts(pointer) {
      guard let next = node.child(part) else { return nil }
      node = next
    }
    return node
  }
}

extension JSONSyntax {
  /// Finds the values of a text that is JSON; `nil` when it is not, or nests too deep.
  ///
  /// - Parameter bytes: UTF-8, perhaps after a byte order mark.
  public init?(_ bytes: [UInt8]) {
    var scanner = JSONScanner(bytes)
    guard let value = scanner.document() else { return nil }
    self = value
  }
}

/// One walk over the bytes of a JSON text. A light scan beside simdjson, which reads the values but
/// keeps no places.
struct JSONScanner {
  private let bytes: [UInt8]
  /// The next byte; after a failure the first that does not belong.
  private(set) var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The value that is the whole text.
  mutating func document() -> JSONSyntax? {
    guard let value = value(depth: 0) else { return nil }
    return next() == nil ? value : nil
  }

  private mutating func value(depth: Int) -> JSONSyntax? {
    guard let first = next(), depth < JSONSyntax.maximumDepth else { return nil }
    let start = position
    let content: JSONSyntax.Content?
    switch first {
    case UInt8(ascii: "{"): content = members(depth: depth).map(JSONSyntax.Content.object)
    case UInt8(ascii: "["): content = elements(depth: depth).map(JSONSyntax.Content.array)
    case UInt8(ascii: "\""): content = string() == nil ? nil : .scalar
    default: content = word() ? .scalar : nil
    }
    return content.map { JSONSyntax(range: start..<position, content: $0) }
  }

  private mutating func elements(depth: Int) -> [JSONSyntax]? {
    var elements: [JSONSyntax] = []
    position += 1
    if take("]") { return elements }
    repeat {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
    } while take(",")
    return take("]") ? elements : nil
  }

  private mutating func members(depth: Int) -> [JSONSyntax.Member]? {
    var members: [JSONSyntax.Member] = []
    position += 1
    if take("}") { return members }
    repeat {
      guard next() == UInt8(ascii: "\""), let range = string(), take(":"),
        let value = value(depth: depth + 1)
      else { return nil }
      members.append(JSONSyntax.Member(key: key(range), keyRange: range, value: value))
    } while take(",")
    return take("}") ? members : nil
  }

  private func key(_ range: Range<Int>) -> String {
    let inside = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
    let plain = String(decoding: inside, as: UTF8.self)
    guard inside.contains(UInt8(ascii: "\\")) else { return plain }
    return (try? JSONValue(parsing: bytes[range]))?.string ?? plain
  }

  /// - Returns: the bytes with the quotes.
  private mutating func string() -> Range<Int>? {
    let start = position
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return start..<position
      case UInt8(ascii: "\\"): position += 2
      case 0..<0x20: return nil
      default: position += 1
      }
    }
    position = min(position, bytes.count)
    return nil
  }

  /// A number, `true`, `false` or `null`.
  private mutating func word() -> Bool {
    let start = position
    while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    let fits = ["true", "false", "null"].contains(word) || JSONNumber.isNumber(word)
    if !fits { position = start }
    return fits
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
      true
    default: "_+-.".utf8.contains(byte)
    }
  }

  /// The next byte that is not white space; stays before it.
  private mutating func next() -> UInt8? {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) {
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: sign) else { return false }
    position += 1
    return true
  }
}
