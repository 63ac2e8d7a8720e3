/// What is wanted of the rows of a source, as a sentence or a form says it.
///
/// Fields are named as the source names them (`population`, `owner.name`). A query says itself in
/// words, is compiled into a script and a card, and is kept in `block.json` as `"query"`.
public struct RowQuery: Hashable, Sendable {
  /// The record set of the source; `nil`: its first.
  public var records: String?
  /// The fields that are shown, in order; `nil`: those that fit.
  public var columns: [String]?
  /// Fields that are left out of what fits.
  public var hidden: [String]
  /// All must hold.
  public var filters: [Filter]
  /// The first decides.
  public var sort: [Order]
  public var limit: Int?
  public var offset: Int?
  /// The field within each of whose values `limit` counts: the first row of each country.
  public var limitPer: String?
  public var group: String?
  /// What the times of `group` are cut into: the errors of each day.
  public var bucket: Bucket?
  public var aggregate: Aggregate?
  public var view: View?

  public init(
    records: String? = nil, columns: [String]? = nil, hidden: [String] = [],
    filters: [Filter] = [], sort: [Order] = [], limit: Int? = nil, offset: Int? = nil,
    limitPer: String? = nil, group: String? = nil, bucket: Bucket? = nil,
    aggregate: Aggregate? = nil, view: View? = nil
  ) {
    self.records = records
    self.columns = columns
    self.hidden = hidden
    self.filters = filters
    self.sort = sort
    self.limit = limit
    self.offset = offset
    self.limitPer = limitPer
    self.group = group
    self.bucket = bucket
    self.aggregate = aggregate
    self.view = view
  }

  /// A condition of one field.
  public struct Filter: Hashable, Sendable {
    public var field: String
    public var comparison: Comparison
    /// One of these; of ``Comparison/notEqual`` and ``Comparison/lacks``, none of these.
    public var values: [Value]

    public init(_ field: String, _ comparison: Comparison, _ values: [Value]) {
      self.field = field
      self.comparison = comparison
      self.values = values
    }

    public init(_ field: String, _ comparison: Comparison, _ value: Value) {
      self.init(field, comparison, [value])
    }

    /// Asks whether anything stands in the field.
    public var isOfNothing: Bool {
      values == [.text("")] && (comparison == .equal || comparison == .notEqual)
    }
  }

  /// Fields that no row of the answer has.
  public var emptied: [String] {
    filters.filter { $0.isOfNothing && $0.comparison == .equal }.map(\.field)
  }

  /// Groups stand in the order of what they are groups of, rather than of their numbers.
  public var isOrderedByGroup: Bool {
    guard let group, let first = sort.first else { return false }
    return first.field == group && first.field != aggregate?.kind.rawValue
  }

  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case above = ">"
    case atLeast = ">="
    case below = "<"
    case atMost = "<="
    /// The text stands somewhere in the field, whatever its case; one of two to four letters as a word.
    case contains
    case lacks

    /// Between a field and a value, for people: "population *is above* 1,000".
    public var words: String {
      switch self {
      case .equal: "is"
      case .notEqual: "is not"
      case .above: "is above"
      case .atLeast: "is at least"
      case .below: "is below"
      case .atMost: "is at most"
      case .contains: "contains"
      case .lacks: "does not contain"
      }
    }
  }

  public enum Value: Hashable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case moment(Moment)
  }

  public struct Order: Hashable, Sendable {
    public var field: String
    public var isDescending: Bool

    public init(_ field: String, isDescending: Bool) {
      self.field = field
      self.isDescending = isDescending
    }
  }

  public struct Aggregate: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case count, sum, mean, min, max, median
    }
    public var kind: Kind
    /// `nil` counts rows.
    public var field: String?

    public init(_ kind: Kind, _ field: String? = nil) {
      self.kind = kind
      self.field = field
    }
  }

  /// A civil span in the zone of the block; weeks begin on Monday.
  public enum Bucket: String, Hashable, Sendable, CaseIterable {
    case hour, day, week, month, year

    /// - Returns: `nil` for minutes.
    public init?(_ unit: Moment.Unit) {
      switch unit {
      case .minutes: return nil
      case .hours: self = .hour
      case .days: self = .day
      case .weeks: self = .week
      case .months: self = .month
      case .years: self = .year
      }
    }
  }

  public enum View: String, Hashable, Sendable, CaseIterable {
    case list, table, chart, line, area, bar, pie, donut, scatter, number, gauge, bars, calendar
    case keyvalue
  }
}

extension RowQuery {
  /// A moment that moves with the clock, or a day: `today`, `now-7d`, `month+1`, `2026-11-20`.
  public struct Moment: Hashable, Sendable {
    public enum Base: String, Hashable, Sendable, CaseIterable {
      /// The moment of the run.
      case now
      /// The start of the present day, week (Monday), month or year, in the zone of the block.
      case today, week, month, year
    }
    public enum Unit: Character, Hashable, Sendable, CaseIterable {
      case minutes = "m"
      case hours = "h"
      case days = "d"
      case weeks = "w"
      case months = "M"
      case years = "y"
    }
    public enum Form: Hashable, Sendable {
      case relative(Base, Int, Unit)
      /// A civil day, `2026-11-20`.
      case day(year: Int, month: Int, day: Int)
    }
    public var form: Form

    public init(_ form: Form) { self.form = form }

    public static func relative(_ base: Base, _ count: Int = 0, _ unit: Unit = .days) -> Moment {
      Moment(.relative(base, count, count == 0 ? .days : unit))
    }

    public static func day(_ year: Int, _ month: Int, _ day: Int) -> Moment {
      Moment(.day(year: year, month: month, day: day))
    }
  }
}

extension RowQuery.Moment: CustomStringConvertible {
  /// As it stands in `block.json`.
  public var description: String {
    switch form {
    case .day(let year, let month, let day):
      return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    case .relative(let base, let count, let unit):
      guard count != 0 else { return base.rawValue }
      let sign = count < 0 ? "-" : "+"
      let name = unit == Self.natural[base] ? "" : String(unit.rawValue)
      return "\(base.rawValue)\(sign)\(count.magnitude)\(name)"
    }
  }

  /// The unit that need not be written: `week+1`, `month-1`.
  private static let natural: [Base: Unit] = [.week: .weeks, .month: .months, .year: .years]

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// - Returns: `nil` for anything but what ``description`` writes (`now`, `today-7d`, `2026-11-20`).
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2]), (1...12).contains(month), (1...31).contains(day)
    {
      self.init(.day(year: year, month: month, day: day))
      return
    }
    let name = text.prefix { $0.isLetter }
    guard let base = Base(rawValue: String(name)) else { return nil }
    var rest = text.dropFirst(name.count)
    if rest.isEmpty {
      self.init(.relative(base, 0, .days))
      return
    }
    guard let sign = rest.popFirst(), sign == "+" || sign == "-", let last = rest.last else {
      return nil
    }
    let unit = last.isNumber ? Self.natural[base] : Unit(rawValue: last)
    if !last.isNumber { rest.removeLast() }
    guard let unit, let count = Int(rest), (1...100_000).contains(count) else { return nil }
    self.init(.relative(base, sign == "-" ? -count : count, unit))
  }
}
