public import BlockModel
import OrderedCollections

/// The form of a source in a page: a line for each path with kind, coverage, range and an example.
///
/// What a model sees instead of the raw answer, and what drift is measured against.
///
/// A key that some rows lack has `3/5`; an object used as a map shows two of its keys; rows that are
/// lists show the first of them beside the names of their columns, by their places in Lua; addresses
/// for programs are folded into one line.
public struct Sketch: Sendable {
  /// Lines that are kept.
  public static let maximumLines = 60
  public static let exampleLength = 48
  /// Elements of a list that are looked at.
  static let maximumElements = 60
  /// Addresses side by side from which on they are folded.
  static let minimumFolded = 4

  private var columns: OrderedDictionary<DataPath, Column> = [:]
  private var lists: OrderedDictionary<DataPath, Group> = [:]
  /// Objects seen at a path: how often each of its keys could have been there.
  private var objects: [DataPath: Int] = [:]
  /// Nulls that were seen where other rows have an object.
  private var nulls: [DataPath: Int] = [:]
  private let words: SketchWords
  private let names: ColumnNames

  /// A list, a map, or a list of lists.
  private struct Group {
    var count: Int
    /// Two keys of a map.
    var keys: [String] = []
    /// The first row of a list of rows that are lists.
    var row: [JSONValue]?
  }

  /// - Parameter words: words of the wish; paths that hold one are kept first.
  public init(of value: JSONValue, words: [String] = []) {
    self.words = SketchWords(words)
    names = ColumnNames(in: value)
    walk(value, DataPath(), depth: 0)
    // What an object that is null in some rows holds is absent there.
    for (path, count) in nulls where objects[path] != nil { objects[path, default: 0] += count }
    for path in columns.keys {
      let seen = path.steps.last.flatMap { step in
        if case .key = step { objects[DataPath(Array(path.steps.dropLast()))] } else { nil }
      }
      guard let seen, let rows = columns[path]?.rows else { continue }
      columns[path]?.rows = max(seen, rows)
    }
  }

  /// The last keys of paths that are there in some rows and not in others.
  public var optionalKeys: Set<String> {
    Set(columns.values.filter { $0.present < $0.rows }.map { $0.path.lastKey })
  }

  private mutating func walk(_ value: JSONValue, _ path: DataPath, depth: Int) {
    guard depth < 10, columns.count + lists.count < 600 else { return }
    switch value {
    case .object(let members):
      let isMap = KeyedRows.isMap(members, named: path.lastKey, byCount: false)
      if isMap {
        lists[path.appending(.member)] = Group(
          count: members.count, keys: members.keys.prefix(2).map { String($0) })
      } else {
        objects[path, default: 0] += 1
      }
      for (key, member) in members.prefix(isMap ? 40 : 200) {
        walk(member, path.appending(isMap ? .member : .key(key)), depth: depth + 1)
      }
    case .array(let elements):
      let inner = path.appending(.each)
      var group = lists[inner] ?? Group(count: 0)
      group.count = max(group.count, elements.count)
      group.row = group.row ?? Self.row(of: elements)
      lists[inner] = group
      guard group.row == nil else { return }
      for element in elements.prefix(Self.maximumElements) {
        walk(element, inner, depth: depth + 1)
      }
      if elements.count > Self.maximumElements, let last = elements.last { note(last, inner) }
    case .null, .bool, .integer, .number, .string: add(value, at: path)
    }
  }

  /// The end of a long list: until when its times go.
  private mutating func note(_ value: JSONValue, _ path: DataPath) {
    for (key, member) in value.object ?? [:] { columns[path.appending(.key(key))]?.last = member }
    if value.object == nil { columns[path]?.last = value }
  }

