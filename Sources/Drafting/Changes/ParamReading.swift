public import BlockModel

extension Param {
  /// A value from words; `nil` when it is none this parameter takes.
  func read(_ text: String) -> JSONValue? {
    switch kind {
    case .text: return text.isEmpty ? nil : .string(text)
    case .number(let low, let high, _):
      guard let number = Double(text), number.isFinite, number >= low ?? number,
        number <= high ?? number
      else { return nil }
      return Int64(exactly: number).map { .integer($0) } ?? .number(number)
    case .boolean:
      switch text.lowercased() {
      case "on", "yes", "true": return true
      case "off", "no", "false": return false
      case _: return nil
      }
    case .choice(let options):
      let wanted = text.lowercased()
      return options.first { $0.value.lowercased() == wanted || $0.label.lowercased() == wanted }
        .map { .string($0.value) }
    case .date: return text.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) == nil ? nil : .string(text)
    }
  }

  /// A value of a model, checked as if the person had typed it.
  public func read(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .string(let text): read(text)
    case .integer, .number, .bool: read(value.json())
    case .null, .array, .object: nil
    }
  }
}
