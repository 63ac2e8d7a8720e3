public import BlockModel
public import OrderedCollections

/// A Swift value that a property of a spec can hold.
public protocol SpecValue: Sendable {
  /// As it is written in a spec.
  var specValue: JSONValue { get }
  /// `nil` when the property holds something else.
  init?(specValue: JSONValue)
}

extension Bool: SpecValue {
  public var specValue: JSONValue { .bool(self) }
  public init?(specValue: JSONValue) {
    guard let flag = specValue.bool else { return nil }
    self = flag
  }
}

extension Int: SpecValue {
  public var specValue: JSONValue { .integer(Int64(self)) }
  public init?(specValue: JSONValue) {
    guard let integer = specValue.integer else { return nil }
    self.init(exactly: integer)
  }
}

extension Double: SpecValue {
  public var specValue: JSONValue { Int64(exactly: self).map(JSONValue.integer) ?? .number(self) }
  public init?(specValue: JSONValue) {
    guard let number = specValue.number else { return nil }
    self = number
  }
}

/// A word of an enumeration, an id, or a name.
extension String: SpecValue {
  public var specValue: JSONValue { .string(self) }
  public init?(specValue: JSONValue) {
    guard let text = specValue.string else { return nil }
    self = text
  }
}

/// A text, a value, an address.
extension Template: SpecValue {
  public var specValue: JSONValue { json }
  public init?(specValue: JSONValue) {
    switch specValue {
    case .string(let text):
      guard let template = try? Template(parsing: text) else { return nil }
      self = template
    case .integer, .number, .bool: self.init(literal: specValue)
    case .null, .array, .object: return nil
    }
  }
}

/// A list of the data.
extension Binding: SpecValue {
  public var specValue: JSONValue { .string(text) }
  public init?(specValue: JSONValue) {
    guard let binding = Template(specValue: specValue)?.soleBinding else { return nil }
    self = binding
  }
}

/// A place in one row.
extension Path: SpecValue {
  public var specValue: JSONValue { .string(fieldText) }
  public init?(specValue: JSONValue) {
    guard let text = specValue.string, let path = try? PathParser.field(text) else { return nil }
    self = path
  }
}

extension FormatCall: SpecValue {
  public var specValue: JSONValue { .string(text) }
  public init?(specValue: JSONValue) {
    guard let text = specValue.string, let call = try? FormatCall(parsing: text) else { return nil }
    self = call
  }
}

extension Condition: SpecValue {
  public var specValue: JSONValue { .string(text) }
  public init?(specValue: JSONValue) {
    guard let text = specValue.string, let condition = try? Condition(parsing: text) else {
      return nil
    }
    self = condition
  }
}

extension Tone: SpecValue {
  public var specValue: JSONValue { json }
  public init?(specValue: JSONValue) {
    var reader = SpecReader(params: [], secrets: [], isLenient: false)
    guard let tone = reader.tone(specValue) else { return nil }
    self = tone
  }
}

/// One value where a list may stand, too, is a list of one: `"y": "price"`, `"meta": "${text}"`.
extension Array: SpecValue where Element: SpecValue {
  public var specValue: JSONValue { .array(map(\.specValue)) }
  public init?(specValue: JSONValue) {
    var elements: [Element] = []
    for value in specValue.array ?? [specValue] {
      guard let element = Element(specValue: value) else { return nil }
      elements.append(element)
    }
    self = elements
  }
}

/// Arguments of an action, by name, in order.
public typealias Arguments = OrderedDictionary<String, Template>

extension OrderedDictionary: SpecValue where Key == String, Value == Template {
  public var specValue: JSONValue {
    .object(JSONObject(uniqueKeysWithValues: map { ($0.key, $0.value.specValue) }))
  }

  public init?(specValue: JSONValue) {
    guard let members = specValue.object else { return nil }
    var values: Self = [:]
    for (name, member) in members {
      guard let value = Template(specValue: member) else { return nil }
      values[name] = value
    }
    self = values
  }
}
