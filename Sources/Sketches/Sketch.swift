public import BlockModel
import OrderedCollections

/// The form of a source in a page: a line for each path with kind, coverage, range and an example.
///
/// What a model sees instead of the raw answer, and what drift is measured against.
public struct Sketch: Sendable {
  /// Lines that are kept.
  public static let maximumLines = 60
  public static let exampleLength = 48

  private var columns: OrderedDictionary<DataPath, Column> = [:]
  private var lists: OrderedDictionary<DataPath, (count: Int, rows: Int)> = [:]
  private let words: [String]

  /// - Parameter words: words of the wish; paths that hold one are kept first.
  public init(of value: JSONValue, words: [String] = []) {
    self.words = words
    walk(value, DataPath(), depth: 0)
  }

  private mutating func walk(_ value: JSONValue, _ path: DataPath, depth: Int) {
    guard depth < 10, columns.count + lists.count < 600 else { return }
    switch value {
    case .object(let members):
      let isMap = KeyedRows.isMap(members, named: path.lastKey, byCount: false)
      if isMap { lists[path.appending(.member)] = (members.count, 1) }
      for (key, member) in members.prefix(isMap ? 40 : 200) {
        walk(member, path.appending(isMap ? .member : .key(key)), depth: depth + 1)
      }
    case .array(let elements):
      let inner = path.appending(.each)
      let old = lists[inner] ?? (0, 0)
      lists[inner] = (max(old.count, elements.count), old.rows + 1)
      for element in elements.prefix(60) { walk(element, inner, depth: depth + 1) }
    case .null, .bool, .integer, .number, .string:
      var column = columns[path] ?? Column(path: path)
      column.rows += 1
      if let kind = ValueKind(of: value, named: path.lastKey), kind != .null {
        column.kinds[kind, default: 0] += 1
        column.present += 1
        let text = value.string ?? value.json()
        column.characters += text.count
        if column.distinct.count < Profile.maximumDistinct { column.distinct.append(text) }
        if let number = value.number {
          column.low = min(column.low ?? number, number)
          column.high = max(column.high ?? number, number)
        }
      }
      columns[path] = column
    }
  }

  /// The lines, lists first seen first.
  public var text: String {
    var lines: [(path: DataPath, text: String)] = lists.map { path, list in
      (path, "\(path)  \(path.steps.last == .member ? "map" : "list") of \(list.count)")
    }
    lines += columns.values.map { ($0.path, Self.line($0)) }
    if lines.count > Self.maximumLines {
      func rank(_ path: DataPath) -> Int {
        let name = path.suffix.lowercased()
        return (words.contains { name.contains($0) } ? 0 : 100) + path.steps.count
      }
      let kept = lines.enumerated().sorted {
        (rank($0.element.path), $0.offset) < (rank($1.element.path), $1.offset)
      }.prefix(Self.maximumLines).map(\.offset).sorted()
      let dropped = lines.count - kept.count
      return (kept.map { lines[$0].text } + ["… \(dropped) more paths"]).joined(separator: "\n")
    }
    return lines.map(\.text).joined(separator: "\n")
  }

  private static func line(_ column: Column) -> String {
    var line = "\(column.path)  \(column.kind.rawValue)"
    if column.present < column.rows { line += " \(column.present)/\(column.rows)" }
    if column.kind.isNumber || column.kind == .timeSeconds || column.kind == .timeMilliseconds,
      let low = column.low, let high = column.high
    {
      return line + (low == high ? " = \(short(low))" : " \(short(low))..\(short(high))")
    }
    if column.present == 0 { return line }
    if (2...6).contains(column.distinct.count), column.present > column.distinct.count {
      return line + " one of " + column.distinct.map(quoted).joined(separator: ", ")
    }
    return line + " = " + quoted(column.example)
  }

  private static func short(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? JSONValue.number(number).json()
  }

  private static func quoted(_ text: String) -> String {
    JSONValue.string(
      text.count > exampleLength ? text.prefix(exampleLength) + "…" : text
    ).json()
  }
}
