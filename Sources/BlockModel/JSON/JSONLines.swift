extension JSONValue {
  /// A JSON text on each line (NDJSON, JSON Lines) as a list. A last line without an end is being written:
  /// it is left out when it is not whole.
  /// - Returns: `nil` when a line is something else, or when there is only one.
  public init?(lines bytes: [UInt8]) {
    var values: [JSONValue] = []
    for line in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 })
    where line.contains(where: { $0 != 32 && $0 != 9 }) {
      if let value = try? JSONValue(parsing: Array(line)) {
        values.append(value)
      } else if line.endIndex < bytes.endIndex {
        return nil
      }
    }
    guard values.count > 1 else { return nil }
    self = .array(values)
  }
}
