import BlockModel
import Sentences

/// What has to be answered before a block is made: what was not understood, and what the source has.
public struct SentenceQuestion: Sendable {
  /// One or two sentences for people.
  public let message: String
  /// Sentences that would work.
  public let suggestions: [String]

  /// - Parameters:
  ///   - old: what a block shows that is to be changed. Its conditions, groups and numbers stay in all that is
  ///     suggested, but for those that are spoken of.
  ///   - others: the parts of a change that were understood.
  ///   - understood: the query that a sentence is sure to be read as, if any. What is suggested must not be
  ///     asked again.
  init(
    _ outcome: Linker.Outcome, _ offered: SourceOffer, _ sentence: ReadSentence,
    changing old: RowQuery? = nil, others: [String] = [], understood: (String) -> RowQuery?
  ) {
    let readings: [Reading] =
      switch outcome {
      case .asked(let readings): readings
      case .answered(let reading): [reading]
      }
    let source = sentence.addresses.first.map { " from \($0)" } ?? ""
    let sure = readings.filter { $0.doubts.isEmpty }
    let plain = RowQuery()
    let partly = readings.first.flatMap(Self.withoutUnknown)
    let aggregated = readings.first.map(Self.aggregated) ?? []
    suggestions =
      (aggregated + sure.map(\.query).prefix(4) + [partly, plain].compactMap(\.self))
      .filter { query in query != plain || sure.isEmpty && aggregated.isEmpty }
      .map { ($0, QuerySentence($0, offered, isChange: old != nil).text(behind: others)) }
      .filter { query, text in
        guard let found = text.isEmpty ? nil : understood(text) else { return false }
        // What the person said of the block's own conditions is as it was said.
        if let old { return !others.isEmpty || found.keeps(old, but: query) }
        return found.filters.count == query.filters.count
      }
      .map { $0.1 + source }
      .reduce(into: []) { list, text in if !list.contains(text) { list.append(text) } }
    var parts: [String] = []
    if let first = readings.first {
      if first.doubts.isEmpty {
        parts.append(
          sure.count > 1 && suggestions.count > 1
            ? "That can be read in several ways: pick one of them, or say it in other words."
            : "I am not sure enough that I understood you.")
      }
      var told: [String] = []
      for doubt in first.doubts {
        let text = Self.text(doubt, offered)
        if !told.contains(text), told.count < 2 { told.append(text) }
      }
      parts += told
    }
    let fields = offered.fields.filter { $0.kind != .id && $0.kind != .null }.prefix(14).map(
      \.label)
    if !fields.isEmpty { parts.append("The source has \(fields.joined(separator: ", ")).") }
    message = parts.joined(separator: " ")
  }

  /// What was understood of a sentence with a word or two that the source knows nothing of.
  private static func withoutUnknown(_ reading: Reading) -> RowQuery? {
    let isUnknown = reading.doubts.allSatisfy { doubt in
      switch doubt {
      case .unknown, .vague: true
      case .contradiction, .noField, .unaggregated, .grouped, .repetition: false
      }
    }
    let query = reading.query
    let hasMeaning =
      !query.filters.isEmpty || !query.sort.isEmpty || query.aggregate != nil
      || query.columns != nil
    return isUnknown && reading.doubts.count <= 2 && hasMeaning ? query : nil
  }

  /// The sum and the average that a number of groups may be.
  private static func aggregated(_ reading: Reading) -> [RowQuery] {
    reading.doubts.count == 1
      ? reading.doubts.flatMap { doubt -> [RowQuery] in
        guard case .unaggregated(let field) = doubt else { return [] }
        return [RowQuery.Aggregate.Kind.sum, .mean].map { kind in
          var query = reading.query
          query.columns = nil
          query.aggregate = RowQuery.Aggregate(kind, field)
          return query
        }
      } : []
  }

  private static func text(_ doubt: Reading.Doubt, _ offered: SourceOffer) -> String {
    func label(_ id: String) -> String { offered.field(id)?.label.lowercasedFirst ?? id }
    return switch doubt {
    case .unknown(let words): "I found nothing in the source for “\(words)”."
    case .vague(let words):
      "“\(words)” can mean several things: say it with a number, a date or a value."
    case .contradiction(let words):
      "“\(label(words))” asks for two things at once: say one of them."
    case .noField(let words): "I found no field for “\(words)”: name the one you mean."
    case .unaggregated(let field):
      "Say what you want of \(label(field)): its sum, or its average."
    case .grouped(let field):
      "The card shows numbers of several rows, and \(label(field)) is of one row each: order by what is shown, or take the number away first."
    case .repetition(let field):
      "You gave \(label(field)) and asked for it: name what you want to see."
    }
  }
}

/// A query as a sentence that is understood as that query.
struct QuerySentence {
  private let query: RowQuery
  private let offered: SourceOffer
  /// It changes a block, whose rows are not to be named anew.
  private let isChange: Bool

  init(_ query: RowQuery, _ offered: SourceOffer, isChange: Bool = false) {
    self.query = query
    self.offered = offered
    self.isChange = isChange
  }

  /// - Parameter others: what is said before.
  func text(behind others: [String]) -> String {
    (others + [text]).filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private func label(_ id: String) -> String { offered.field(id)?.label.lowercasedFirst ?? id }

  var text: String {
    var parts: [String] = []
    if let aggregate = query.aggregate {
      let name = QueryWords.name(aggregate.kind).lowercased()
      parts.append(aggregate.field.map { "\(name) \(label($0))" } ?? "number of rows")
      if let group = query.group { parts.append("per \(query.bucket?.rawValue ?? label(group))") }
    } else if let columns = query.columns, !columns.isEmpty {
      parts.append(columns.map(label).joined(separator: ", "))
    } else if !isChange {
      parts.append("all rows")
    }
    let spans = TimeWords(query.filters)
    for (place, span) in spans.fields.enumerated() {
      parts.append("\(place == 0 ? "where" : "and") \(label(span.field)) \(span.text)")
    }
    for (place, filter) in spans.rest.enumerated() {
      let values = filter.values.map(QueryWords.text).joined(separator: " or ")
      let verb =
        switch filter.comparison {
        case .equal: "is"
        case .notEqual: "is not"
        case .above: "over"
        case .atLeast: "at least"
        case .below: "under"
        case .atMost: "at most"
        case .contains: "contains"
        case .lacks: "without"
        }
      let isFirst = place == 0 && spans.fields.isEmpty
      parts.append("\(isFirst ? "where" : "and") \(label(filter.field)) \(verb) \(values)")
    }
    if query.group == nil || query.isOrderedByGroup, let order = query.sort.first {
      parts.append(
        "sorted by \(label(order.field)) \(order.isDescending ? "descending" : "ascending")")
    }
    if let limit = query.limit { parts.append("limit \(limit)") }
    if let per = query.limitPer { parts.append("per \(label(per))") }
    return parts.joined(separator: " ")
  }
}

extension RowQuery {
  /// Holds all that another does: its conditions but for fields that a third speaks of, its group and its
  /// number.
  fileprivate func keeps(_ old: RowQuery, but change: RowQuery) -> Bool {
    let spoken = Set(change.filters.map(\.field))
    return old.filters.allSatisfy { spoken.contains($0.field) || filters.contains($0) }
      && change.filters.allSatisfy { new in filters.contains { $0.field == new.field } }
      && (change.aggregate != nil || aggregate == old.aggregate && group == old.group)
  }
}
