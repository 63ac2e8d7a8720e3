import BlockModel
import Foundation

/// Fills `{{secret:NAME}}` on the way out and masks the values on the way back.
struct SecretFilling: Sendable {
  /// Values that were filled in, to be masked in everything that is kept.
  private(set) var values: [String] = []

  enum Problem: Error {
    /// The manifest does not name the secret, or binds it to other hosts.
    case notBound(name: String)
    /// The person has not given the value yet.
    case missing(name: String)
    /// It stands in a place where secrets are not allowed (body, path, header name).
    case wrongPlace(name: String)
  }

  /// The names in a text.
  static func names(in text: String) -> [String] {
    text.split(separator: "{{secret:", omittingEmptySubsequences: false).dropFirst()
      .compactMap { part in part.range(of: "}}").map { String(part[..<$0.lowerBound]) } }
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
      values.append(value)
      text = text.replacing("{{secret:\(name)}}", with: encoding(value))
    }
    return text
  }

  func masked(_ text: String) -> String {
    values.reduce(text) { $0.replacing($1, with: "•••") }
  }
}
