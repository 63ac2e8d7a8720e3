import BlockModel
import Foundation

/// Fills `{{secret:NAME}}` on the way out and masks the values on the way back.
struct SecretFilling: Sendable {
  private struct Filled: Sendable {
    let name: String
    /// The value, and how it looks where it was echoed: in a URL, in JSON.
    let forms: [String]
  }

  private var filled: [Filled] = []

  /// Was anything filled in?
  var isEmpty: Bool { filled.isEmpty }

  enum Problem: Error {
    /// The manifest does not name the secret, or binds it to other hosts.
    case notBound(name: String)
    /// The person has not given the value yet.
    case missing(name: String)
    /// The value would end the header it stands in.
    case unfit(name: String)
    /// One request holds more than so many.
    case tooMany(most: Int)
    /// It stands in a place where secrets are not allowed (body, path).
    case wrongPlace(name: String)
  }

  /// The names in a text.
  static func names(in text: String) -> [String] {
    // Most texts hold no brace, and every request asks several.
    guard text.utf8.contains(UInt8(ascii: "{")) else { return [] }
    return text.split(separator: "{{secret:", omittingEmptySubsequences: false).dropFirst()
      .compactMap { part in part.range(of: "}}").map { String(part[..<$0.lowerBound]) } }
  }

  /// A URL, or a part of one, with its placeholders as they are written in headers.
  static func readable(_ url: String) -> String {
    guard url.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "%") })
    else { return url }
    // A script may write a text full of openings: each sign is looked at once for an opening, and once
    // for the end of the one before it.
    let signs = Array(url.utf8)
    var readable: [UInt8] = []
    var at = 0
    while at < signs.count {
      guard let name = PlaceholderSigns.end(of: PlaceholderSigns.opening, in: signs, from: at)
      else {
        readable.append(signs[at])
        at += 1
        continue
      }
      guard let closing = PlaceholderSigns.closing(in: signs, from: name) else { break }
      let text = String(decoding: signs[name..<closing.lowerBound], as: UTF8.self)
      readable += "{{secret:\(text.removingPercentEncoding ?? text)}}".utf8
      at = closing.upperBound
    }
    readable += signs[at...]
    return String(decoding: readable, as: UTF8.self)
  }

  /// Refuses requests with so many placeholders that to fill them in would be work.
  static func checkCount(in texts: [String]) throws(Problem) {
    let count = texts.reduce(0) { $0 + names(in: $1).count }
    guard count <= HostBudgets.secretsPerRequest else {
      throw .tooMany(most: HostBudgets.secretsPerRequest)
    }
  }

  mutating func fill(
    _ text: String, towards host: String, _ permissions: Permissions, from source: any SecretSource,
    encoding: (String) -> String = { $0 }
  ) async throws(Problem) -> String {
    var text = text
    for name in Self.names(in: text) {
      guard let binding = permissions.secrets.first(where: { $0.name == name }),
        binding.hosts.contains(host)
      else { throw .notBound(name: name) }
      guard let value = await source.secret(name), !value.isEmpty else {
        throw .missing(name: name)
      }
      guard value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
      else { throw .unfit(name: name) }
      remember(name, value)
      text = text.replacing("{{secret:\(name)}}", with: encoding(value))
    }
    return text
  }

  private mutating func remember(_ name: String, _ value: String) {
    guard !filled.contains(where: { $0.name == name }) else { return }
    let json = JSONValue.string(value).json().dropFirst().dropLast()
    let slashed = String(json).replacing("/", with: "\\/")
    let forms: Set = [value, Self.encoded(value), String(json), slashed]
    // The longest first: a shorter form may be a part of it.
    filled.append(Filled(name: name, forms: forms.sorted { $0.count > $1.count }))
  }

  /// A value as it goes into a query.
  static func encoded(_ value: String) -> String {
    value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  // MARK: The way back

  private static let mask = "•••"
  /// A shorter value is no secret, and to mask it would spoil the answer.
  private static let shortest = 4

  func masked(_ text: String) -> String {
    forms.reduce(text) { $0.replacing($1, with: Self.mask) }
  }

  /// An answer in which the source echoed a value.
  func masked(_ body: [UInt8]) -> [UInt8] {
    forms.reduce(body) { $0.replacing(Array($1.utf8), with: Array(Self.mask.utf8)) }
  }

  /// An address with the placeholder where the source put the value: the next hop fills it in again,
  /// if the secret is bound there.
  func unfilled(_ address: String) -> String {
    filled.reduce(address) { address, secret in
      secret.forms.filter { $0.utf8.count >= Self.shortest }
        .reduce(address) { $0.replacing($1, with: "{{secret:\(secret.name)}}") }
    }
  }

  private var forms: [String] {
    filled.flatMap(\.forms).filter { $0.utf8.count >= Self.shortest }
  }
}

/// The signs around the name of a secret, each as it is or as `%XX`.
private enum PlaceholderSigns {
  static let opening = Array("{{secret:".utf8)
  private static let closing = Array("}}".utf8)

  /// Where `signs` end in a text that has them at `start`, in any case; `nil` when it has others.
  static func end(of signs: [UInt8], in text: [UInt8], from start: Int) -> Int? {
    var at = start
    for sign in signs {
      guard at < text.count else { return nil }
      if lowercased(text[at]) == sign {
        at += 1
      } else if text[at] == UInt8(ascii: "%"), at + 2 < text.count,
        let written = UInt8(String(decoding: text[at + 1...at + 2], as: UTF8.self), radix: 16),
        lowercased(written) == sign
      {
        at += 3
      } else {
        return nil
      }
    }
    return at
  }

  private static func lowercased(_ sign: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(sign) ? sign | 0x20 : sign
  }

  /// The first closing signs behind a place.
  static func closing(in text: [UInt8], from start: Int) -> Range<Int>? {
    for at in start..<text.count {
      if let end = end(of: closing, in: text, from: at) { return at..<end }
    }
    return nil
  }
}
