import BlockModel
import Foundation

extension ContractRule.Kind {
  /// Is the value of this kind?
  func fits(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.text, .string), (.boolean, .bool), (.list, .array), (.object, .object),
      (.number, .number), (.number, .integer), (.integer, .integer):
      true
    case (.integer, .number(let number)): number == number.rounded()
    case (.time, _): value.moment != nil
    // Lua has one kind of empty table.
    case (.list, .object(let members)): members.isEmpty
    case (.object, .array(let elements)): elements.isEmpty
    default: false
    }
  }

  /// The narrowest kind of a value; `nil` of what is not there.
  init?(of value: JSONValue) {
    switch value {
    case .null: return nil
    case .bool: self = .boolean
    case .integer: self = .integer
    case .number(let number): self = number == number.rounded() ? .integer : .number
    case .string: self = .text
    case .array: self = .list
    case .object: self = .object
    }
  }

  /// `a whole number`
  var words: String {
    switch self {
    case .text: "text"
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "yes or no"
    case .time: "a time"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

extension JSONValue {
  /// The moment that a value means: seconds or milliseconds since 1970 (the years 2001 to 2286), or a date of
  /// ISO 8601 with or without a time.
  var moment: Date? {
    switch self {
    case .integer, .number:
      guard let number, number >= 1e9 else { return nil }
      if number < 1e10 { return Date(clampingUnix: number) }
      return (1e12..<1e13).contains(number) ? Date(clampingUnix: number / 1000) : nil
    case .string(let text):
      if let date = try? Date.ISO8601FormatStyle().parse(text) { return date }
      if let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text) {
        return date
      }
      guard text.utf8.count == 10 else { return nil }
      return try? Date.ISO8601FormatStyle().year().month().day().parse(text)
    case .null, .bool, .array, .object: return nil
    }
  }
}
