import BlockModel
import OrderedCollections

/// Lists of equal length that hold the columns of one table: side by side in an object, or at
/// different depths below it, as in `{timestamp: […], quote: [{close: […]}]}`.
struct ParallelLists {
  /// The way to each list from the object, by its name in the rows.
  let paths: OrderedDictionary<String, DataPath>
  /// The rows as objects by those names.
  let rows: [JSONValue]
  /// Nothing else of note is in the object.
  let isWhole: Bool

  private static let maximumDepth = 4
  private static let maximumLists = 40

  init?(_ members: JSONObject) {
    var found: [(path: DataPath, list: [JSONValue])] = []
    var others = 0
    for (key, value) in members {
      if !Self.collect(value, DataPath([.key(key)]), 1, &found) { others += 1 }
    }
    let lengths = Dictionary(grouping: found) { $0.list.count }
    guard let table = lengths.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }),
      table.value.count >= 2, table.key >= 3
    else { return nil }
    // One of them stands right here: else the object that holds them is found by itself.
    let parents = Set(table.value.map { $0.path.steps.first })
    guard parents.count > 1 else { return nil }
    let isFlat = table.value.allSatisfy { $0.path.steps.count == 1 }
    guard isFlat || Self.hasAxis(table.value) else { return nil }
    if isFlat { guard table.value.count * 2 > members.count else { return nil } }
    var paths: OrderedDictionary<String, DataPath> = [:]
    for (path, _) in table.value {
      let names = [path.lastKey, path.keys.joined(separator: "_")]
      if let name = names.first(where: { paths[$0] == nil }) { paths[name] = path }
    }
    let lists = table.value.map(\.list)
    let names = paths.keys
    rows = (0..<table.key).map { row in
      .object(
        JSONObject(zip(names, lists.lazy.map { $0[row] }), uniquingKeysWith: { first, _ in first }))
    }
    self.paths = paths
    isWhole = table.value.count == found.count || others == 0
  }

  /// Adds the lists of scalars at and below a value.
  /// - Returns: whether there was one.
  private static func collect(
    _ value: JSONValue, _ path: DataPath, _ depth: Int,
    _ found: inout [(path: DataPath, list: [JSONValue])]
  ) -> Bool {
    guard depth <= maximumDepth, found.count < maximumLists else { return false }
    if let list = value.array {
      if list.count == 1, let only = list.first, only.object != nil {
        return collect(only, path.appending(.index(0)), depth + 1, &found)
      }
      guard list.count >= 3, !list.contains(where: \.isContainer) else { return false }
      found.append((path, list))
      return true
    }
    var isFound = false
    for (key, member) in value.object ?? [:] {
      if collect(member, path.appending(.key(key)), depth + 1, &found) { isFound = true }
    }
    return isFound
  }

  /// Is one of the lists what the others are drawn over: moments, or different texts?
  private static func hasAxis(_ lists: [(path: DataPath, list: [JSONValue])]) -> Bool {
    lists.contains { path, list in
      let kinds = list.prefix(20).compactMap { ValueKind(of: $0, named: path.lastKey) }
      return kinds.allSatisfy(\.isTime) || kinds.allSatisfy { $0 == .text }
    }
  }
}
