public import BlockModel
import OrderedCollections

/// What is different between two data of a block, by the identity of rows and not by text.
public struct DataDiff: Hashable, Sendable {
  /// One thing that is different, as a clause: `2 rows of 'stories' are new`.
  public var changes: [String] = []
  /// The smallest share of the old rows that the new data have, list by list; `nil` without rows.
  public private(set) var kept: Double?
  /// The smallest share of values that are as they were: of the fields of rows that both have, and of the values
  /// beside lists.
  public private(set) var agreement = 1.0
  /// Places that had a value and have none.
  public private(set) var lost: [String] = []

  public init(from old: JSONValue, to new: JSONValue) {
    compare(old, new, "", 0)
    if single.all > 0 {
      agreement = min(agreement, 1 - Double(single.changed) / Double(single.all))
    }
  }

  private struct Count: Hashable {
    var all = 0
    var changed = 0
  }

  /// Values beside lists.
  private var single = Count()

  public var isSame: Bool { changes.isEmpty }

  /// `the same`, or the first changes in words.
  public var words: String {
    guard !isSame else { return "the same" }
    let more = changes.count - 3
    return changes.prefix(3).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  /// Levels below the top that are looked at.
  private static let maximumDepth = 6
  /// What every run has of its own.
  private static let clocks: Set = ["fetched_at", "updated_at", "valid_until", "now"]

  private mutating func compare(
    _ old: JSONValue, _ new: JSONValue, _ path: String, _ depth: Int
  ) {
    if old.array == nil, old.object == nil, !old.isBlank { single.all += 1 }
    guard old != new, depth <= Self.maximumDepth else { return }
    switch (old, new) {
    case (.object(let before), .object(let after)):
      for (name, value) in before where !Self.clocks.contains(name) {
        let below = path.isEmpty ? name : path + "." + name
        guard let other = after[name], !other.isBlank || value.isBlank else {
          if !value.isBlank { lose(below, value) }
          continue
        }
        compare(value, other, below, depth + 1)
      }
      for name in after.keys where before[name] == nil && !Self.clocks.contains(name) {
        changes.append("'\(path.isEmpty ? name : path + "." + name)' is new")
      }
    case (.array(let before), .array(let after)): compareRows(before, after, path)
    // A moment that went on with the clock.
    case _ where old.moment != nil && new.moment != nil: return
    case _ where new.isNest != old.isNest: lose(path, old)
    default:
      single.changed += 1
      changes.append("'\(path)' is \(Self.short(new)) instead of \(Self.short(old))")
    }
  }

  private mutating func lose(_ path: String, _ value: JSONValue) {
    lost.append(path)
    changes.append("'\(path)' is gone")
    if value.array?.isEmpty == false { kept = 0 }
  }

  // MARK: Rows

  private mutating func compareRows(_ old: [JSONValue], _ new: [JSONValue], _ path: String) {
    guard !old.isEmpty else {
      if !new.isEmpty { changes.append("\(Self.rows(new.count)) of '\(path)' are new") }
      return
    }
    loseFields(old, new, path)
    let identity = RowIdentity.member(of: old + new)
    func keyed(_ rows: [JSONValue]) -> OrderedDictionary<JSONValue, JSONValue> {
      OrderedDictionary(
        rows.map { (identity.flatMap($0.member) ?? $0, $0) },
        uniquingKeysWith: { first, _ in first }
      )
    }
    let (before, after) = (keyed(old), keyed(new))
    let common = before.keys.filter { after[$0] != nil }
    let share = Double(common.count) / Double(before.count)
    kept = min(kept ?? share, share)
    let (added, gone) = (after.count - common.count, before.count - common.count)
    if added > 0 {
      changes.append("\(Self.rows(added)) of '\(path)' \(added == 1 ? "is" : "are") new")
    }
    if gone > 0 {
      changes.append("\(Self.rows(gone)) of '\(path)' \(gone == 1 ? "is" : "are") gone")
    }
    compareFields(common.compactMap { key in before[key].map { ($0, after[key] ?? .null) } }, path)
    let order = after.keys.filter { before[$0] != nil }
    if order != common { changes.append("the rows of '\(path)' are in another order") }
  }

  /// Fields that rows had, and that no row has any more.
  private mutating func loseFields(_ old: [JSONValue], _ new: [JSONValue], _ path: String) {
    var names: OrderedSet<String> = []
    for row in old {
      for (name, value) in row.object ?? [:] where !value.isBlank && !Self.clocks.contains(name) {
        names.append(name)
      }
    }
    for name in names {
      let isNest = old.lazy.compactMap { $0[name] }.first { !$0.isBlank }?.isNest
      let isLeft = new.contains { row in
        row[name].map { !$0.isBlank && $0.isNest == isNest } ?? false
      }
      if !isLeft { lost.append("\(path)[].\(name)") }
    }
  }

  /// Fields that changed, each told once with the number of rows.
  private mutating func compareFields(_ pairs: [(old: JSONValue, new: JSONValue)], _ path: String) {
    var changed: OrderedDictionary<String, Int> = [:]
    var fresh: OrderedDictionary<String, Int> = [:]
    var filled: OrderedDictionary<String, Int> = [:]
    for (old, new) in pairs {
      for name in (new.object ?? [:]).keys
      where old[name] == nil && !Self.clocks.contains(name) { fresh[name, default: 0] += 1 }
      for (name, value) in old.object ?? [:] where !Self.clocks.contains(name) {
        let other = new[name] ?? .null
        filled[name, default: 0] += value.isBlank ? 0 : 1
        guard value != other, value.moment == nil || other.moment == nil else { continue }
        changed[name, default: 0] += 1
      }
    }
    for (name, count) in changed {
      changes.append("'\(name)' changed in \(Self.rows(count)) of '\(path)'")
    }
    for (name, count) in fresh {
      changes.append("'\(name)' is new in \(Self.rows(count)) of '\(path)'")
    }
    for (name, count) in filled where count > 0 {
      let share = 1 - Double(min(changed[name] ?? 0, count)) / Double(count)
      agreement = min(agreement, share)
    }
  }

  private static func rows(_ count: Int) -> String { "\(count) row\(count == 1 ? "" : "s")" }

  private static func short(_ value: JSONValue) -> String {
    let text = value.json()
    return text.count > 30 ? text.prefix(30) + "…" : text
  }
}

extension JSONValue {
  /// Values lie in it.
  fileprivate var isNest: Bool { array != nil || object != nil }

  fileprivate func member(_ name: String) -> JSONValue? { self[name] }
}
