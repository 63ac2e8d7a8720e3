public import BlockModel
public import OrderedCollections

/// What the names in a spec stand for while one card is rendered.
///
/// The first name of a path is looked up in the rows that enclose the node (innermost first:
/// `item`, `index`, the name in `as`), then among `params`, `now`, `block`, then in the data.
/// There is no fall-through: `title` never means `item.title`.
public struct Scope: Sendable {
  private struct Row: Sendable {
    let item: JSONValue
    /// 1-based.
    let index: Int
    let name: String?
  }

  /// What is the same in all rows of a card: shared, since each row has a scope of its own.
  private final class Whole: Sendable {
    let data: JSONValue
    let params: JSONValue
    let now: JSONValue
    let block: JSONValue

    init(_ data: JSONValue, _ params: JSONValue, _ now: JSONValue, _ block: JSONValue) {
      self.data = data
      self.params = params
      self.now = now
      self.block = block
    }
  }

  private let whole: Whole
  private var rows: [Row] = []

  /// What the script returned.
  public var data: JSONValue { whole.data }

  /// - Parameters:
  ///   - now: Unix seconds.
  ///   - block: what `${block.name}` reads.
  public init(data: JSONValue, params: JSONObject = [:], now: Double, block: JSONObject = [:]) {
    whole = Whole(
      data, .object(params), Int64(exactly: now).map(JSONValue.integer) ?? .number(now),
      .object(block))
  }

  /// The names every spec can use, whatever its data.
  public static let reservedNames = ["item", "index", "params", "now", "block"]

  /// The scope inside one row.
  ///
  /// - Parameters:
  ///   - index: 1-based.
  ///   - name: the name in `as`, beside `item`.
  public func row(_ item: JSONValue, index: Int, as name: String? = nil) -> Scope {
    var inner = self
    inner.rows.append(Row(item: item, index: index, name: name))
    return inner
  }

  /// The current row; `nil` outside rows.
  public var item: JSONValue? { rows.last?.item }

  /// What is at the path; `nil` when absent or null.
  public func value(at path: Path) -> JSONValue? {
    var segments = path.segments[...]
    var current: JSONValue
    switch path.origin {
    case .root: current = data
    case .row:
      guard let item else { return nil }
      current = item
    case .scope:
      guard case .name(let name) = segments.popFirst(), let value = named(name) else { return nil }
      current = value
    }
    for segment in segments {
      let next =
        switch segment {
        case .name(let name): current[name]
        case .index(let index): current[index]
        }
      guard let next else { return nil }
      current = next
    }
    // `nil` in a ternary would be the JSON null.
    if current.isNull { return Optional.none }
    return current
  }

  private func named(_ name: String) -> JSONValue? {
    for row in rows.reversed() {
      if name == "item" { return row.item }
      if name == "index" { return .integer(Int64(row.index)) }
      if name == row.name { return row.item }
    }
    switch name {
    case "params": return whole.params
    case "now": return whole.now
    case "block": return whole.block
    case "item", "index": return nil
    default: return data[name]
    }
  }
}