  private mutating func add(_ value: JSONValue, at path: DataPath) {
    if value.isNull { nulls[path, default: 0] += 1 }
    var column = columns[path] ?? Column(path: path)
    column.rows += 1
    if let kind = ValueKind(of: value, named: path.lastKey), kind != .null {
      column.kinds[kind, default: 0] += 1
      column.present += 1
      column.last = value
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

  /// The first row that holds data, when the rows are lists of equal length with scalars of several
  /// kinds. Pairs of numbers are places or points, and are as clear without names.
  private static func row(of elements: [JSONValue]) -> [JSONValue]? {
    guard let width = elements.first?.array?.count, width >= 2, elements.count >= 2 else {
      return nil
    }
    let rows = elements.prefix(maximumElements).compactMap(\.array)
    guard rows.count == min(elements.count, maximumElements),
      rows.allSatisfy({ $0.count == width && !$0.contains(where: \.isContainer) }),
      width > 2 || rows.contains(where: { row in row.contains { $0.number == nil } })
    else { return nil }
    // A first row that names the columns is told apart by what follows it.
    return ColumnNames.isHeader(rows[0], above: rows[1]) ? rows[1] : rows[0]
  }

  // MARK: Lines

  /// The lines, lists first seen first.
  public var text: String {
    var lines: [(path: DataPath, text: String)] = lists.map { ($0, line($0, $1)) }
    lines += folded()
    if lines.count > Self.maximumLines {
      func rank(_ path: DataPath) -> Int {
        (words.isMeant(path) ? 0 : 100) + path.steps.count
      }
      let kept = lines.enumerated().sorted {
        (rank($0.element.path), $0.offset) < (rank($1.element.path), $1.offset)
      }.prefix(Self.maximumLines).map(\.offset).sorted()
      let dropped = lines.count - kept.count
      return (kept.map { lines[$0].text } + ["… \(dropped) more paths"]).joined(separator: "\n")
    }
    return lines.map(\.text).joined(separator: "\n")
  }

  private func line(_ path: DataPath, _ group: Group) -> String {
    if let row = group.row {
      let names = names.of(row.count, near: path)
      let values = row.prefix(24).enumerated().map { place, value in
        let name = names?.names[place].map { " \($0)" } ?? ""
        return "[\(place + 1)]\(name) = \(value.string.map(Self.quoted) ?? value.json())"
      }
      let origin = names.map { ", columns named by \($0.origin)" } ?? ""
      return "\(path)  list of \(group.count) rows\(origin); a row: "
        + values.joined(separator: ", ") + (row.count > 24 ? ", …" : "")
    }
    guard path.steps.last == .member else { return "\(path)  list of \(group.count)" }
    return "\(path)  map of \(group.count), keys "
      + group.keys.map(Self.quoted).joined(separator: ", ") + ", …"
  }

  /// The columns, with the addresses for programs of each object in one line.
  private func folded() -> [(path: DataPath, text: String)] {
    var addresses: OrderedDictionary<DataPath, [Column]> = [:]
    for column in columns.values where isForPrograms(column) {
      addresses[DataPath(Array(column.path.steps.dropLast())), default: []].append(column)
    }
    addresses = addresses.filter { $0.value.count >= Self.minimumFolded }
    let hidden = Set(addresses.values.flatMap { $0.map(\.path) })
    return columns.values.filter { !hidden.contains($0.path) }.map { ($0.path, line($0)) }
      + addresses.map { parent, columns in
        let names = columns.prefix(2).map(\.path.lastKey).joined(separator: ", ")
        return (
          parent.appending(.key("*_url")),
          "\(parent)  and \(columns.count) addresses for programs: \(names), …"
        )
      }
  }

  /// `archive_url`, `commits_url`, `followers_url`, not `html_url`, `avatar_url`.
  private func isForPrograms(_ column: Column) -> Bool {
    let name = column.name.words
    guard column.kind == .url || column.kind == .null, let last = name.last,
      ["url", "uri", "href", "endpoint"].contains(last), name.count > 1
    else { return false }
    return Self.humanAddresses.isDisjoint(with: name) && !words.isMeant(column.path)
  }

  private static let humanAddresses: Set<String> = [
    "html", "web", "page", "home", "homepage", "site", "external", "canonical", "permalink",
    "public", "story", "article", "image", "img", "avatar", "icon", "logo", "thumbnail", "thumb",
    "photo", "picture", "poster", "cover", "short", "share", "media", "video", "audio",
  ]

  private func line(_ column: Column) -> String {
    if column.present == 0, let seen = objects[column.path], let none = nulls[column.path] {
      return "\(column.path)  object \(seen - none)/\(seen)"
    }
    return Self.line(column)
  }

  private static func line(_ column: Column) -> String {
    if let mixed = mixed(column) { return mixed }
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
    // A list of times: from when until when.
    let isSpan = column.kind == .time && column.distinct.count > 6
    let end = isSpan ? column.last.string.map { " … " + quoted($0) } ?? "" : ""
    return line + " = " + quoted(column.example) + end + dateOrder(of: column)
  }

  /// A column of numbers with words among them: "num 7/8, text 1/8".
  private static func mixed(_ column: Column) -> String? {
    let numbers = (column.kinds[.int] ?? 0) + (column.kinds[.num] ?? 0)
    guard numbers > 0, numbers < column.present, !column.kind.isNumber, !column.kind.isTime,
      let word = column.distinct.first(where: { Double($0) == nil })
    else { return nil }
    let number = column.distinct.first { Double($0) != nil } ?? ""
    return
      "\(column.path)  num \(numbers)/\(column.rows) = \(number), other \(column.present - numbers)/\(column.rows) = \(quoted(word))"
  }

  /// Which way the dates are to be read, where `time.parse` would take the month first.
  private static func dateOrder(of column: Column) -> String {
    guard column.kind == .timeText,
      let order = DateOrder(column.distinct.filter(ValueKind.isWrittenDate))
    else { return "" }
    return switch order.isDayFirst {
    case true?: ", day first: time.parse(v, { day_first = true })"
    case false?: ", month first"
    case nil: ", day or month first is not settled: choose as the source's country writes"
    }
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
