import BlockModel

/// What became of the places of a JSON answer that a script names.
struct JSONChange {
  /// Names of members, and `nil` for each element of a list.
  private typealias Path = [String?]

  private let old: JSONValue
  private let new: JSONValue
  private let names: ScriptNames
  private let shown: ShownValues

  private static let maximumDepth = 12
  private static let maximumPlaces = 2_000
  private static let maximumElements = 200
  /// The share of the old rows that had a member, for its end to mean something.
  private static let usual = 0.9

  init(from old: JSONValue, to new: JSONValue, _ names: ScriptNames, _ shown: ShownValues) {
    self.old = old
    self.new = new
    self.names = names
    self.shown = shown
  }

  var emptiness: Emptiness {
    if let (name, value) = refusal {
      return value.texts.contains(where: NothingWords.says) ? .said : .drifted("it says '\(name)'")
    }
    if new.isNothing { return .said }
    var said = false
    var drift: Emptiness?
    for (path, values) in namedPlaces {
      switch end(of: path, values) {
      case .here(let found):
        let change = Self.change(values, found).map { "'\(Self.words(path))' \($0)" }
        drift = drift ?? change.map { .drifted($0) }
      case .empty:
        // Where the rows were there is nothing: what else is different does not matter.
        if shown.holdsOne(of: values) { return .said }
        said = true
      case .gone(let how): drift = drift ?? .drifted(how)
      case .omitted: break
      }
    }
    return drift ?? (said ? .said : .plausible)
  }

  // MARK: The old answer

  /// Places with values whose name the script says; all of them when it says none.
  private var namedPlaces: [(Path, [JSONValue])] {
    var places: [Path: [JSONValue]] = [:]
    var order: [Path] = []
    func walk(_ value: JSONValue, _ path: Path) {
      guard path.count < Self.maximumDepth, places.count < Self.maximumPlaces else { return }
      if let elements = value.array {
        for element in elements.prefix(Self.maximumElements) { walk(element, path + [nil]) }
      } else if let members = value.object {
        for (name, member) in members { walk(member, path + [name]) }
      } else if value != .null {
        if places[path] == nil { order.append(path) }
        places[path, default: []].append(value)
      }
    }
    walk(old, [])
    let all = order.map { ($0, places[$0] ?? []) }
    let named = all.filter { path, _ in
      path.last(where: { $0 != nil }).map { $0.map(names.words.contains) ?? false } ?? true
    }
    return named.isEmpty ? all : named
  }

  // MARK: The new answer

  private enum End {
    case here([JSONValue])
    /// A list, an object or nothing stands on the way, and is empty.
    case empty
    /// The answer leaves out what it has nothing of.
    case omitted
    case gone(String)
  }

  private func end(of path: Path, _ values: [JSONValue]) -> End {
    var level = [new]
    var before = [old]
    var isOfRows = false
    for (depth, step) in path.enumerated() {
      if level.allSatisfy(\.isNothing) { return .empty }
      let next: [JSONValue] = level.flatMap { value -> [JSONValue] in
        guard let name = step else { return value.array ?? [] }
        return value[name].map { [$0] } ?? []
      }
      if next.isEmpty {
        // Members whose names are data: another row is as good.
        if step != nil, before.contains(where: \.isMap),
          level.flatMap({ Array(($0.object ?? [:]).values) })
            .contains(where: { $0.holds(Array(path[(depth + 1)...])) })
        {
          return .here([])
        }
        return missing(step, path, depth, before, level, values, isOfRows: isOfRows)
      }
      level = next
      isOfRows = isOfRows || step == nil || before.contains(where: \.isMap)
      before = before.flatMap { value -> [JSONValue] in
        guard let name = step else { return value.array ?? [] }
        return value[name].map { [$0] } ?? []
      }
    }
    let found = level.filter { $0 != .null }
    if found.isEmpty { return .omitted }
    // A value that is a thing with values now.
    if found.allSatisfy({ $0.array?.isEmpty == false || $0.object?.isEmpty == false }) {
      return .gone("'\(Self.words(path))' holds something else now")
    }
    return .here(found)
  }

  private func missing(
    _ step: String?, _ path: Path, _ depth: Int, _ before: [JSONValue], _ level: [JSONValue],
    _ values: [JSONValue], isOfRows: Bool
  ) -> End {
    let words = Self.words(Array(path[...depth]))
    guard step != nil else {
      let place = Self.words(Array(path[..<depth]))
      return .gone("\(place.isEmpty ? "the answer" : "'\(place)'") is no longer a list")
    }
    if isOfRows {
      // Yes is often said by leaving out no, and what only some rows had says nothing.
      let isFlag = values.allSatisfy { if case .bool = $0 { true } else { false } }
      let had = Double(before.count { $0[step ?? ""] != nil }) / Double(max(before.count, 1))
      return isFlag || had < Self.usual ? .omitted : .gone("no row has '\(step ?? "")' any more")
    }
    let known = Set(before.flatMap { ($0.object ?? [:]).keys })
    let fresh = level.flatMap { $0.object ?? [:] }.filter { !known.contains($0.key) }
    // What may have it now: a list, or something with a list in it, for what was one.
    let isList = before.contains { $0[step ?? ""]?.holdsList ?? false }
    if let other = fresh.first(where: {
      isList ? $0.value.holdsList : $0.value.isNest && !$0.value.isNothing
    }) {
      return .gone("'\(words)' is gone, and '\(other.key)' is new")
    }
    let texts = fresh.compactMap { $0.value.string.map(ShownValues.folded) }
    if texts.contains(where: NothingWords.says) { return .empty }
    if let text = texts.first(where: { $0.count > 3 }) {
      return .gone("'\(words)' is gone, and the source says “\(text.prefix(60))”")
    }
    return countsNothing ? .empty : .omitted
  }

