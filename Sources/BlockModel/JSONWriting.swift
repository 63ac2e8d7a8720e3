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
    var text = ""
    write(to: &text, options, depth: 0)
    return text
  }

  private func write(to text: inout String, _ options: WritingOptions, depth: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? "\(value)" : "null"
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
        text += options.contains(.pretty) ? ": " : ":"
        pair.1.write(to: &text, options, depth: depth + 1)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String,
    _ options: WritingOptions, _ depth: Int, _ write: (Element, inout String) -> Void
  ) {
    text += open
    let pretty = options.contains(.pretty) && !elements.isEmpty
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if pretty { text += "\n" + String(repeating: "  ", count: depth + 1) }
      write(element, &text)
    }
    if pretty { text += "\n" + String(repeating: "  ", count: depth) }
    text += close
  }

  private static func quote(_ string: String, into text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONValue: CustomStringConvertible {
  public var description: String { json() }
}
