/// One component of a spec with its checked properties.
///
/// Shorthands are already spelt out: a channel `"price"` is the object `{field: price}`, an
/// `empty: "text"` is `{text}`.
public struct Node: Hashable, Sendable {
  /// What a node shows.
  public enum Kind: Hashable, Sendable {
    case component(Component)
    /// A component that this program does not know: written for a newer version.
    case unknown(String)
  }

  public let kind: Kind
  public let properties: Properties

  public init(kind: Kind, properties: Properties) {
    self.kind = kind
    self.properties = properties
  }

  public var pointer: String { properties.pointer }
}
