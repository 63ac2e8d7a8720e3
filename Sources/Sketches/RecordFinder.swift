public import BlockModel
import Foundation
public import OrderedCollections

/// A place in a JSON answer that looks like the rows a person wants to see.
public struct RecordCandidate: Sendable {
  public enum Form: Hashable, Sendable {
    /// A list of objects.
    case objects
    /// A list of lists of equal length; the first row may name the columns.
    case rows(header: [String]?)
    /// Lists of equal length in one object or below it: the way to each, by its name in the rows.
    case columns(OrderedDictionary<String, DataPath>)
    /// An object whose members are alike: objects, or scalars.
    case map
    /// A list of scalars.
    case scalars
  }

  public var path: DataPath
  public var form: Form
  /// The rows as objects, or as lists for ``Form/rows(header:)``.
  public var rows: [JSONValue]
  /// The columns of the rows.
  public var profile: Profile
  public var score: Double
}

/// Finds the lists in a JSON answer and says which is the most likely one.
public struct RecordFinder: Sendable {
  public let words: [String]
  public private(set) var candidates: [RecordCandidate] = []

  public init(in root: JSONValue, words: [String] = []) {
    self.words = words
    walk(root, DataPath(), depth: 0, penalty: 0)
    candidates.sort { $0.score > $1.score }
  }

  private mutating func walk(_ value: JSONValue, _ path: DataPath, depth: Int, penalty: Double) {
    guard depth < 8, candidates.count < 60, !FieldName(path.lastKey).isCoordinate else { return }
    switch value {
    case .array(let elements): walkList(elements, path, depth, penalty)
    case .object(let members): walkObject(members, path, depth, penalty)
    case .null, .bool, .integer, .number, .string: return
    }
  }

  private mutating func walkList(
    _ elements: [JSONValue], _ path: DataPath, _ depth: Int, _ penalty: Double
  ) {
    guard let first = elements.first else { return }
    let objects = elements.filter { $0.object != nil }
    if objects.count * 5 >= elements.count * 4 {
      add(.objects, objects, path, depth, penalty)
      let isShort = elements.count <= 2
      for (index, element) in elements.prefix(isShort ? 2 : 1).enumerated() {
        walk(
          element, path.appending(.index(index)), depth: depth + 1,
          penalty: penalty + (isShort ? 1 : 4))
      }
    } else if let width = first.array?.count, width >= 2,
      elements.allSatisfy({ $0.array?.count == width }), elements.count >= 2
    {
      let header = Self.header(of: elements)
      add(
        .rows(header: header), header == nil ? elements : Array(elements.dropFirst()), path, depth,
        penalty)
    } else if elements.allSatisfy({ $0.array?.isEmpty == false }), elements.count >= 3,
      elements.allSatisfy({ $0.array?.contains(where: \.isContainer) == false })
    {
      // Rows whose last cells are left out.
      let width = elements.lazy.compactMap(\.array?.count).max() ?? 0
      let full = elements.map { row in
        JSONValue.array(
          (row.array ?? []) + Array(repeating: .null, count: width - (row.array?.count ?? 0)))
      }
      add(.rows(header: nil), full, path, depth, penalty + 1)
    } else if elements.allSatisfy({ !$0.isContainer }) {
      if elements.count >= 2 {
        add(.scalars, elements.map { ["value": $0] }, path, depth, penalty)
      }
    } else {
      for (index, element) in elements.prefix(4).enumerated() {
        walk(element, path.appending(.index(index)), depth: depth + 1, penalty: penalty + 0.2)
      }
    }
  }

  private mutating func walkObject(
    _ members: JSONObject, _ path: DataPath, _ depth: Int, _ penalty: Double
  ) {
    if let columns = ParallelLists(members) {
      add(.columns(columns.paths), columns.rows, path, depth, penalty)
      if columns.isWhole { return }
    }
    if KeyedRows.isMap(members, named: path.lastKey) {
      let rows = members.map { key, value -> JSONValue in
        ["key": .string(key), "value": value]
      }
      add(.map, rows, path, depth, penalty)
      return
    }
    for (key, member) in members {
      walk(member, path.appending(.key(key)), depth: depth + 1, penalty: penalty)
    }
  }

  private mutating func add(
    _ form: RecordCandidate.Form, _ rows: [JSONValue], _ path: DataPath, _ depth: Int,
    _ penalty: Double
  ) {
    guard !rows.isEmpty else { return }
    let profile = Profile(rows, depth: form == .map ? 4 : 3)
    let score = score(form, rows, profile, path) - 0.5 * Double(depth) - penalty
    candidates.append(
      RecordCandidate(path: path, form: form, rows: rows, profile: profile, score: score))
  }

  private func score(
    _ form: RecordCandidate.Form, _ rows: [JSONValue], _ profile: Profile, _ path: DataPath
  ) -> Double {
    let columns = profile.columns.values.filter { $0.coverage > 0.3 }
    var score = min(3, log2(Double(rows.count)))
    let names = path.keys.joined(separator: " ").lowercased()
    if words.contains(where: { names.contains(Self.stem($0)) }) { score += 2.5 }
    let fields = columns.map { $0.path.lastKey.lowercased() }
    for word in words where fields.contains(where: { $0.contains(Self.stem(word)) }) {
      score += 0.7
    }
    if form == .scalars { return score - 3 }
    if columns.contains(where: { $0.name.titleRank > 0 && $0.kind.isWords && !$0.isConstant }) {
      score += 3
    }
    if columns.contains(where: { $0.kind.isTime }) { score += 1.5 }
    if columns.contains(where: { $0.kind == .url || $0.kind == .image }) { score += 1 }
    score += min(2, 0.7 * Double(columns.filter { $0.kind.isNumber }.count))
    return score + min(1, 0.2 * Double(columns.count))
  }

  /// "quakes" also finds "quake".
  public static func stem(_ word: String) -> String {
    word.count > 4 && word.hasSuffix("s") ? String(word.dropLast()) : word
  }

  /// The first row when it names the others: texts over columns that hold something else.
  private static func header(of rows: [JSONValue]) -> [String]? {
    guard let first = rows.first?.array, rows.count > 2 else { return nil }
    let names = first.compactMap { $0.string?.trimming(\.isWhitespace) }
    guard names.count == first.count, !names.contains(""), Set(names).count == names.count,
      names.allSatisfy({ Double($0) == nil && $0.count <= 60 })
    else { return nil }
    let second = rows[1].array ?? []
    return second.contains { $0.string.map { Double($0) != nil } ?? !$0.isNull } ? names : nil
  }
}
