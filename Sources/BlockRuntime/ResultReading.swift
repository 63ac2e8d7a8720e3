import BlockModel
import WorkerProtocol

extension JSONValue {
  /// The data of a script, within the bounds that the worker keeps to and a child that was taken over
  /// may not.
  init(dataOf result: ScriptResult) throws(Breach) {
    let data: JSONValue
    do { data = try JSONValue(parsing: result.data) } catch {
      throw .notJSON(reason: error.reason)
    }
    var left = DataBounds.values
    try data.check(depth: 0, &left)
    // A script that returns nothing, or an empty table, returned an object without members.
    self = data == .null || data == .array([]) ? .object([:]) : data
  }

  private func check(depth: Int, _ left: inout Int) throws(Breach) {
    left -= 1
    guard left >= 0 else { throw .tooManyValues }
    switch self {
    case .null, .bool, .integer, .number, .string: return
    case .array(let elements):
      guard depth < DataBounds.depth else { throw .tooDeep }
      for element in elements { try element.check(depth: depth + 1, &left) }
    case .object(let members):
      guard depth < DataBounds.depth else { throw .tooDeep }
      for member in members.values { try member.check(depth: depth + 1, &left) }
    }
  }
}
