public import BlockModel

/// An object of a spec in the making: a component, a column, an item, a channel, or the whole card.
///
///     let list = SpecPart(.list).with(.data, .data("rows")).with(.title, "\(.item("name"))")
///     let spec = SpecPart.card.with(.title, "Names").with(.body, [list]).text
///
/// Each property takes only values of its kind. Whether the component knows it, and whether
/// everything it needs is there, is said by ``CompiledSpec/compile(_:params:repairing:)`` for a
/// whole card and by the ``SpecTree`` that takes a part in.
public struct SpecPart: Hashable, Sendable {
  private(set) var members: JSONObject = [:]

  /// A component without properties.
  public init(_ component: Component) { members = Self.type(component) }

  /// Something inside a component: a column, an item, a tab, a channel, the end of a list's row.
  public init() {}

  /// The root of a spec without title and body.
  public static let card = SpecPart().with(.ui, Catalogue.version)

  static func type(_ component: Component) -> JSONObject {
    [PropertyName.type.rawValue: .string(component.rawValue)]
  }

  /// What kind of component it is; `nil` for other objects.
  public var component: Component? {
    members[PropertyName.type.rawValue]?.string.flatMap { Component(rawValue: $0) }
  }

  /// A property; `nil` when it is absent or holds another kind of value.
  public subscript<Value: SpecValue>(key: PropertyKey<Value>) -> Value? {
    get { members[key.name.rawValue].flatMap(Value.init(specValue:)) }
    set { members[key.name.rawValue] = newValue?.specValue }
  }

  /// The part with one property more; without it for `nil`.
  public func with<Value: SpecValue>(_ key: PropertyKey<Value>, _ value: Value?) -> SpecPart {
    var part = self
    part[key] = value
    return part
  }

  /// As the text of a file, two spaces for each step in.
  public var text: String { JSONValue.object(members).json(.pretty) + "\n" }
}

extension SpecPart: SpecValue {
  public var specValue: JSONValue { .object(members) }

  public init?(specValue: JSONValue) {
    guard let members = specValue.object else { return nil }
    self.members = members
  }
}
