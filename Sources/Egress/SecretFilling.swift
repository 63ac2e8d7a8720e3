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
    guard url.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "%") }),
      url.lowercased().contains("secret")
    else { return url }
    return url.replacing(/(?i)(?:\{|%7b){2}secret(?::|%3a)(.*?)(?:\}|%7d){2}/) { match in
      "{{secret:\(match.1.removingPercentEncoding ?? String(match.1))}}"
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
