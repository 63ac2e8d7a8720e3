public import BlockModel
import OrderedCollections

/// Statistics as they are kept: `{"runs": 12, "places": {"stories": {"runs": 12, "rows": [9, 10], …}}}`.
extension DataStatistics {
  public var stored: JSONValue {
    var list: JSONObject = [:]
    for (path, place) in places { list[path] = place.stored }
    return ["runs": .integer(Int64(runs)), "places": .object(list)]
  }

  /// What cannot be read is begun anew.
  public init(stored: JSONValue) {
    runs = stored["runs"]?.count(upTo: .max) ?? 0
    for (path, place) in stored["places"]?.object ?? [:] {
      places[path] = Place(stored: place)
    }
  }
}

extension DataStatistics.Place {
  fileprivate var stored: JSONValue {
    var object: JSONObject = ["runs": .integer(Int64(runs)), "filled": .number(filled)]
    if let rows {
      object["rows"] = [.integer(Int64(rows.lowerBound)), .integer(Int64(rows.upperBound))]
    }
    object["kinds"] = .array(kinds.map(\.rawValue).sorted().map { .string($0) })
    if let range { object["range"] = [.number(range.lowerBound), .number(range.upperBound)] }
    if isUnique { object["unique"] = true }
    // JSON has no infinity.
    object["jump"] = jump.isFinite ? .number(jump) : .null
    if let lastMiddle { object["middle"] = .number(lastMiddle) }
    return .object(object)
  }

  fileprivate init(stored: JSONValue) {
    runs = stored["runs"]?.count(upTo: .max) ?? 0
    filled = stored["filled"]?.number ?? 0
    if let low = stored["rows"]?[0]?.count(upTo: .max),
      let high = stored["rows"]?[1]?.count(upTo: .max),
      low <= high
    {
      rows = low...high
    }
    kinds = Set(
      (stored["kinds"]?.array ?? []).compactMap { $0.string.flatMap(ContractRule.Kind.init) })
    if let low = stored["range"]?[0]?.number, let high = stored["range"]?[1]?.number, low <= high {
      range = low...high
    }
    isUnique = stored["unique"]?.bool ?? false
    jump = stored["jump"]?.number ?? .infinity
    lastMiddle = stored["middle"]?.number
  }
}
