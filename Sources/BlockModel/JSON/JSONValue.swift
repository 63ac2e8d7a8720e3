public import OrderedCollections

/// Any JSON value: what a script returns, what a spec is written in, what the API speaks.
///
/// Integers stay integers (`5` is not `5.0`) and objects keep the order of their keys, because the
/// order in which a source names its fields is the best guess for the order of columns.
/// Note that `==` on objects therefore compares the order too.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// The members of a JSON object, in document order.
public typealias JSONObject = OrderedDictionary<String, JSONValue>

extension JSONValue {
  /// The member `key` of an object; `nil` for other values and for absent members.
  public subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The element at `index` of an array; negative counts from the end; `nil` outside.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self else { return nil }
    let place = index < 0 ? elements.count + index : index
    return elements.indices.contains(place) ? elements[place] : nil
  }

  public var isNull: Bool { self == .null }

  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The value as an integer: integers, and numbers without a fraction.
  public var integer: Int64? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int64(exactly: value)
    default: nil
    }
  }

  /// The value as a count, 0…`bound`: what is less or more becomes the nearest of these; `nil` when
  /// it is not a number.
  public func count(upTo bound: Int = 1_000_000_000) -> Int? {
    switch self {
    case .integer(let value): Int(clamping: value).clamped(to: 0...bound)
    case .number(let value): Int(clamping: value).clamped(to: 0...bound)
    default: nil
    }
  }

  /// The value as a number. Texts are not numbers here; see `BlockUI` for lenient reading.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  public var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  public var object: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// What kind of value it is, in the words of JSON: "null", "boolean", "number", "string",
  /// "list", "object".
  public var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer, .number: "number"
    case .string: "string"
    case .array: "list"
    case .object: "object"
    }
  }
}

// Not by `nil`: it would become JSON's null where an absent value is meant.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements, uniquingKeysWith: { $1 }))
  }
}
