import BlockModel

/// Fills `{{secret:NAME}}` on the way out and masks the values on the way back.
struct SecretFilling: Sendable {
  /// Names in the order in which ``mask`` counts their values.
  private var names: [String] = []
  private var values: [String: String] = [:]
  private(set) var mask = SecretMask()

  /// Was nothing filled in?
  private(set) var isEmpty = true

  enum Problem: Error {
    /// The manifest does not name the secret, or binds it to other origins.
    case notBound(name: String)
    /// The person has not given the value yet.
    case missing(name: String)
    /// The value would end the header it stands in.
    case unfit(name: String)
    /// One request holds more than so many.
    case tooMany(most: Int)
    /// It stands in a place where secrets are not allowed (body, path).
    case wrongPlace(name: String)
    /// A page in the browser wrote its name, and no script.
    case ofPage(name: String)
    /// The address is too long with the values in it.
    case tooLong
  }

  mutating func fill(
    _ placeholders: SecretPlaceholders, towards origin: Origin, _ permissions: Permissions,
    from source: any SecretSource, encoding: (String) -> String = { $0 }
  ) async throws(Problem) -> String {
    for name in Set(placeholders.names) {
      guard
        permissions.secrets.contains(where: { $0.name == name && $0.origins.contains(origin) })
      else { throw .notBound(name: name) }
      if values[name] == nil { try remember(name, await source.secret(name)) }
      isEmpty = false
    }
    return placeholders.text { encoding(values[$0] ?? "") }
  }

  /// Learns the other values that were sent to an origin, in other requests: it may echo them in any
  /// answer.
  mutating func learn(
    _ permissions: Permissions, at origin: Origin, from source: any SecretSource
  ) async {
    for binding in permissions.secrets.prefix(HostBudgets.secretsPerRequest)
    where binding.origins.contains(origin) && values[binding.name] == nil {
      // One without a value was not sent.
      try? remember(binding.name, await source.secret(binding.name))
    }
  }

  private mutating func remember(_ name: String, _ kept: String?) throws(Problem) {
    guard let kept else { throw .missing(name: name) }
    let value: SecretValue
    do throws(SecretValue.Problem) { value = try SecretValue(entered: kept) } catch {
      switch error {
      case .empty: throw .missing(name: name)
      case .controlCharacter: throw .unfit(name: name)
      }
    }
    names.append(name)
    values[name] = value.text
    mask.add(value.text)
  }

  /// An address with the placeholder where the source put the value: the next hop fills it in again,
  /// if it is of the same origin.
  func unfilled(_ address: String) -> String {
    mask.replacing(address) { "{{secret:\(names[$0])}}" }
  }
}
