/// What a record set of a source offers to a sentence: its fields and their values.
public struct Offer: Sendable {
  public var fields: [OfferedField]
  /// Words that name the set: its heading, key, caption and file.
  public var name: [String]
  /// Words of the source's host and path.
  public var context: [String]
  /// The field that tells rows apart for people.
  public var identity: Int?
  /// The field of the moment of a row.
  public var time: Int?
  /// The number of a row that matters most.
  public var mainNumber: Int?
  public var rowCount: Int

  public init(
    fields: [OfferedField], name: [String] = [], context: [String] = [], identity: Int? = nil,
    time: Int? = nil,
    mainNumber: Int? = nil, rowCount: Int = 0
  ) {
    self.fields = fields
    self.name = name
    self.context = context
    // What most rows share tells none of them apart.
    self.identity = identity.flatMap { 2 * fields[$0].values.count < rowCount ? nil : $0 }
    self.time = time
    self.mainNumber = mainNumber
    self.rowCount = rowCount
  }

  /// Have several rows the same value of a field, so that it parts them into groups?
  func isRepeated(_ field: Int) -> Bool {
    field != identity && !fields[field].values.isEmpty && fields[field].values.count < rowCount
  }
}

public struct OfferedField: Sendable {
  public enum Kind: Hashable, Sendable {
    case text, number, time, year, flag, link
  }
  /// As the source names it.
  public var id: String
  /// As people read it; the first of its names.
  public var names: [String]
  public var kind: Kind
  /// `EUR`, `°C`
  public var unit: String?
  public var low: Double?
  public var high: Double?
  /// Distinct values as texts.
  public var values: [String]
  /// Some rows have no value.
  public var hasGaps = false
  /// Other names of values: "Texas" of `TX`.
  public var aliases: [String: String] = [:]
  /// What a flag that is written as a text says when it is set, and when not: `yes`, `no`.
  public var flagTexts: [String]?

  /// Have its values no time of day?
  var isOfDays: Bool {
    !values.isEmpty && values.allSatisfy { $0.count == 10 && Double($0) == nil }
  }

  public init(
    id: String, names: [String], kind: Kind, unit: String? = nil, low: Double? = nil,
    high: Double? = nil, values: [String] = []
  ) {
    self.id = id
    self.names = names
    self.kind = kind
    self.unit = unit
    self.low = low
    self.high = high
    self.values = values
  }
}
