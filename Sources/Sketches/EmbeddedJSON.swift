public import BlockModel

/// A value whose texts that are JSON themselves were read: `{"payload": "{\"items\": []}"}`.
public struct EmbeddedJSON: Sendable {
  public private(set) var value: JSONValue
  /// Where such texts stood, an outer one before those in it.
  public private(set) var places: [DataPath] = []

  private static let maximumDepth = 5
  private static let maximumPlaces = 5

  public init(in value: JSONValue) {
    self.value = value
    self.value = read(value, DataPath(), 0)
  }

  private mutating func read(_ value: JSONValue, _ path: DataPath, _ depth: Int) -> JSONValue {
    guard depth < Self.maximumDepth, places.count < Self.maximumPlaces else { return value }
    switch value {
    case .string(let text):
      guard text.utf8.count > 20, let first = text.utf8.first, first == 0x7B || first == 0x5B,
        let inner = try? JSONValue(parsing: Array(text.utf8)), inner.isContainer
      else { return value }
      places.append(path)
      return read(inner, path, depth + 1)
    case .object(let members):
      var copy = members
      for (key, member) in members where member.isContainer || member.string != nil {
        copy[key] = read(member, path.appending(.key(key)), depth + 1)
      }
      return .object(copy)
    case .array(let elements):
      guard elements.count == 1, let only = elements.first else { return value }
      return .array([read(only, path.appending(.index(0)), depth + 1)])
    case .null, .bool, .integer, .number: return value
    }
  }
}
