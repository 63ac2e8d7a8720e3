import BlockModel
import Foundation
import Sentences
import Sketches

/// A record set as an offer to a sentence.
struct SourceOffer: Sendable {
  let offer: Offer
  /// The fields of the source, in the order of the offer's.
  let fields: [RowField]

  /// - Parameter url: of the source.
  init(_ set: NamedSet, url: String) {
    switch set.contents {
    case .rows(let source): self.init(source, url: url)
    case .facts(let facts): self.init(facts, url: url)
    }
  }

  init(_ source: DraftSource, url: String) {
    fields = source.fields
    let roles =
      source.roles ?? Roles(fields, rows: source.rowCount, words: [], named: source.nameWords)
    offer = Self.offer(
      fields, roles, name: source.nameWords, url: url, values: source.values,
      rowCount: source.rowCount)
  }

  init(_ facts: DraftFacts, url: String) {
    fields = facts.fields
    offer = Self.offer(
      fields, Roles(fields, rows: 1, words: []), name: facts.nameWords, url: url, values: [:],
      rowCount: 1)
  }

  private static func offer(
    _ fields: [RowField], _ roles: Roles, name: [String], url: String, values: [String: [String]],
    rowCount: Int
  ) -> Offer {
    func place(_ field: RowField?) -> Int? {
      field.flatMap { field in fields.firstIndex { $0.name == field.name } }
    }
    let offered = fields.map { field in
      // Days are known as the script reads them, however the source writes them.
      let known = field.kind == .time ? Array(field.column.distinct) : values[field.name] ?? []
      var offered = OfferedField(
        id: id(of: field), label: field.label, column: field.column, kind: field.kind,
        values: field.isList ? Self.members(known, field) : known,
        unit: field.unit ?? field.currency)
      offered.hasGaps = offered.hasGaps || field.hasMissing
      offered.aliases = PlaceCodes.names(of: offered.values)
      return offered
    }
    return Offer(
      fields: offered, name: name, context: context(of: url), identity: place(roles.title),
      time: place(roles.time),
      mainNumber: place(roles.numbers.first), rowCount: rowCount)
  }

  /// "Autumn" and "Music" of "Autumn, Music": what a list of texts holds.
  private static func members(_ values: [String], _ field: RowField) -> [String] {
    values.flatMap { $0.components(separatedBy: field.column.separator) }
      .reduce(into: []) { list, text in if !list.contains(text) { list.append(text) } }
  }

  /// The words of the host and the path: who asks "weather alerts" of `api.weather.gov` repeats one.
  private static func context(of url: String) -> [String] {
    guard let parts = URLComponents(string: url) else { return [] }
    let labels = (parts.host ?? "").split(separator: ".").dropLast().map(String.init)
    let isName = labels.contains { $0.contains(where: \.isLetter) }
    let path = parts.path.split(separator: "/").map(String.init)
    return SetName.words((isName ? labels : []) + path).filter {
      $0.count > 2 && !common.contains($0)
    }
  }

  /// Parts of addresses that say nothing about what is there.
  private static let common: Set<String> = [
    "www", "api", "data", "json", "csv", "xml", "html", "rss", "feed", "index", "latest", "all",
    "new", "public", "static", "files", "example", "localhost", "top", "most", "last", "not",
  ]

  /// A query of a sentence with what tells the rows apart before the columns that were named: "prices"
  /// are of something.
  func completed(_ query: RowQuery) -> RowQuery {
    guard let columns = query.columns, query.view != .number, query.aggregate == nil,
      let identity = (offer.identity ?? first).map({ offer.fields[$0].id }),
      !columns.contains(identity), !query.hidden.contains(identity),
      !query.filters.contains(where: { $0.field == identity && $0.comparison == .equal })
    else { return query }
    var query = query
    query.columns = [identity] + columns
    return query
  }

  /// What stands first of every row, where no text tells the rows apart: a number, a code.
  private var first: Int? {
    offer.fields.indices.first { place in
      let field = offer.fields[place]
      return (field.kind == .number || field.kind == .text)
        && field.values.count * 10 >= offer.rowCount * 9
    }
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

  /// What sentences are linked to the offer by, on a day.
  func linker(_ now: Date) -> Linker {
    let day = CivilDay(now)
    return Linker(OfferIndex(offer), today: (day.year, day.month, day.day))
  }

  /// The field of a query's name.
  func field(_ id: String) -> RowField? {
    offer.fields.firstIndex { $0.id == id }.map { fields[$0] }
  }
}
