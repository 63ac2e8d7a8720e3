import BlockModel
import Notation
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
  /// Modules that ``lua`` needs.
  var modules: [String] = []
  /// What parts decimals where texts of the field are read as numbers.
  var decimal: DecimalMark?
  /// The source writes `n/a` or `—` where a number or a moment is missing, which the script reads as nothing.
  var hasMissing = false

  /// The number that the text of a row says, as Lua; `nil` there where it says none. Needs the module `text`.
  var asNumber: String {
    let options = decimal.map { ", { decimal = \(LuaText.quoted($0.rawValue)) }" } ?? ""
    return "text.number(tostring(row.\(name) or \"\")\(options))"
  }

  /// Texts that are numbers but for some: "1.250", "Agotado".
  var isMixed: Bool {
    kind == .text && column.distinct.count > 2
      && 2 * column.distinct.count { NumberText($0) != nil } > column.distinct.count
  }

  /// The value is a list of texts, written as one: the categories of an entry.
  var isList: Bool { column.isJoined && column.separator == ", " && kind.isWords }

  var isShownByDefault: Bool {
    column.coverage >= 0.25 && !fieldName.isCoordinate && kind != .id && kind != .null
  }
}

extension RowField {
  /// A field that rows will have when there are some.
  init(unknown name: String, kind: ValueKind, position: Int, lua: String? = nil) {
    let fieldName = FieldName(name)
    self.init(
      name: fieldName.identifier, label: fieldName.label, lua: lua ?? "row\(LuaText.member(name))",
      column: Column(path: DataPath([.key(name)])), kind: kind, unit: nil, currency: nil,
      fieldName: fieldName, position: position)
  }

  /// The fields of some rows, as what their columns mean.
  /// - Parameters:
  ///   - context: what is known of the source; its decimal mark is found among the columns.
  ///   - read: the Lua expression of a path, when rows are not plain objects.
  static func all(
    of profile: Profile, names: [String]? = nil, units: [String: String] = [:],
    context: ColumnReading.Context, read: ((DataPath) -> String)? = nil
  ) -> [RowField] {
    var context = context
    let texts = profile.columns.values.lazy.filter(\.isText).flatMap(\.distinct)
    context.decimal =
      context.decimal ?? DecimalMark(provenBy: texts.compactMap { NumberText($0) })
    var taken: Set<String> = []
    let fields: [RowField] = profile.columns.values.enumerated().compactMap { position, column in
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
      var reading = ColumnReading(column, context)
      // Names of positions stand for the keys that objects have.
      if let names, !names.isEmpty, !reading.column.name.isTime, name.isTime || name.isYear {
        var named = column
        named.path = DataPath([.key(name.text)])
        reading = ColumnReading(named, context)
        reading.place(at: column.path)
      }
      let converted = LuaConversion(reading.conversion)
      return RowField(
        name: identifier, label: name.label(of: reading), lua: converted.applied(to: lua),
        column: reading.column, kind: reading.kind,
        unit: reading.unit ?? name.unit ?? units[column.path.lastKey], currency: reading.currency,
        fieldName: name, position: position, modules: converted.modules,
        decimal: column.isText ? context.mark : nil,
        hasMissing: reading.hasMissing && reading.conversion != .none)
    }
    return told(fields)
  }

  /// Fields that people would read alike are told apart by what they belong to: "Sender city".
  private static func told(_ fields: [RowField]) -> [RowField] {
    let counts = fields.reduce(into: [:]) { $0[$1.label, default: 0] += 1 }
    return fields.map { field in
      let keys = field.column.path.keys
      guard counts[field.label, default: 0] > 1, keys.count > 1 else { return field }
      var field = field
      field.label = FieldName(keys.suffix(2).joined(separator: " ")).label
      return field
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
    if ["properties", "data", "attributes", "fields", "node", "item", "value"].contains(parent.text)
    {
      return name
    }
    // `actor.name` is the actor; `rating.count` is a rating count.
    return ["name", "title", "value", "label", "text", "login", "displayname", "description"]
      .contains(name.words[0])
      ? parent : FieldName("\(parent.text) \(name.text)")
  }
}
