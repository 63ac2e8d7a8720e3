public import BlockModel
public import Sentences

/// A question over one table with its right answer, as published sets of questions have them:
///
///     {"question": "…", "columns": [{"name": "…", "kind": "text", "values": ["…"]}],
///      "select": "…", "aggregate": "avg", "where": [["column", "=", "value"]]}
///
/// `aggregate` is `min`, `max`, `avg`, `sum` or `count`, and may be left out.
public struct TableQuestion: Sendable {
  public let question: String
  /// The table as an offer to a sentence.
  public let offer: Offer
  private let select: String
  private let aggregate: RowQuery.Aggregate.Kind?
  /// Each condition as `column op value`, folded.
  private let conditions: Set<String>

  /// What came of a question.
  public enum Verdict: String, Sendable, CaseIterable {
    case right
    /// The value itself is shown where the set has an aggregate that the question does not say, as a
    /// `sum` for "what is the population of Porto".
    case shown
    case asked
    case wrong
  }

  /// - Throws: ``EvalProblem``
  public init(_ json: JSONValue) throws(EvalProblem) {
    guard let question = json["question"]?.string, let columns = json["columns"]?.array,
      let select = json["select"]?.string
    else { throw EvalProblem("a question needs question, columns and select") }
    self.question = question
    self.select = select
    offer = Offer(fields: columns.map(Self.field))
    let kinds: [String: RowQuery.Aggregate.Kind] = [
      "min": .min, "max": .max, "avg": .mean, "sum": .sum, "count": .count,
    ]
    aggregate = json["aggregate"]?.string.flatMap { kinds[$0] }
    conditions = Set(
      (json["where"]?.array ?? []).map { condition in
        let value = condition[2].map { $0.string ?? $0.json() } ?? ""
        let column = condition[0]?.string ?? ""
        return Self.condition(column, condition[1]?.string ?? "", [Self.folded(value)])
      })
  }

  private static func field(_ column: JSONValue) -> OfferedField {
    let name = column["name"]?.string ?? ""
    let values = (column["values"]?.array ?? []).map { $0.string ?? $0.json() }
    let numbers = values.compactMap(number)
    // Tables for people call columns of numbers texts.
    let isNumber = column["kind"]?.string == "number" || numbers.count * 10 >= values.count * 6
    return OfferedField(
      id: name, names: [name], kind: isNumber ? .number : .text, low: numbers.min(),
      high: numbers.max(), values: values)
  }

  // MARK: Judging

  public func verdict(on outcome: Linker.Outcome) -> Verdict {
    guard case .answered(let reading) = outcome else { return .asked }
    let query = reading.query
    let found = Set(
      query.filters.map { filter in
        Self.condition(
          filter.field, filter.comparison.rawValue, filter.values.map(Self.folded))
      })
    guard found == conditions else { return .wrong }
    guard let aggregate else {
      return query.aggregate == nil && query.columns == [select] ? .right : .wrong
    }
    // The earliest year, and the year of the row that comes first.
    if query.limit == 1, query.sort.count == 1, query.sort[0].field == select,
      query.columns == [select], query.offset == nil, query.limitPer == nil
    {
      return aggregate == (query.sort[0].isDescending ? .max : .min) ? .right : .wrong
    }
    if let made = query.aggregate {
      if made.kind == aggregate, aggregate == .count || made.field == select { return .right }
      // "the total capacity" is no count of capacities.
      return made.kind == .sum && made.field == select && !isSaid(aggregate) ? .shown : .wrong
    }
    return query.columns == [select] && !isSaid(aggregate) ? .shown : .wrong
  }

  /// Does the question say its aggregate? A count of a column of numbers is never what "how many" asks:
  /// the number is.
  private func isSaid(_ aggregate: RowQuery.Aggregate.Kind) -> Bool {
    if aggregate == .count {
      return offer.fields.first { $0.id == select }?.kind != .number
        && ["how many", "number of", "count", "total"].contains {
          question.lowercased().contains($0)
        }
    }
    // "first downs" is a column.
    let named = Set(select.lowercased().split { !$0.isLetter }.map(String.init))
    let words = (Self.words[aggregate] ?? []).subtracting(named)
    return question.lowercased().split { !$0.isLetter }.contains { words.contains(String($0)) }
  }

  private static let words: [RowQuery.Aggregate.Kind: Set<String>] = [
    .sum: ["total", "sum", "combined", "altogether", "overall"],
    .mean: ["average", "mean", "avg"],
    .min: ["lowest", "least", "minimum", "smallest", "fewest", "earliest", "first", "min", "low"],
    .max: ["highest", "most", "maximum", "largest", "latest", "biggest", "last", "max", "top"],
  ]

  private static func condition(_ column: String, _ sign: String, _ values: [String]) -> String {
    "\(column) \(sign) \(values.joined(separator: "|"))"
  }

  private static func folded(_ value: RowQuery.Value) -> String {
    switch value {
    case .text(let text): folded(text)
    case .number(let number): folded(JSONValue.number(number).json())
    case .flag(let flag): "\(flag)"
    case .moment(let moment): moment.description
    }
  }

  private static func folded(_ text: String) -> String {
    number(text).map { JSONValue.number($0).json() } ?? text.lowercased()
  }

  private static func number(_ text: String) -> Double? {
    Double(text.replacing(",", with: "").trimming { $0.isWhitespace || $0 == "%" })
  }
}
