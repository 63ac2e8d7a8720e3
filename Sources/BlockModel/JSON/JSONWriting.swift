import OrderedCollections

extension JSONValue {
  /// How ``JSONValue/json(_:)`` lays out its text.
  public struct WritingOptions: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Two spaces of indentation, one member or element per line.
    public static let pretty = WritingOptions(rawValue: 1)
    /// Members in the order of their keys, so that equal data give equal text.
    public static let sorted = WritingOptions(rawValue: 2)
  }

  /// The value as JSON text. Numbers that are not finite become `null`.
  public func json(_ options: WritingOptions = []) -> String {
    String(decoding: utf8(options), as: UTF8.self)
  }

  /// The bytes of ``json(_:)``.
  public func utf8(_ options: WritingOptions = []) -> [UInt8] {
    var text: [UInt8] = []
    write(to: &text, options, depth: 0)
    return text
  }

  private func write(to text: inout [UInt8], _ options: WritingOptions, depth: Int) {
    switch self {
    case .null: text += "null".utf8
    case .bool(let value): text += (value ? "true" : "false").utf8
    case .integer(let value): text += String(value).utf8
    case .number(let value): text += (value.isFinite ? "\(value)" : "null").utf8
    case .string(let value): Self.quote(value, into: &text)
    case .array(let elements):
      Self.writeList(elements, "[", "]", to: &text, options, depth) { element, text in
        element.write(to: &text, options, depth: depth + 1)
      }
    case .object(let members):
      let pairs =
        options.contains(.sorted)
        ? members.sorted { $0.key < $1.key } : members.map { ($0.key, $0.value) }
      Self.writeList(pairs, "{", "}", to: &text, options, depth) { pair, text in
        Self.quote(pair.0, into: &text)
        text += (options.contains(.pretty) ? ": " : ":").utf8
        pair.1.write(to: &text, options, depth: depth + 1)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout [UInt8],
    _ options: WritingOptions, _ depth: Int, _ write: (Element, inout [UInt8]) -> Void
  ) {
    text += open.utf8
    let pretty = options.contains(.pretty) && !elements.isEmpty
    for (index, element) in elements.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      if pretty { text += ("\n" + String(repeating: "  ", count: depth + 1)).utf8 }
      write(element, &text)
    }
    if pretty { text += ("\n" + String(repeating: "  ", count: depth)).utf8 }
    text += close.utf8
  }

  private static func quote(_ string: String, into text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): text += "\\\"".utf8
      case UInt8(ascii: "\\"): text += "\\\\".utf8
      case UInt8(ascii: "\n"): text += "\\n".utf8
      case UInt8(ascii: "\r"): text += "\\r".utf8
      case UInt8(ascii: "\t"): text += "\\t".utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        text += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}

extension JSONValue: CustomStringConvertible {
  public var description: String { json() }
}
