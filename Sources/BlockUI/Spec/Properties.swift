/// A checked property of a node, column, channel, item…, parsed once.
public enum PropertyValue: Hashable, Sendable {
  /// Anything shown: texts, labels, units, icons, URLs, values, and bindings to lists.
  case template(Template)
  case condition(Condition)
  case tone(Tone)
  case format(FormatCall)
  /// A path inside one row; its origin is `.row`.
  case field(Path)
  case flag(Bool)
  case integer(Int)
  case number(Double)
  /// A word of an enumeration, an id or a name.
  case word(String)
  case object(Properties)
  case list([PropertyValue])
  case nodes([Node])
  /// Arguments of an action, by name.
  case arguments([String: Template])
}

/// The properties of one object in the spec. Reading one that is absent gives `nil`.
public struct Properties: Hashable, Sendable {
  public internal(set) var values: [PropertyName: PropertyValue] = [:]
  /// Where the object stands in the spec, as a JSON Pointer (RFC 6901).
  public internal(set) var pointer: String

  public init(_ values: [PropertyName: PropertyValue] = [:], pointer: String = "") {
    self.values = values
    self.pointer = pointer
  }

  public func has(_ name: PropertyName) -> Bool { values[name] != nil }

  /// Texts, values, URLs and bindings.
  public func template(_ name: PropertyName) -> Template? {
    if case .template(let value) = values[name] { value } else { nil }
  }

  /// A text or a list of texts (`meta`).
  public func templates(_ name: PropertyName) -> [Template] {
    switch values[name] {
    case .template(let value): [value]
    case .list(let values):
      values.compactMap { if case .template(let value) = $0 { value } else { nil } }
    default: []
    }
  }

  public func condition(_ name: PropertyName) -> Condition? {
    if case .condition(let value) = values[name] { value } else { nil }
  }

  public func tone(_ name: PropertyName) -> Tone? {
    if case .tone(let value) = values[name] { value } else { nil }
  }

  public func format(_ name: PropertyName) -> FormatCall? {
    if case .format(let value) = values[name] { value } else { nil }
  }

  public func field(_ name: PropertyName) -> Path? {
    if case .field(let value) = values[name] { value } else { nil }
  }

  public func flag(_ name: PropertyName) -> Bool? {
    if case .flag(let value) = values[name] { value } else { nil }
  }

  public func integer(_ name: PropertyName) -> Int? {
    if case .integer(let value) = values[name] { value } else { nil }
  }

  public func number(_ name: PropertyName) -> Double? {
    if case .number(let value) = values[name] { value } else { nil }
  }

  public func word(_ name: PropertyName) -> String? {
    if case .word(let value) = values[name] { value } else { nil }
  }

  /// A list of names (`params` of a form).
  public func words(_ name: PropertyName) -> [String] {
    guard case .list(let values) = values[name] else { return [] }
    return values.compactMap { if case .word(let value) = $0 { value } else { nil } }
  }

  /// A nested object: `delta`, `spark`, `trailing`, `badge` of a list, `empty`, a channel.
  public func object(_ name: PropertyName) -> Properties? {
    if case .object(let value) = values[name] { value } else { nil }
  }

  /// A list of objects, or one object as a list of one: `items`, `tabs`, `columns`, `refs`, `y`.
  public func objects(_ name: PropertyName) -> [Properties] {
    switch values[name] {
    case .object(let value): [value]
    case .list(let values):
      values.compactMap { if case .object(let value) = $0 { value } else { nil } }
    default: []
    }
  }

  public func nodes(_ name: PropertyName) -> [Node] {
    if case .nodes(let value) = values[name] { value } else { [] }
  }

  public func arguments(_ name: PropertyName) -> [String: Template] {
    if case .arguments(let value) = values[name] { value } else { [:] }
  }
}
