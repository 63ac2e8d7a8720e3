public import BlockModel
public import Foundation

/// A sentence over a small source, with its right answers. `Tests/Eval/sentences/README.md` says how
/// cases are written.
public struct SentenceCase: Sendable {
  public let id: String
  public let source: String
  public let language: String
  public let sentence: String
  public let kind: String
  /// One of them must be met.
  public let expected: [Expectation]

  public enum Expectation: Hashable, Sendable {
    /// Nothing is made before the person has answered.
    case asked
    case query(RowQuery, told: Set<String>, schedule: Schedule?, name: String?)
  }

  /// What came of a case.
  public enum Verdict: String, Sendable, CaseIterable {
    case right
    /// Right, with what was left out told.
    case told
    /// Asked, as it should be.
    case asked
    /// Asked where a sure answer was possible.
    case overcautious
    case wrong
  }

  /// What was made of the sentence.
  public enum Answer: Hashable, Sendable {
    case asked
    case query(RowQuery, told: Set<String>, schedule: Schedule?, name: String?)
  }

  /// - Parameter json: a line of `cases.jsonl`.
  /// - Throws: ``SentenceCaseError``
  public init(_ json: JSONValue) throws(SentenceCaseError) {
    func text(_ key: String) throws(SentenceCaseError) -> String {
      guard let text = json[key]?.string else {
        throw SentenceCaseError(description: "\(json["id"]?.string ?? "a case") has no \(key)")
      }
      return text
    }
    id = try text("id")
    source = try text("source")
    language = try text("language")
    sentence = try text("sentence")
    kind = try text("kind")
    let wanted = json["expect"] ?? .null
    var expected: [Expectation] = []
    for one in wanted.array ?? [wanted] { expected.append(try Self.expectation(one, id)) }
    self.expected = expected
  }

  private static func expectation(
    _ json: JSONValue, _ id: String
  ) throws(SentenceCaseError) -> Expectation {
    if json["ask"]?.bool == true { return .asked }
    guard let members = json.object else {
      throw SentenceCaseError(description: "\(id): expect is not an object")
    }
    var query = RowQuery()
    var told: Set<String> = []
    var schedule: Schedule?
    var name: String?
    for (key, value) in members {
      func wrong() -> SentenceCaseError {
        SentenceCaseError(description: "\(id): \(key) cannot be \(value.json())")
      }
      switch key {
      case "told": told = Set((value.array ?? []).compactMap { $0.string?.lowercased() })
      case "name": name = value.string
      case "schedule":
        schedule =
          value.integer.map { .every(.seconds($0)) }
          ?? value.string.map { .cron($0, timeZone: nil) }
      case "columns": query.columns = (value.array ?? []).compactMap(\.string)
      case "hidden": query.hidden = (value.array ?? []).compactMap(\.string)
      case "filters":
        for filter in value.array ?? [] {
          guard let field = filter[0]?.string,
            let comparison = filter[1]?.string.flatMap(RowQuery.Comparison.init),
            let right = filter[2]
          else { throw wrong() }
          query.filters.append(
            RowQuery.Filter(field, comparison, (right.array ?? [right]).map(Self.value)))
        }
      case "sort":
        query.sort = (value.array ?? []).map {
          RowQuery.Order($0[0]?.string ?? "", isDescending: $0[1]?.string == "desc")
        }
      case "limit": query.limit = value.integer.map { Int(clamping: $0) }
      case "offset": query.offset = value.integer.map { Int(clamping: $0) }
      case "limit_per": query.limitPer = value.string
      case "group": query.group = value.string
      case "bucket": query.bucket = value.string.flatMap(RowQuery.Bucket.init)
      case "aggregate":
        guard let kind = value[0]?.string.flatMap(RowQuery.Aggregate.Kind.init) else {
          throw wrong()
        }
        query.aggregate = RowQuery.Aggregate(kind, value[1]?.string)
      case "view":
        guard let view = value.string.flatMap(RowQuery.View.init) else { throw wrong() }
        query.view = view
      case "why": continue
      default: throw wrong()
      }
    }
    return .query(query, told: told, schedule: schedule, name: name)
  }

  private static func value(_ json: JSONValue) -> RowQuery.Value {
    if let flag = json.bool { return .flag(flag) }
    if let number = json.number { return .number(number) }
    let text = json.string ?? json.json()
    return RowQuery.Moment(text).map { .moment($0) } ?? .text(text)
  }

