import BlockModel
import Egress
import Foundation

/// The places of a source's answer with the values that stand there, to compare an answer of today with one that
/// was understood.
struct SourceShape {
  /// Values by path: `items[].title`. The path of the top is empty.
  var values: [String: Set<JSONValue>] = [:]
  /// The same in the order of the answer.
  private var ordered: [String: [JSONValue]] = [:]

  private static let maximumDepth = 12
  private static let maximumValues = 200
  private static let maximumPaths = 4_000

  /// `nil` of what is neither JSON nor a table.
  init?(_ answer: RecordedAnswer) {
    if let json = try? JSONValue(parsing: answer.body) {
      guard json.array != nil || json.object != nil else { return nil }
      add(json, "", 0)
      return
    }
    guard answer.mediaType.contains("csv") else { return nil }
    add(table: String(decoding: answer.body, as: UTF8.self))
  }

  /// The values of a place in the order of the answer.
  func list(_ path: String) -> [JSONValue] { ordered[path] ?? [] }

  /// The values of all places of a name.
  func values(named name: String) -> [JSONValue] {
    ordered.filter { $0.key == name || $0.key.hasSuffix("." + name) }.sorted { $0.key < $1.key }
      .flatMap(\.value)
  }

  /// The shape with everything in a wrapper.
  func wrapped(in name: String) -> SourceShape {
    with { path in path.isEmpty || path.hasPrefix("[]") ? name + path : name + "." + path }
  }

  private func with(_ place: (String) -> String) -> SourceShape {
    var shape = self
    shape.values = Dictionary(values.map { (place($0.key), $0.value) }) { one, _ in one }
    shape.ordered = Dictionary(ordered.map { (place($0.key), $0.value) }) { one, _ in one }
    return shape
  }

  /// The shape with one thing at another place, and what lies in it.
  func moved(_ path: String, to place: String) -> SourceShape {
    with { old in
      old == path || old.hasPrefix(path + ".") || old.hasPrefix(path + "[]")
        ? place + old.dropFirst(path.count) : old
    }
  }

  private mutating func add(_ value: JSONValue, _ path: String, _ depth: Int) {
    guard depth <= Self.maximumDepth, values.count < Self.maximumPaths else { return }
    switch value {
    case .object(let members):
      if !path.isEmpty { values[path, default: []] = values[path] ?? [] }
      for (name, member) in members {
        add(member, path.isEmpty ? name : path + "." + name, depth + 1)
      }
    case .array(let elements):
      values[path + "[]", default: []] = values[path + "[]"] ?? []
      for element in elements.prefix(Self.maximumValues) { add(element, path + "[]", depth + 1) }
    case .null: values[path, default: []] = values[path] ?? []
    case .bool, .integer, .number, .string:
      if values[path, default: []].count < Self.maximumValues {
        values[path, default: []].insert(value)
      }
      if ordered[path, default: []].count < Self.maximumValues {
        ordered[path, default: []].append(value)
      }
    }
  }

  /// The header and the cells below it; the sign between them is the most frequent one of the header.
  private mutating func add(table text: String) {
    let lines = text.split(whereSeparator: \.isNewline).prefix(Self.maximumValues)
    guard let header = lines.first else { return }
    let signs: [Character] = [",", ";", "\t", "|"]
    let sign =
      signs.max { one, other in
        header.count { $0 == one } < header.count { $0 == other }
      } ?? ","
    func cells(_ line: Substring) -> [String] {
      line.split(separator: sign, omittingEmptySubsequences: false).map { cell in
        cell.trimmingCharacters(in: CharacterSet(charactersIn: " \"\u{FEFF}"))
      }
    }
    let names = cells(header)
    for name in names where !name.isEmpty { values["[]." + name] = [] }
    for line in lines.dropFirst() {
      for (name, cell) in zip(names, cells(line)) where !name.isEmpty && !cell.isEmpty {
        values["[]." + name, default: []].insert(.string(cell))
        ordered["[]." + name, default: []].append(.string(cell))
      }
    }
  }
}
