import BlockModel
import Sketches

/// One field of a row that the drafted script may return.
struct RowField: Sendable {
  /// Name in the script's data, `lower_snake_case`, unique in the row.
  var name: String
  /// Name for people.
  var label: String
  /// Lua expression that reads it from `row` (or `key`, or `i`).
  var lua: String
  var column: Column
  var kind: ValueKind
  /// Shown behind the number: `°C`, `mm`.
  var unit: String?
  /// ISO 4217 code when the number is an amount of money.
  var currency: String?
  /// The field's own name in the source.
  var fieldName: FieldName
  /// Order in the source.
  var position: Int

  var isShownByDefault: Bool {
    column.coverage >= 0.25 && !fieldName.isCoordinate && kind != .id && kind != .null
  }
}

extension RowField {
  /// The fields of some rows.
  /// - Parameter read: the Lua expression of a path, when rows are not plain objects.
  static func all(
    of profile: Profile, names: [String]? = nil, units: [String: String] = [:],
    read: ((DataPath) -> String)? = nil
  ) -> [RowField] {
    var taken: Set<String> = []
    return profile.columns.values.enumerated().compactMap { position, column in
      guard column.present > 0 else { return nil }
      let name = Self.name(of: column.path, in: profile, names)
      var identifier = name.identifier
      var number = 2
      while !taken.insert(identifier).inserted {
        identifier = "\(name.identifier)_\(number)"
        number += 1
      }
      var lua =
        read?(column.path) ?? LuaText.read(column.path, from: "row") { profile.isAlwaysThere($0) }
      if column.isJoined { lua = "table.concat(\(lua) or {}, \(LuaText.quoted(column.separator)))" }
      return RowField(
        name: identifier, label: name.label, lua: lua, column: column, kind: column.kind,
        unit: name.unit ?? units[column.path.lastKey], currency: nil, fieldName: name,
        position: position)
    }
  }

  /// The last key; with its parent's where it says nothing alone (`country.value`).
  private static func name(
    of path: DataPath, in profile: Profile, _ names: [String]?
  ) -> FieldName {
    if let names, case .index(let index)? = path.steps.last, names.indices.contains(index) {
      return FieldName(names[index])
    }
    let keys = path.keys
    guard let last = keys.last else {
      if case .index(let index)? = path.steps.last { return FieldName("column \(index + 1)") }
      return FieldName("value")
    }
    if case .index(let index)? = path.steps.last { return FieldName("\(last) \(index + 1)") }
    let name = FieldName(last)
    guard name.isGeneric, keys.count > 1 else { return name }
    let parent = FieldName(keys[keys.count - 2])
    if ["properties", "data", "attributes", "fields", "node", "item"].contains(parent.text) {
      return name
    }
    // `actor.name` is the actor; `rating.count` is a rating count.
    return ["name", "title", "value", "label", "text", "login", "displayname", "description"]
      .contains(name.words[0])
      ? parent : FieldName("\(parent.text) \(name.text)")
  }
}
