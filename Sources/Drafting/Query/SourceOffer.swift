import BlockModel
import Sentences
import Sketches

/// A record set as an offer to a sentence.
struct SourceOffer: Sendable {
  let offer: Offer
  /// The fields of the source, in the order of the offer's.
  let fields: [RowField]

  init(_ set: NamedSet) {
    switch set.contents {
    case .rows(let source): self.init(source)
    case .facts(let facts): self.init(facts)
    }
  }

  init(_ source: DraftSource) {
    fields = source.fields
    let roles =
      source.roles ?? Roles(fields, rows: source.rowCount, words: [], named: source.nameWords)
    offer = Self.offer(
      fields, roles, name: source.nameWords, values: source.values, rowCount: source.rowCount)
  }

  init(_ facts: DraftFacts) {
    fields = facts.fields
    offer = Self.offer(
      fields, Roles(fields, rows: 1, words: []), name: facts.nameWords, values: [:], rowCount: 1)
  }

  private static func offer(
    _ fields: [RowField], _ roles: Roles, name: [String], values: [String: [String]], rowCount: Int
  ) -> Offer {
    func place(_ field: RowField?) -> Int? {
      field.flatMap { field in fields.firstIndex { $0.name == field.name } }
    }
    let offered = fields.map { field in
      var offered = OfferedField(
        id: id(of: field), label: field.label, column: field.column, kind: field.kind,
        values: values[field.name] ?? [], unit: field.unit ?? field.currency)
      offered.aliases = PlaceCodes.names(of: offered.values)
      return offered
    }
    return Offer(
      fields: offered, name: name, identity: place(roles.title), time: place(roles.time),
      mainNumber: place(roles.numbers.first), rowCount: rowCount)
  }

  /// As the source names a field: `owner.name`; bare rows have the names of their columns.
  static func id(of field: RowField) -> String {
    let path = field.column.path
    if path.keys.isEmpty { return field.fieldName.text }
    // The values of a map are its rows.
    let keys =
      path.keys.count > 1 && path.keys[0] == "value" ? path.keys.dropFirst() : path.keys[...]
    return keys.joined(separator: ".")
  }

  /// The field of a query's name.
  func field(_ id: String) -> RowField? {
    offer.fields.firstIndex { $0.id == id }.map { fields[$0] }
  }
}
