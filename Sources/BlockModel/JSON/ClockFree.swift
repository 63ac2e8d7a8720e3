extension JSONValue {
  /// The value without what only the clock of its run put into it, to tell whether a source said something
  /// new: members that hold `ctx.now`, and until when the data hold.
  ///
  /// - Parameter run: from the start of the run to its end, in seconds since 1970. A number in it is taken for the
  ///   clock: a time that a source gives is hardly ever the second in which it is asked.
  public func withoutClock(of run: ClosedRange<Double>) -> JSONValue {
    switch self {
    case .integer(let value): run.contains(Double(value)) ? .null : self
    case .number(let value): run.contains(value) ? .null : self
    case .array(let elements): .array(elements.map { $0.withoutClock(of: run) })
    case .object(let members):
      .object(
        JSONObject(
          uniqueKeysWithValues: members.compactMap { name, value in
            name == "valid_until" ? nil : (name, value.withoutClock(of: run))
          }))
    case .null, .bool, .string: self
    }
  }
}
