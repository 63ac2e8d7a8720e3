public import BlockModel
public import OrderedCollections

/// What is known of all values at one path.
public struct Column: Sendable {
  public var path: DataPath
  /// How often each kind was seen; `null` is not counted.
  public var kinds: [ValueKind: Int] = [:]
  /// Rows that have a value.
  public var present = 0
  /// Rows that were looked at.
  public var rows = 0
  /// Distinct values as text, at most ``Profile/maximumDistinct``.
  public var distinct: OrderedSet<String> = []
  public var low: Double?
  public var high: Double?
  /// The number nearest to zero that is not zero, without its sign.
  public var least: Double?
  public var decimals = 0
  public var characters = 0
  /// The value of the last row that has one.
  public var last: JSONValue = .null
  /// The values are lists of texts, shown with commas.
  public var isJoined = false
  public var separator = ", "

  /// A column without values.
  public init(path: DataPath) { self.path = path }

  public var name: FieldName { FieldName(path.lastKey) }
  public var coverage: Double { rows == 0 ? 0 : Double(present) / Double(rows) }
  public var isConstant: Bool { distinct.count == 1 && present > 2 }
  public var meanLength: Double { present == 0 ? 0 : Double(characters) / Double(present) }
  /// Share of the values that occur once, as far as was counted.
  public var distinctness: Double {
    present == 0 ? 0 : Double(distinct.count) / Double(min(present, Profile.maximumDistinct))
  }
  public var example: String { distinct.first ?? "" }

  /// The kind that describes all values; mixed texts are texts.
  public var kind: ValueKind {
    guard present > 0 else { return .null }
    let total = Double(present)
    if let (kind, count) = kinds.max(by: { $0.value < $1.value }), Double(count) >= 0.9 * total {
      return kind
    }
    let seen = Set(kinds.keys)
    if seen.isSubset(of: [.int, .num]) { return .num }
    if seen.isSubset(of: [.int, .id]) { return .int }
    if seen.isSubset(of: [.int, .num, .numberText]) { return .numberText }
    if seen.isSubset(of: [.url, .image]) { return .url }
    if seen.contains(.html) { return .html }
    return meanLength > 140 ? .longtext : .text
  }
}

/// The columns of some rows: nested objects flattened, lists of texts joined.
public struct Profile: Sendable {
  /// Values counted apart per column.
  public static let maximumDistinct = 200
  /// Rows looked at: the first, and as many at the end.
  public static let maximumRows = 400

  public private(set) var columns: OrderedDictionary<DataPath, Column> = [:]
  /// In how many rows the object or list at a path is there.
  private(set) var containers: [DataPath: Int] = [:]
  public let rowCount: Int
  private(set) var sampled = 0

  /// - Parameter depth: objects inside of each other that are opened.
  public init(_ rows: [JSONValue], depth: Int = 3) {
    rowCount = rows.count
    let half = Self.maximumRows / 2
    let sample =
      rows.count <= Self.maximumRows ? rows : Array(rows.prefix(half) + rows.suffix(half))
    sampled = sample.count
    for row in sample { add(row, at: DataPath(), depth: depth) }
    for path in columns.keys { columns[path]?.rows = sample.count }
  }

  private mutating func add(_ value: JSONValue, at path: DataPath, depth: Int) {
    switch value {
    case .object(let members):
      containers[path, default: 0] += 1
      guard depth >= 0, members.count <= 200 else { return }
      for (key, member) in members {
        guard depth > 0 || !member.isContainer else { continue }
        add(member, at: path.appending(.key(key)), depth: depth - 1)
      }
    case .array(let elements):
      containers[path, default: 0] += 1
      addList(elements, at: path, depth: depth)
    case .null, .bool, .integer, .number, .string:
      addScalar(value, at: path)
    }
  }

  private mutating func addList(_ elements: [JSONValue], at path: DataPath, depth: Int) {
    guard let first = elements.first else { return }
    if path.steps.isEmpty {
      for (index, element) in elements.prefix(60).enumerated() where !element.isContainer {
        addScalar(element, at: path.appending(.index(index)))
      }
    } else if elements.count <= 12,
      elements.allSatisfy({ $0.string.map { $0.count <= 40 } ?? false })
    {
      let text = elements.compactMap(\.string).joined(separator: ", ")
      addScalar(.string(text), at: path)
      columns[path]?.isJoined = true
    } else if first.object != nil, depth > 1, !path.steps.contains(.index(0)) {
      add(first, at: path.appending(.index(0)), depth: depth - 2)
    } else if elements.count == 2, elements.allSatisfy({ $0.integer != nil }),
      !FieldName(path.lastKey).isCoordinate
    {
      // Results of games: [2, 1].
      addScalar(.string(elements.map { $0.json() }.joined(separator: ":")), at: path)
      columns[path]?.isJoined = true
      columns[path]?.separator = ":"
    }
  }

  private mutating func addScalar(_ value: JSONValue, at path: DataPath) {
    guard let kind = ValueKind(of: value, named: path.lastKey) else { return }
    var column = columns[path] ?? Column(path: path)
    defer { columns[path] = column }
    guard kind != .null else { return }
    column.kinds[kind, default: 0] += 1
    column.present += 1
    column.last = value
    let text = value.string ?? value.json()
    column.characters += text.unicodeScalars.count
    if column.distinct.count < Self.maximumDistinct {
      column.distinct.append(text.utf8.count <= 300 ? text : String(text.prefix(300)))
    }
    if let number = value.number ?? (kind.isNumber ? Double(text) : nil) {
      if number != 0 { column.least = min(column.least ?? abs(number), abs(number)) }
      column.low = min(column.low ?? number, number)
      column.high = max(column.high ?? number, number)
      if let dot = text.firstIndex(of: "."), !text.contains("e") {
        column.decimals = max(column.decimals, text.distance(from: dot, to: text.endIndex) - 1)
      }
    }
  }

  /// Is the container at `path` there in every row?
  public func isAlwaysThere(_ path: DataPath) -> Bool { containers[path] == sampled }
}

extension JSONValue {
  public var isContainer: Bool {
    switch self {
    case .array, .object: true
    case .null, .bool, .integer, .number, .string: false
    }
  }
}
