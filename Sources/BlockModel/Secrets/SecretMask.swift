import Foundation

/// Hides the values of secrets in whatever comes back from outside or is kept: answers, logs,
/// cassettes, conversations.
///
/// A source may echo a value as it was sent, or as it stands in a URL, in JSON, in a page or, as
/// in `Authorization: Basic`, in base64. All these forms are hidden.
public struct SecretMask: Sendable {
  /// What stands where a value stood.
  public static let mark = "•••"
  /// A shorter value is no secret, and to mask it would spoil the text.
  static let shortest = 4
  /// Forms that say less of the value need more of it, or chance would find them.
  static let shortestEncoded = 6

  private struct Form: Sendable {
    let bytes: [UInt8]
    /// Which of the values it is a form of.
    let value: Int
  }

  private var count = 0
  /// By first byte, and the longest first: a shorter form may be a part of a longer one.
  private var forms: [UInt8: [Form]] = [:]

  public init(_ values: some Sequence<String> = [String]()) {
    for value in values { add(value) }
  }

  public var isEmpty: Bool { forms.isEmpty }

  /// One more value; the values are counted from 0 in the order they were added.
  public mutating func add(_ value: String) {
    defer { count += 1 }
    for bytes in Self.forms(of: value) {
      forms[bytes[0], default: []].append(Form(bytes: bytes, value: count))
      forms[bytes[0]]?.sort { $0.bytes.count > $1.bytes.count }
    }
  }

  public func masking(_ text: String) -> String {
    replacing(text) { _ in Self.mark }
  }

  public func masking(_ bytes: [UInt8]) -> [UInt8] {
    let mark = Array(Self.mark.utf8)
    return replacing(bytes) { _ in mark } ?? bytes
  }

  /// Texts and names of members, at any depth.
  public func masking(_ value: JSONValue) -> JSONValue {
    guard !isEmpty else { return value }
    switch value {
    case .string(let text): return .string(masking(text))
    case .array(let elements): return .array(elements.map { masking($0) })
    case .object(let members):
      return .object(
        JSONObject(
          members.map { (masking($0.key), masking($0.value)) }, uniquingKeysWith: { $1 }))
    case .null, .bool, .integer, .number: return value
    }
  }

  /// The text with something else where a value stood, which depends on the number of the value.
  public func replacing(_ text: String, by replacement: (Int) -> String) -> String {
    replacing(Array(text.utf8)) { Array(replacement($0).utf8) }
      .map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// One pass, whatever the number of values: an answer may be megabytes long.
  /// - Returns: `nil` when there is nothing to replace.
  private func replacing(_ bytes: [UInt8], by replacement: (Int) -> [UInt8]) -> [UInt8]? {
    guard !isEmpty else { return nil }
    var begins = [Bool](repeating: false, count: 256)
    for byte in forms.keys { begins[Int(byte)] = true }
    var result: [UInt8] = []
    var kept = 0
    var index = 0
    while index < bytes.count {
      guard begins[Int(bytes[index])],
        let form = forms[bytes[index]]?.first(where: { bytes[index...].starts(with: $0.bytes) })
      else {
        index += 1
        continue
      }
      result += bytes[kept..<index]
      result += replacement(form.value)
      index += form.bytes.count
      kept = index
    }
    return kept == 0 ? nil : result + bytes[kept...]
  }

  // MARK: Forms

  private static func forms(of value: String) -> Set<[UInt8]> {
    var texts: Set<String> = []
    // Servers strip what surrounds the value of a header.
    for value in [value, value.trimmingCharacters(in: .whitespacesAndNewlines)] {
      let json = String(JSONValue.string(value).json().dropFirst().dropLast())
      texts.formUnion([value, json, json.replacing("/", with: "\\/")])
      texts.formUnion(escapedJSON(value))
      texts.formUnion(pages(value))
      texts.formUnion(addresses(value))
    }
    var forms = Set(texts.map { Array($0.utf8) }.filter { $0.count >= shortest })
    for value in [value, value.trimmingCharacters(in: .whitespacesAndNewlines)]
    where value.utf8.count >= shortestEncoded {
      forms.formUnion(base64(Array(value.utf8)))
    }
    return forms
  }

  /// JSON of writers that keep to ASCII.
  private static func escapedJSON(_ value: String) -> [String] {
    guard value.utf8.contains(where: { $0 >= 0x80 }) else { return [] }
    let json = JSONValue.string(value).json().dropFirst().dropLast()
    let escaped = json.utf16.map { unit in
      unit < 0x80
        ? String(UnicodeScalar(UInt8(unit)))
        : "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count)
          + String(unit, radix: 16)
    }
    let upper = escaped.map { $0.count > 1 ? "\\u" + $0.dropFirst(2).uppercased() : $0 }
    return [escaped.joined(), upper.joined()]
  }

  /// As it stands in HTML and XML.
  private static func pages(_ value: String) -> [String] {
    let common = value.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
    return [
      common, common.replacing("\"", with: "&quot;").replacing("'", with: "&#39;"),
      common.replacing("\"", with: "&#34;").replacing("'", with: "&#39;"),
      common.replacing("\"", with: "&quot;").replacing("'", with: "&#x27;"),
      common.replacing("\"", with: "&quot;").replacing("'", with: "&apos;"),
    ]
  }

  /// As it stands in a URL or a form.
  private static func addresses(_ value: String) -> [String] {
    let unreserved = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    let allowed = [
      percentEncoded(value), value.addingPercentEncoding(withAllowedCharacters: unreserved),
      value.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed),
      value.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed),
    ].compactMap(\.self)
    let forms = allowed + allowed.map { $0.replacing("%20", with: "+") }
    return forms
      + forms.map { text in text.replacing(/%[0-9A-F]{2}/) { String($0.0).lowercased() } }
  }

  /// A value as Dash writes it into a query: everything but ASCII letters and digits is encoded.
  public static func percentEncoded(_ value: String) -> String {
    value.addingPercentEncoding(
      withAllowedCharacters: CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")) ?? ""
  }

  /// The digits of base64 that depend on the value alone, for each place it may have among other
  /// bytes, as in `base64(user + ":" + value)`; in both alphabets.
  private static func base64(_ value: [UInt8]) -> [[UInt8]] {
    (0..<3).flatMap { offset -> [[UInt8]] in
      let bytes = [UInt8](repeating: 0, count: offset) + value
      let digits = Data(bytes).base64EncodedString()
      let first = (8 * offset + 5) / 6
      let end = 8 * bytes.count / 6
      let own = String(digits.prefix(end).dropFirst(first))
      let forURLs = own.replacing("+", with: "-").replacing("/", with: "_")
      return [Array(own.utf8), Array(forURLs.utf8)]
    }
  }
}
