import BlockModel
import OrderedCollections

/// The one-step patches (RFC 6902) that fixes are made of.
enum Pointer {
  static func replace(_ pointer: String, _ value: JSONValue) -> JSONValue {
    ["op": "replace", "path": .string(pointer), "value": value]
  }

  static func remove(_ pointer: String) -> JSONValue {
    ["op": "remove", "path": .string(pointer)]
  }

  static func move(_ from: String, to pointer: String) -> JSONValue {
    ["op": "move", "from": .string(from), "path": .string(pointer)]
  }

  static func add(_ pointer: String, _ value: JSONValue) -> JSONValue {
    ["op": "add", "path": .string(pointer), "value": value]
  }

  /// The document after one operation; `nil` when the operation does not fit it.
  static func apply(_ patch: JSONValue, to document: JSONValue) -> JSONValue? {
    guard let path = patch["path"]?.string else { return nil }
    switch patch["op"]?.string {
    case "replace", "add":
      return set(JSONPointer.parts(path)[...], to: patch["value"], in: document)
    case "remove": return set(JSONPointer.parts(path)[...], to: nil, in: document)
    case "move":
      guard let from = patch["from"]?.string else { return nil }
      return rename(
        JSONPointer.parts(from)[...], to: JSONPointer.parts(path).last ?? "", in: document)
    default: return nil
    }
  }

  private static func set(
    _ path: ArraySlice<String>, to value: JSONValue?, in document: JSONValue
  ) -> JSONValue? {
    guard let first = path.first else { return value }
    let rest = path.dropFirst()
    switch document {
    case .object(var members):
      if rest.isEmpty {
        members[first] = value
      } else {
        guard let inner = members[first], let changed = set(rest, to: value, in: inner) else {
          return nil
        }
        members[first] = changed
      }
      return .object(members)
    case .array(var elements):
      guard let index = Int(first), elements.indices.contains(index) else { return nil }
      if rest.isEmpty {
        if let value { elements[index] = value } else { elements.remove(at: index) }
      } else {
        guard let changed = set(rest, to: value, in: elements[index]) else { return nil }
        elements[index] = changed
      }
      return .array(elements)
    case .null, .bool, .integer, .number, .string: return nil
    }
  }

  /// Gives a member another key at its place in the order.
  private static func rename(
    _ path: ArraySlice<String>, to name: String, in document: JSONValue
  ) -> JSONValue? {
    guard let first = path.first else { return nil }
    if path.count > 1 {
      guard let inner = document[first] ?? Int(first).flatMap({ document[$0] }),
        let changed = rename(path.dropFirst(), to: name, in: inner)
      else { return nil }
      return set([first], to: changed, in: document)
    }
    guard case .object(let members) = document, members[first] != nil, members[name] == nil
    else { return nil }
    var renamed = JSONObject()
    for (key, value) in members { renamed[key == first ? name : key] = value }
    return .object(renamed)
  }
}