  // MARK: Judging

  public func verdict(on answer: Answer) -> Verdict {
    switch answer {
    case .asked: return expected.contains(.asked) ? .asked : .overcautious
    case .query(let query, let told, let schedule, let name):
      for case .query(let wanted, let words, let time, let title) in expected
      where Self.isMet(wanted, by: query) && words == told && time == schedule
        && (title == nil || title == name)
      {
        return told.isEmpty ? .right : .told
      }
      return .wrong
    }
  }

  /// Feeds, calendars and pages are read with other names than the cases have.
  private static func named(_ query: RowQuery) -> RowQuery {
    let names = [
      "published": "time", "link": "url", "day": "start", "finish": "end", "name": "title",
    ]
    func name(_ field: String) -> String { names[field] ?? field }
    var query = query
    query.columns = query.columns?.map(name)
    query.filters = query.filters.map { RowQuery.Filter(name($0.field), $0.comparison, $0.values) }
    query.sort = query.sort.map { RowQuery.Order(name($0.field), isDescending: $0.isDescending) }
    query.group = query.group.map(name)
    return query
  }

  static func isMet(_ wanted: RowQuery, by found: RowQuery) -> Bool {
    let query = named(found)
    let wanted = named(wanted)
    if let columns = wanted.columns, columns != query.columns { return false }
    if let view = wanted.view {
      let charts: Set<RowQuery.View> = [.chart, .line, .area, .bar, .pie, .donut, .scatter]
      guard view == query.view || (view == .chart && query.view.map(charts.contains) ?? false)
      else {
        return false
      }
    }
    return canonical(wanted.filters) == canonical(query.filters) && wanted.sort == query.sort
      && wanted.limit == query.limit && wanted.offset == query.offset
      && wanted.limitPer == query.limitPer && wanted.group == query.group
      && wanted.bucket == query.bucket && wanted.aggregate == query.aggregate
  }

  private static func canonical(_ filters: [RowQuery.Filter]) -> Set<String> {
    var texts: Set<String> = []
    for filter in filters {
      let head = "\(filter.field) \(filter.comparison.rawValue) "
      let values = filter.values.map(canonical).sorted()
      if filter.comparison == .notEqual || filter.comparison == .lacks {
        texts.formUnion(values.map { head + $0 })
      } else {
        texts.insert(head + values.joined(separator: " | "))
      }
    }
    return texts
  }

  private static func canonical(_ value: RowQuery.Value) -> String {
    switch value {
    case .text(let text):
      let folded = text.lowercased()
      if ["yes", "sim", "ja", "oui", "si", "sí", "true"].contains(folded) { return "true" }
      if ["no", "não", "nein", "non", "nee", "false"].contains(folded) { return "false" }
      return Double(folded).map(number) ?? folded
    case .number(let value): return number(value)
    case .flag(let flag): return flag ? "true" : "false"
    case .moment(let moment): return canonical(moment)
    }
  }

  private static func number(_ value: Double) -> String { JSONValue.number(value).json() }

  /// The clock of the cases.
  public static let now = Date(timeIntervalSince1970: 1_795_694_400)

  /// The day a moment begins on; `now` is told apart from `today`.
  private static func canonical(_ moment: RowQuery.Moment) -> String {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    switch moment.form {
    case .day: return moment.description
    case .relative(let base, let count, let unit):
      let start: Date? =
        switch base {
        case .now: now
        case .today: calendar.startOfDay(for: now)
        case .week: calendar.dateInterval(of: .weekOfYear, for: now)?.start
        case .month: calendar.dateInterval(of: .month, for: now)?.start
        case .year: calendar.dateInterval(of: .year, for: now)?.start
        }
      let component: Calendar.Component =
        switch unit {
        case .minutes: .minute
        case .hours: .hour
        case .days: .day
        case .weeks: .weekOfYear
        case .months: .month
        case .years: .year
        }
      guard let start, let moved = calendar.date(byAdding: component, value: count, to: start)
      else {
        return moment.description
      }
      return moved.formatted(.iso8601)
        .replacingOccurrences(of: "T00:00:00Z", with: "")
    }
  }
}

/// A case that cannot be read, and why.
public struct SentenceCaseError: Error, CustomStringConvertible {
  public var description: String
}
