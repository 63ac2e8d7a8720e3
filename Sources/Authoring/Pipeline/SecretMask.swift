public import BlockModel

/// Hides the values of secrets in what is sent to models and kept of conversations.
///
/// Egress masks what a source echoes in the answer to the request that held the secret; this is for
/// whatever came into the data another way.
public struct SecretMask: Sendable {
  private static let mask = "•••"
  /// A shorter value is no secret, and to mask it would spoil the text.
  private static let shortest = 4

  private let values: [String]

  public init(_ values: [String]) {
    // The longest first: a shorter one may be a part of it.
    self.values = values.filter { $0.utf8.count >= Self.shortest }
      .sorted { $0.utf8.count > $1.utf8.count }
  }

  public func masking(_ text: String) -> String {
    values.reduce(text) { $0.replacing($1, with: Self.mask) }
  }

  /// Texts and names of members, at any depth.
  public func masking(_ value: JSONValue) -> JSONValue {
    guard !values.isEmpty else { return value }
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
}
