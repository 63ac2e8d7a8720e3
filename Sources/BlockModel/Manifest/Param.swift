/// A setting of a block: declared in the manifest, changed by the person, read by script and spec
/// as `params.name`. A changed value makes no new version.
public struct Param: Hashable, Sendable {
  /// What kind of value it takes and which values are allowed.
  public enum Kind: Hashable, Sendable {
    case text
    case number(min: Double?, max: Double?, step: Double?)
    case boolean
    case choice([Option])
    /// A calendar day, `2026-11-23`.
    case date
  }

  public struct Option: Hashable, Sendable {
    public var value: String
    public var label: String

    public init(value: String, label: String? = nil) {
      self.value = value
      self.label = label ?? value
    }
  }

  /// `lower_snake_case`, 1…40 characters.
  public var name: String
  public var kind: Kind
  public var label: String
  public var defaultValue: JSONValue
  public var placeholder: String?
  public var help: String?
  public var isRequired: Bool

  public init(
    name: String, kind: Kind, label: String? = nil, defaultValue: JSONValue = .null,
    placeholder: String? = nil, help: String? = nil, isRequired: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.label = label ?? name
    self.defaultValue = defaultValue
    self.placeholder = placeholder
    self.help = help
    self.isRequired = isRequired
  }
}
