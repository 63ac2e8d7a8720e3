public import BlockModel
import OrderedCollections

/// What the good runs of a block had in common, place by place. Grows with each run, and is bounded.
public struct DataStatistics: Hashable, Sendable {
  /// Good runs that were looked at.
  public var runs = 0
  var places: OrderedDictionary<String, Place> = [:]

  /// Places that are looked at, the first of the data, and levels below the top.
  static let maximumPlaces = 60
  static let maximumDepth = 5
  /// Rows of one list that are looked at.
  static let maximumRows = 2_000

  /// One place of the data, in all runs.
  struct Place: Hashable {
    /// Runs in which it was looked at; the list around it had rows then.
    var runs = 0
    /// The fewest and the most rows, of a list.
    var rows: ClosedRange<Int>?
    /// The smallest share of values that were there.
    var filled = 1.0
    var kinds: Set<ContractRule.Kind> = []
    /// Of the middle 90 % of the numbers of each run.
    var range: ClosedRange<Double>?
    /// No two values were the same, in any run.
    var isUnique = true
    /// The largest factor between the middles of two runs.
    var jump = 1.0
    var lastMiddle: Double?
  }

  public init() {}

  /// Adds the data of a good run.
  public mutating func add(_ data: JSONValue) {
    runs += 1
    var found: OrderedDictionary<String, [JSONValue?]> = [:]
    Self.walk(data, "", 0, &found)
    // What this run does not have is missing now.
    for path in places.keys where found[path] == nil {
      let values = DataPath(path).values(in: data)
      if !values.isEmpty { found[path] = values }
    }
    for (path, values) in found {
      guard places[path] != nil || places.count < Self.maximumPlaces else { continue }
      var place = places[path] ?? Place()
      // It is new, and was not there before.
      if places[path] == nil, runs > 1 { place.filled = 0 }
      place.add(values.prefix(Self.maximumRows))
      places[path] = place
    }
  }

  private static func walk(
    _ value: JSONValue, _ path: String, _ depth: Int,
    _ found: inout OrderedDictionary<String, [JSONValue?]>
  ) {
    guard depth <= maximumDepth else { return }
    switch value {
    case .object(let members):
      for (name, member) in members where !ignored.contains(name) && isPlain(name) {
        let below = path.isEmpty ? name : path + "." + name
        found[below] = [member]
        walk(member, below, depth + 1, &found)
      }
    case .array(let rows):
      let rows = rows.prefix(maximumRows)
      guard !path.isEmpty, rows.allSatisfy({ $0.object != nil }) else { return }
      var names: OrderedSet<String> = []
      for row in rows { names.formUnion(row.object?.keys.elements ?? []) }
      for name in names where isPlain(name) {
        found[path + "[]." + name] = rows.map { $0[name] }
      }
    case .null, .bool, .integer, .number, .string: return
    }
  }

  /// What every run has of its own.
  private static let ignored: Set = ["valid_until", "fetched_at", "updated_at"]

  /// A name that a path can hold.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }
}

extension DataStatistics.Place {
  fileprivate mutating func add(_ values: ArraySlice<JSONValue?>) {
    guard !values.isEmpty else { return }
    runs += 1
    let present = values.compactMap { $0.flatMap { $0.isBlank ? nil : $0 } }
    if values.count == 1, let list = values.first??.array {
      rows =
        min(rows?.lowerBound ?? list.count, list.count)...max(rows?.upperBound ?? 0, list.count)
    } else if rows != nil {
      // The list is gone; it counts as an empty one.
      rows = 0...(rows?.upperBound ?? 0)
    }
    filled = min(filled, Double(present.count) / Double(values.count))
    kinds.formUnion(present.compactMap { ContractRule.Kind(of: $0) })
    isUnique = isUnique && Set(present).count == present.count
    let numbers = present.compactMap(\.number).sorted()
    guard !numbers.isEmpty else { return }
    let cut = numbers.count / 20
    let (low, high) = (numbers[cut], numbers[numbers.count - 1 - cut])
    range = min(range?.lowerBound ?? low, low)...max(range?.upperBound ?? high, high)
    let middle = numbers[numbers.count / 2]
    if let lastMiddle, lastMiddle != middle {
      let isComparable = lastMiddle != 0 && middle != 0 && (lastMiddle < 0) == (middle < 0)
      jump =
        isComparable ? max(jump, abs(middle / lastMiddle), abs(lastMiddle / middle)) : .infinity
    }
    lastMiddle = middle
  }
}
