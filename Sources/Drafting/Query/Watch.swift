import BlockModel
import BlockUI
import Sentences

/// What a sentence wants to be told about, as an alert of the block that shows it.
struct Watch {
  let alert: Alert
  /// What the block shows.
  let query: RowQuery
  /// The fields that the alert reads, by the names of queries.
  let fields: [String]
  /// "price is below 20"
  let words: String

  /// - Parameters:
  ///   - reading: of the condition, over the set.
  ///   - condition: as it was typed.
  ///   - shown: what the block shows by the rest of the sentence.
  ///   - isFacts: the set is one thing.
  /// - Returns: `nil` when it says nothing that an alert can judge.
  init?(
    _ reading: Reading, _ condition: String, beside shown: RowQuery, _ offered: SourceOffer,
    isFacts: Bool
  ) {
    let wanted = reading.query
    guard wanted.aggregate == nil, wanted.group == nil, wanted.sort.isEmpty, wanted.limit == nil,
      !wanted.filters.isEmpty
    else { return nil }
    // Names pick rows, as "the price of Widget"; numbers and flags are what changes.
    let picks = wanted.filters.filter { Self.isPick($0, offered) }
    let judged = wanted.filters.filter { !Self.isPick($0, offered) }
    // A number that is computed of the rows leaves none to judge.
    guard !judged.isEmpty, !isFacts || picks.isEmpty, shown.aggregate == nil else { return nil }
    var tests: [String] = []
    // Where the block shows other rows as well, the alert is about the named ones alone.
    for filter in shown == RowQuery() ? judged : picks + judged {
      guard let test = Self.test(filter, offered, isFacts: isFacts) else { return nil }
      tests.append(test)
    }
    query = shown == RowQuery() ? RowQuery(filters: picks) : shown
    fields = judged.map(\.field)
    words =
      QueryWords(query: RowQuery(filters: wanted.filters), source: offered, rows: "").conditions
    let name = String(condition.capitalizingFirst.prefix(60))
    let title = offered.offer.identity.map { offered.fields[$0] }
    let values = judged.compactMap { offered.field($0.field) }.map { field in
      let path = isFacts ? field.name : "item.\(field.name)"
      return "\(field.label.lowercasedFirst) ${\(path)}"
    }.joined(separator: ", ")
    let subject = isFacts ? nil : title.map { "${item.\($0.name)}: " }
    alert = Alert(
      name: name, when: tests.joined(separator: " && "), each: isFacts ? nil : "rows",
      say: (subject ?? "") + values)
    guard (try? CompiledAlert(alert)) != nil else { return nil }
  }

  /// A condition on a name, which says which rows are meant.
  private static func isPick(_ filter: RowQuery.Filter, _ offered: SourceOffer) -> Bool {
    guard let place = offered.offer.fields.firstIndex(where: { $0.id == filter.field }) else {
      return false
    }
    return place == offered.offer.identity
      && [.equal, .contains].contains(filter.comparison)
  }

  /// A condition in the grammar of the UI language; `nil` where it has no words for it.
  private static func test(
    _ filter: RowQuery.Filter, _ offered: SourceOffer, isFacts: Bool
  ) -> String? {
    guard let field = offered.field(filter.field), !field.isList, !filter.isOfNothing else {
      return nil
    }
    let path = isFacts ? field.name : "item.\(field.name)"
    let signs: [RowQuery.Comparison: String] = [
      .equal: "==", .notEqual: "!=", .above: ">", .atLeast: ">=", .below: "<", .atMost: "<=",
    ]
    guard let sign = signs[filter.comparison] else { return nil }
    let tests = filter.values.compactMap { value -> String? in
      switch value {
      case .number(let number):
        guard field.kind == .int || field.kind == .num else { return nil }
        let literal = Int64(exactly: number).map { JSONValue.integer($0) } ?? .number(number)
        return "\(path) \(sign) \(literal.json())"
      case .flag(let flag): return "\(path) \(sign) \(flag)"
      case .text(let text):
        let quote = text.contains("'") ? "\"" : "'"
        guard !text.contains(quote), filter.comparison == .equal || filter.comparison == .notEqual
        else { return nil }
        return "\(path) \(sign) \(quote)\(text)\(quote)"
      case .moment: return nil
      }
    }
    guard tests.count == filter.values.count, !tests.isEmpty else { return nil }
    let joint = filter.comparison == .notEqual ? " && " : " || "
    return tests.count == 1 ? tests[0] : "(\(tests.joined(separator: joint)))"
  }
}
