import BlockModel
import OrderedCollections

/// What the rows of a sample have in common.
enum SampleRows {
  /// At most this many rows are looked at.
  static let maximum = 200

  /// One row that has every key of any row; `nil` when there is no row to learn from.
  ///
  /// A key absent in some rows is normal, because Lua drops nil.
  static func merged(_ rows: [JSONValue]) -> JSONValue? {
    var result: JSONValue?
    for row in rows.prefix(maximum) { result = result.map { merge($0, row) } ?? row }
    return result
  }

  private static func merge(_ left: JSONValue, _ right: JSONValue) -> JSONValue {
    switch (left, right) {
    case (.null, _): return right
    case (.object(var members), .object(let more)):
      for (key, value) in more { members[key] = members[key].map { merge($0, value) } ?? value }
      return .object(members)
    case (.array(let elements), .array(let more)):
      if elements.count == more.count, !elements.contains(where: { $0.object != nil }) {
        return .array(zip(elements, more).map { merge($0, $1) })
      }
      return .array(Array((elements + more).prefix(maximum)))
    // An empty Lua table reads as a list, but was meant as an object.
    case (.array(let elements), .object) where elements.isEmpty: return right
    default: return left
    }
  }
}

/// The data of a test run seen from one place in the spec.
struct SampleScope {
  enum Lookup {
    case found(JSONValue)
    /// The sample cannot tell: an empty list, a null, a parameter.
    case unknown
    /// `name` is not there; `keys` are what is.
    case absent(name: String, place: String, keys: [String])
  }

  let data: JSONValue
  private var rows: [(item: JSONValue?, name: String?)] = []

  init(data: JSONValue) { self.data = data }

  func row(_ item: JSONValue?, as name: String?) -> SampleScope {
    var inner = self
    inner.rows.append((item, name))
    return inner
  }

  /// The merged current row; `nil` when unknown or outside rows.
  var item: JSONValue? { rows.last.flatMap(\.item) }

  /// Does the name stand for a row here?
  func isRow(_ name: String) -> Bool {
    !rows.isEmpty && (name == "item" || rows.contains { $0.name == name })
  }

  /// The name of the current row: `item`, or the one in `as`.
  var itemName: String { rows.last?.name ?? "item" }

  func lookup(_ path: Path) -> Lookup {
    switch path.origin {
    case .root: return Self.walk(data, path.segments[...], "the data")
    case .row:
      guard let item else { return .unknown }
      return Self.walk(item, path.segments[...], "the row")
    case .scope:
      guard let first = path.firstName else { return .unknown }
      let rest = path.segments.dropFirst()
      for row in rows.reversed() where first == "item" || first == row.name {
        return row.item.map { Self.walk($0, rest, first) } ?? .unknown
      }
      if Scope.reservedNames.contains(first) { return .unknown }
      return Self.walk(data, path.segments[...], "the data")
    }
  }

  /// The list that `path` takes a key of; `nil` when it takes one of something else.
  func list(holding path: Path) -> Path? {
    let holder = Path(origin: path.origin, segments: Array(path.segments.dropLast()))
    guard !holder.segments.isEmpty, case .found(.array) = lookup(holder) else { return nil }
    return holder
  }

  static func walk(
    _ start: JSONValue, _ segments: ArraySlice<Path.Segment>, _ place: String
  ) -> Lookup {
    var current = start
    var place = place
    for segment in segments {
      if current.isNull || current == .array([]) || current.object?.isEmpty == true {
        return .unknown
      }
      switch segment {
      case .name(let name):
        guard let next = current[name] else {
          return .absent(
            name: name, place: place, keys: current.object.map { Array($0.keys) } ?? [])
        }
        current = next
        place = "'\(name)'"
      case .index(let index):
        guard current.array != nil else {
          return .absent(
            name: "[\(index)]", place: place, keys: current.object.map { Array($0.keys) } ?? [])
        }
        guard let next = current[index] else { return .unknown }
        current = next
        place = "'[\(index)]'"
      }
    }
    return .found(current)
  }
}
