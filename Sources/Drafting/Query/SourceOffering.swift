public import BlockModel
public import Foundation
public import Sentences

/// All that a source offers, to be looked at, and made into a block by a query.
public struct SourceOffering: Sendable {
  /// Where the answer came from, after redirects.
  public let url: String
  /// What can be picked, the most likely first.
  public let sets: [OfferedSet]
  /// What the source says instead of data, in a sentence for people.
  public let refusal: String?
  private let named: [(set: NamedSet, offered: SourceOffer)]
  /// It is a page as a browser shows it.
  let isInBrowser: Bool
  let now: Date

  public init(_ probe: Probe, now: Date) {
    let reading = SourceReading(of: probe, now: now)
    url = probe.url
    refusal = reading.refusal
    isInBrowser = probe.isRendered
    self.now = now
    named = reading.named.map { ($0, SourceOffer($0, url: probe.url)) }
    sets = named.map { OfferedSet($0.set, $0.offered) }
  }

  /// The query with the names and values of the source.
  /// - Throws: what it names that is not there, with what is near it.
  public func checked(_ query: RowQuery) throws(QueryMistakes) -> RowQuery {
    let found = try set(query.records)
    var check = QueryCheck(found.set, found.offered)
    return try check.checked(query)
  }

  /// Three files that show what a query says.
  ///
  /// - Parameters:
  ///   - title: what the block is called; `nil`: the query names it.
  ///   - prompt: the sentence of the person; `nil`: the query as one.
  public func draft(
    _ query: RowQuery, title: String? = nil, prompt: String? = nil
  ) throws(QueryMistakes) -> Draft {
    let found = try set(query.records)
    var check = QueryCheck(found.set, found.offered)
    let query = try check.checked(query)
    let sentence = QuerySentence(query, found.offered).text + " from \(url)"
    return SetDraft(
      set: found.set, offered: found.offered, query: query, title: title,
      prompt: prompt ?? sentence, url: url, isInBrowser: isInBrowser, now: now
    ).draft
  }

  /// The set of a name, or of its number from 1; without one the first.
  func set(
    _ name: String?
  ) throws(QueryMistakes) -> (set: NamedSet, offered: SourceOffer) {
    guard let first = named.first else {
      throw QueryMistakes(sentences: [refusal ?? "The source has no rows and no values."])
    }
    guard let name else { return first }
    if let found = named.first(where: { $0.set.name == name }) { return found }
    if let number = Int(name), named.indices.contains(number - 1) { return named[number - 1] }
    if let found = named.first(where: { Folding.fold($0.set.name) == Folding.fold(name) }) {
      return found
    }
    let names = named.map(\.set.name)
    let near = NearName.best(for: name, among: names).map { " Did you mean “\($0)”?" }
    throw QueryMistakes(sentences: [
      "The source has no records “\(name.prefix(80))”.\(near ?? " It has \(names.map { "“\($0)”" }.joined(separator: ", ")).")"
    ])
  }
}

/// A record set, or the values beside the lists, as it is shown to people.
public struct OfferedSet: Hashable, Sendable {
  /// What queries call it.
  public var name: String
  public var rowCount: Int
  /// It is one thing: only its fields can be chosen.
  public var isFacts: Bool
  public var fields: [Field]

  public struct Field: Hashable, Sendable {
    /// As queries name it.
    public var id: String
    /// As people read it.
    public var label: String
    public var kind: OfferedField.Kind
    /// `EUR`, `°C`
    public var unit: String?
    /// A value of it as a text.
    public var sample: String?
    /// Distinct values, when they are few.
    public var values: [String]
    /// Cards may show it unless they are told otherwise.
    public var isUsual: Bool
  }

  /// Values of a field that are listed at most.
  private static let maximumValues = 40

  init(_ set: NamedSet, _ offered: SourceOffer) {
    name = set.name
    isFacts = set.isFacts
    rowCount = offered.offer.rowCount
    fields = zip(offered.offer.fields, offered.fields).map { offer, field in
      let example = offer.values.first ?? field.column.distinct.first
      let isName = offer.kind == .text && offer.values.count <= Self.maximumValues
      return Field(
        id: offer.id, label: field.label, kind: offer.kind, unit: offer.unit,
        sample: example.map { String($0.prefix(80)) }, values: isName ? offer.values : [],
        isUsual: field.isShownByDefault)
    }
  }
}

extension SourceOffering {
  /// As programs read it: `source`, and `records` as ``OfferedSet/json``.
  public var json: JSONValue {
    ["source": .string(url), "records": .array(sets.map(\.json))]
  }
}

extension OfferedSet.Field {
  /// The word for people: "number", "yes or no".
  public var kindName: String {
    switch kind {
    case .text: "text"
    case .number: "number"
    case .time: "time"
    case .year: "year"
    case .flag: "yes or no"
    case .link: "link"
    }
  }
}

extension OfferedSet {
  /// As programs read it: `name`, `rows`, `is_one_thing`, `fields` with `name`, `label`, `kind`, `unit`,
  /// `sample`.
  public var json: JSONValue {
    [
      "name": .string(name), "rows": .integer(Int64(rowCount)), "is_one_thing": .bool(isFacts),
      "fields": .array(
        fields.map { field in
          [
            "name": .string(field.id), "label": .string(field.label),
            "kind": .string(field.kindName), "unit": field.unit.map { .string($0) } ?? .null,
            "sample": field.sample.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
