public import BlockModel

extension Param {
  /// A value from words; `nil` when it is none this parameter takes.
  func read(_ text: String) -> JSONValue? {
    text.isEmpty ? nil : try? value(.string(text))
  }

  /// A value of a model, checked as if the person had typed it.
  public func read(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .string(let text): read(text)
    case .integer, .number, .bool: try? self.value(value)
    case .null, .array, .object: nil
    }
  }
}
