public import BlockModel
public import BlockUI
import Sketches

/// The rows a block shows, and the fields of them by all names people may say.
public struct RefineFields: Sendable {
  /// The member of the data that holds the rows: `rows`, `quakes`.
  let key: String
  public let rows: [JSONObject]
  /// Fields in the order of the card, then those that only the rows have.
  public let names: [String]
  /// What the card writes over a field.
  private let headers: [String: [String]]

  /// `nil` when the block shows no rows.
  public init?(_ tree: SpecTree?, data: JSONValue?) {
    var bound: [String] = []
    var headers: [String: [String]] = [:]
    var names: [String] = []
    for component in tree?.components ?? [] {
      let lists = [component[.data]?.path] + component.fields.map(\.rows)
      bound += lists.compactMap { $0.flatMap(Self.member) }
      for field in component.fields {
        guard let name = field.name else { continue }
        names.append(name)
        if let label = field.label?.literal?.string { headers[name, default: []].append(label) }
      }
    }
    let members = data?.object ?? [:]
    let filled = members.keys.filter { members[$0]?[0]?.object != nil }
    guard let key = bound.first(where: filled.contains) ?? filled.first ?? bound.first else {
      return nil
    }
    self.key = key
    self.headers = headers
    rows = (members[key]?.array ?? []).compactMap(\.object)
    let rowNames = rows.flatMap(\.keys)
    if !rows.isEmpty { names.removeAll { !rowNames.contains($0) } }
    self.names = (names + rowNames).reduce(into: []) { list, name in
      if !list.contains(name) { list.append(name) }
    }
  }

  /// The member of the data that a path is.
  private static func member(_ path: Path) -> String? {
    guard path.origin != .row, path.segments.count == 1, case .name(let name) = path.segments[0]
    else { return nil }
    return name
  }

  /// The name on the card, else the one people would give: "Magnitude" for `mag`.
  public func label(_ field: String) -> String { headers[field]?.first ?? FieldName(field).label }

  private func spellings(_ field: String) -> [String] {
    [field, FieldName(field).label] + (headers[field] ?? [])
  }

  private static func fold(_ text: String) -> String {
    FieldName(text).words.joined(separator: " ")
  }

  /// The field a person means: by a name of it, by a word that only one has, or nearly spelled so.
  func field(_ said: String) throws(AuthoringAnswer) -> String {
    let wanted = Self.fold(said)
    let plural = wanted.hasSuffix("s") ? String(wanted.dropLast()) : wanted + "s"
    for wanted in [wanted, plural] {
      if let field = names.first(where: { spellings($0).contains { Self.fold($0) == wanted } }) {
        return field
      }
    }
    let holding = names.filter { field in
      spellings(field).contains { Self.fold($0).split(separator: " ").contains { $0 == wanted } }
    }
    if holding.count == 1 { return holding[0] }
    let near = NearName.best(for: said, among: names.flatMap(spellings))
    if let near, let field = names.first(where: { spellings($0).contains(near) }) { return field }
    throw AuthoringAnswer(
      "This block has no “\(said)”; its fields are \(names.map(label).joined(separator: ", ")).",
      suggestions: names.first.map { ["sort by \(label($0))"] } ?? [])
  }

  /// The values of a field that are there.
  func values(_ field: String) -> [JSONValue] {
    rows.compactMap { $0[field] }.filter { !$0.isNull && $0 != "" }
  }

  private func kinds(_ field: String) -> [ValueKind] {
    values(field).prefix(200).compactMap { ValueKind(of: $0, named: "value") }
  }

  /// Are the values numbers, written as such?
  public func isNumber(_ field: String) -> Bool {
    let values = values(field)
    return !values.isEmpty && values.allSatisfy { $0.number != nil }
  }

  /// Are the values texts people read as numbers: `107000`, `£51.77`, `12 %`?
  public func isNumberText(_ field: String) -> Bool {
    let kinds = kinds(field)
    let count = kinds.count { kind in
      [.numberText, .moneyText, .percentText, .int, .num].contains(kind)
    }
    return !isNumber(field) && count > 0 && count * 10 >= kinds.count * 9
  }

  /// The field with the moment of a row.
  var time: String? {
    names.first { field in
      let kinds = values(field).prefix(200).compactMap { ValueKind(of: $0, named: field) }
      return !kinds.isEmpty && kinds.allSatisfy(\.isTime)
    }
  }

  /// The text fields one of whose values this is, whatever the case.
  func holding(_ value: String) -> [String] {
    let wanted = value.lowercased()
    return names.filter { field in
      values(field).contains { $0.string?.lowercased() == wanted }
    }
  }
}
