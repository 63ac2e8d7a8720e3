public import BlockModel

/// The lists of a block that had rows in all its good runs, and have none in the data of a run.
public struct LostRows: Hashable, Sendable {
  /// Where they are in the data; the path of the data themselves is empty.
  public private(set) var paths: [String] = []
  /// What they held.
  public private(set) var rows: [JSONValue] = []

  private static let maximumDepth = 3

  /// - Parameters:
  ///   - previous: the data of the last good run.
  ///   - rules: what a person wrote: a list that may be empty by them is not lost.
  /// - Returns: `nil` when no list is lost.
  public init?(
    from previous: JSONValue, to data: JSONValue, learned: LearnedContract, rules: [ContractRule]
  ) {
    let allowed = Set(
      rules.filter { $0.rows.map { $0.min ?? 0 == 0 } ?? false }.map(\.path)
        + learned.removed.filter { $0.hasSuffix(" rows") }.map { String($0.dropLast(5)) })
    find(previous, data, "", 0)
    let known = paths
    for path in known
    where allowed.contains(path) || learned.statistics.places[path]?.rows?.lowerBound == 0 {
      paths.removeAll { $0 == path }
    }
    guard !paths.isEmpty else { return nil }
  }

  private mutating func find(_ old: JSONValue, _ new: JSONValue?, _ path: String, _ depth: Int) {
    if let list = old.array, !list.isEmpty {
      // Lua has one kind of empty table.
      if new.map({ $0.holdsNoElements }) ?? true {
        paths.append(path)
        rows += list
      }
      return
    }
    guard depth < Self.maximumDepth, let members = old.object else { return }
    for (name, member) in members {
      find(member, new?[name], path.isEmpty ? name : path + "." + name, depth + 1)
    }
  }

  /// `'stories' is empty`
  public var words: String {
    let names = paths.prefix(3).map { $0.isEmpty ? "the list" : "'\($0)'" }
    return names.joined(separator: " and ") + (names.count == 1 ? " is empty" : " are empty")
  }
}

extension JSONValue {
  fileprivate var holdsNoElements: Bool {
    switch self {
    case .null: true
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    case .bool, .integer, .number, .string: false
    }
  }
}