  /// `"total": 0`
  private var countsNothing: Bool {
    func counts(_ value: JSONValue, _ depth: Int) -> Bool {
      (value.object ?? [:]).contains { name, member in
        let name = name.lowercased()
        let isCount = ["total", "count", "size", "num", "hits", "results", "length"].contains {
          name.contains($0)
        }
        return isCount && member.number == 0 || depth < 3 && counts(member, depth + 1)
      }
    }
    return counts(new, 0)
  }

  /// An error where data were.
  private var refusal: (name: String, value: JSONValue)? {
    for (name, value) in new.object ?? [:] {
      guard ["error", "errors", "fault", "exception", "error message"].contains(name.lowercased()),
        !value.isNothing, value != .bool(false), value.number != 0, value != .string("")
      else { continue }
      if let before = old.object?[name], !before.isNothing { continue }
      return (name, value)
    }
    return nil
  }

  // MARK: Values

  /// Nothing of it is written as before.
  private static func change(_ old: [JSONValue], _ new: [JSONValue]) -> String? {
    let (before, now) = (old.compactMap(\.string), new.compactMap(\.string))
    if before.count == old.count, now.count == new.count {
      return TextForm.isOther(before, now) ? "is written in another form" : nil
    }
    let (numbers, others) = (old.compactMap(\.number), new.compactMap(\.number))
    if numbers.count == old.count, others.count == new.count {
      return isOtherUnit(numbers, others) ? "is in another unit" : nil
    }
    let isMixed = Set(old.map(kind)).isDisjoint(with: new.map(kind))
    return isMixed && !new.isEmpty ? "is of another kind" : nil
  }

  private static func kind(_ value: JSONValue) -> Int {
    switch value {
    case .null: 0
    case .bool: 1
    case .integer, .number: 2
    case .string: 3
    case .array: 4
    case .object: 5
    }
  }

  /// Seconds that became milliseconds, and the same numbers so many times as large.
  private static func isOtherUnit(_ old: [Double], _ new: [Double]) -> Bool {
    guard !new.isEmpty, Set(old).isDisjoint(with: new) else { return false }
    let (seconds, milliseconds) = (1e9..<1e10, 1e12..<1e13)
    if old.allSatisfy(seconds.contains), new.allSatisfy(milliseconds.contains) { return true }
    if new.allSatisfy(seconds.contains), old.allSatisfy(milliseconds.contains) { return true }
    let before = Set(old.filter { $0 != 0 })
    return before.count >= 2
      && [10, 100, 1000, 0.1, 0.01, 0.001].contains { factor in
        let scaled = before.count { value in
          new.contains { abs($0 - value * factor) <= abs(value * factor) * 1e-9 }
        }
        return 2 * scaled >= before.count
      }
  }

  private static func words(_ path: Path) -> String {
    path.reduce("") { text, step in
      guard let step else { return text + "[]" }
      return text.isEmpty ? step : text + "." + step
    }
  }
}

extension JSONValue {
  /// Null, and what has no elements.
  fileprivate var isNothing: Bool {
    switch self {
    case .null: true
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    case .bool, .integer, .number, .string: false
    }
  }

  /// An object whose members are rows: their names are data.
  var isMap: Bool {
    guard let members = object, members.count >= 2, let first = members.values.first?.object?.keys,
      !first.isEmpty
    else { return false }
    return members.values.allSatisfy { member in
      member.object.map { !Set($0.keys).isDisjoint(with: first) } ?? false
    }
  }

  /// A list with elements, or something in which one lies.
  fileprivate var holdsList: Bool {
    if let array { return !array.isEmpty }
    return (object ?? [:]).values.contains(where: \.holdsList)
  }

  fileprivate var isNest: Bool { array != nil || object != nil }

  /// All texts in it, folded.
  fileprivate var texts: [String] {
    if let text = string { return [ShownValues.folded(text)] }
    return (array ?? []).flatMap(\.texts) + (object ?? [:]).values.flatMap(\.texts)
  }

  /// Is there something at the place?
  fileprivate func holds(_ path: [String?]) -> Bool {
    guard let step = path.first else { return self != .null }
    let rest = Array(path.dropFirst())
    guard let name = step else { return (array ?? []).contains { $0.holds(rest) } }
    return self[name]?.holds(rest) ?? false
  }
}
