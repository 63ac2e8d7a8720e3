import BlockModel
import Foundation
import Sentences
import Sketches

/// A query in words: titles and explanations come from it, never from the sentence.
struct QueryWords {
  let query: RowQuery
  let source: SourceOffer
  /// What the rows are called: "Cities".
  let rows: String

  private func label(_ id: String) -> String { source.field(id)?.label ?? id }
  private func inside(_ id: String) -> String { label(id).lowercasedFirst }

  /// At most 80 characters: "Top 3 cities by population", "Population of Texas".
  var title: String {
    var text: String
    let spans = TimeWords(query.filters)
    let ranges = NumberRanges(spans.rest)
    let bounds = ranges.found.map {
      "\(inside($0.field)) \(Self.text($0.low)) to \(Self.text($0.high))"
    }
    // Which of several times is meant, unless it is the one that the rows are told by.
    let times = source.offer.fields.count { $0.kind == .time }
    let main = source.offer.time.map { source.offer.fields[$0].id }
    let said = spans.fields.map {
      times > 1 && $0.field != main ? "\(inside($0.field)) \($0.text)" : $0.text
    }
    let conditions = (said + bounds + ranges.rest.map(short)).joined(separator: ", ")
    if let aggregate = query.aggregate {
      text =
        "\(Self.name(aggregate.kind)) \(aggregate.field.map(inside) ?? "of \(rows.lowercasedFirst)")"
      if aggregate.kind == .count { text = "Number of \(rows.lowercasedFirst)" }
      if let group = query.group { text += " per \(query.bucket?.rawValue ?? inside(group))" }
      if let limit = query.limit, let order = query.sort.first, query.group != nil {
        let end =
          query.isOrderedByGroup ? "first" : order.isDescending ? "highest" : "lowest"
        text += ", \(end)" + (limit == 1 ? "" : " \(limit)")
      }
      if !conditions.isEmpty { text += ": \(conditions)" }
    } else if let lookup = lookupValue, let columns = query.columns, columns.count <= 3,
      query.limit == nil || query.limit == 1
    {
      text = "\(columns.map(label).joined(separator: ", ")) of \(lookup)"
    } else {
      text = rows
      if let per = query.limitPer {
        text = "\(rows): \(leaders) per \(inside(per))"
      } else if isOne {
        text = "\(rows): \(leaders)"
      } else if let first = query.sort.first {
        let isTop = query.limit != nil && first.isDescending && isNumber(first.field)
        if let limit = query.limit {
          text = "\(isTop ? "Top " : "First ")\(limit) \(rows.lowercasedFirst)"
        }
        text +=
          isTime(first.field)
          ? (first.isDescending
            ? ", newest first" : isToCome ? ", soonest first" : ", oldest first")
          : " by \(inside(first.field))"
      }
      if !conditions.isEmpty {
        text += (query.limitPer == nil && !isOne ? ": " : ", ") + conditions
      }
    }
    return Self.cut(text.capitalizingFirst)
  }

  /// What has no room ends with a whole word.
  private static func cut(_ text: String, maximum: Int = 80) -> String {
    guard text.count > maximum else { return text }
    let start = text.prefix(maximum - 1)
    let words = start.lastIndex(where: \.isWhitespace).map { start[..<$0] } ?? start
    return String(words).trimmingEnd { $0.isWhitespace || $0.isPunctuation } + "…"
  }

  /// Only rows from now on are shown.
  private var isToCome: Bool {
    query.filters.contains { filter in
      guard case .moment(let moment)? = filter.values.first, filter.comparison == .atLeast,
        case .relative(let base, let count, _) = moment.form
      else { return false }
      return (base == .now || base == .today) && count >= 0
    }
  }

  /// The first of the rows in an order: "the lowest pressure".
  private var isOne: Bool { query.limit == 1 && query.offset == nil && !query.sort.isEmpty }

  /// What of each group, or of all rows, is shown: "lowest price", "2 newest".
  private var leaders: String {
    var text = query.limit.map { $0 == 1 ? "" : "\($0) " } ?? ""
    guard let order = query.sort.first else { return text + "first" }
    if isTime(order.field) {
      text += order.isDescending ? "newest" : isToCome ? "soonest" : "oldest"
    } else if isNumber(order.field) {
      text += "\(order.isDescending ? "highest" : "lowest") \(inside(order.field))"
    } else {
      text += "first by \(inside(order.field))"
    }
    return text
  }

  /// The value that holds one row fixed: "Texas".
  private var lookupValue: String? {
    guard query.filters.count == 1, let filter = query.filters.first, filter.comparison == .equal,
      source.offer.identity.map({ source.offer.fields[$0].id == filter.field }) ?? true,
      filter.values.count == 1, case .text(let text)? = filter.values.first
    else { return nil }
    return text
  }

  /// "price is below 20, and in stock is yes"
  var conditions: String {
    let spans = TimeWords(query.filters)
    let ranges = NumberRanges(spans.rest)
    let bounds = ranges.found.map {
      "\(inside($0.field)) is from \(Self.text($0.low)) to \(Self.text($0.high))"
    }
    return
      (spans.fields.map { "\(inside($0.field)) is \($0.text)" } + bounds + ranges.rest.map(long))
      .joined(separator: ", and ")
  }

  /// What was done, a sentence each.
  var sentences: [String] {
    var sentences: [String] = []
    if !query.filters.isEmpty {
      sentences.append("Only rows where \(conditions).")
    }
    if query.group == nil, !query.sort.isEmpty {
      let orders = query.sort.map { "\(inside($0.field)), \(direction($0))" }
      sentences.append("Sorted by \(orders.joined(separator: ", then by ")).")
    }
    if let limit = query.limit, query.aggregate == nil {
      let from = query.offset.map { " from number \($0 + 1) on" } ?? ""
      let of = query.limitPer.map { " of each \(inside($0))" } ?? ""
      sentences.append(
        limit == 1 ? "Only the first\(of)\(from)." : "The first \(limit)\(of)\(from).")
    }
    if !query.hidden.isEmpty {
      sentences.append("Without \(query.hidden.map(inside).joined(separator: ", ")).")
    }
    if let aggregate = query.aggregate {
      let what =
        aggregate.field.map { "\(Self.name(aggregate.kind).lowercased()) \(inside($0))" }
        ?? "number of rows"
      sentences.append(
        query.group.map { group in
          query.bucket.map { "The \(what) for each \($0.rawValue) of \(inside(group))." }
            ?? "The \(what) for each \(inside(group))."
        }
          ?? (aggregate.field == nil
            ? "The number of these rows." : "The \(what) of all these rows."))
    }
    if query.isOrderedByGroup, let order = query.sort.first {
      sentences.append("Sorted by \(inside(order.field)), \(direction(order)).")
    }
    if let limit = query.limit, query.group != nil, let order = query.sort.first {
      let ends =
        query.isOrderedByGroup ? "first" : order.isDescending ? "largest" : "smallest"
      sentences.append(
        limit == 1
          ? "Only the \(ends)."
          : query.isOrderedByGroup ? "Only the first \(limit)." : "Only the \(limit) \(ends).")
    }
    return sentences
  }

  private func direction(_ order: RowQuery.Order) -> String {
    if isTime(order.field) { return order.isDescending ? "newest first" : "oldest first" }
    if isNumber(order.field) { return order.isDescending ? "largest first" : "smallest first" }
    return order.isDescending ? "Z to A" : "A to Z"
  }

  private func isTime(_ id: String) -> Bool {
    switch source.field(id)?.kind {
    case .time, .timeSeconds, .timeMilliseconds, .timeText, .year: true
    default: false
    }
  }

  private func isNumber(_ id: String) -> Bool {
    switch source.field(id)?.kind {
    case .int, .num, .numberText, .moneyText, .percentText: true
    default: source.field(id)?.isMixed ?? false
    }
  }

  static func name(_ kind: RowQuery.Aggregate.Kind) -> String {
    switch kind {
    case .count: "Number"
    case .sum: "Total"
    case .mean: "Average"
    case .min: "Lowest"
    case .max: "Highest"
    case .median: "Median"
    }
  }

  // MARK: Conditions

  private func short(_ filter: RowQuery.Filter) -> String {
    let values = filter.values.map(Self.text).joined(separator: " or ")
    if filter.isOfNothing {
      return "\(filter.comparison == .notEqual ? "with" : "without") \(inside(filter.field))"
    }
    switch (filter.comparison, filter.values.first) {
    case (.equal, .text): return values
    case (.equal, .flag(let flag)):
      return flag ? inside(filter.field) : "not \(inside(filter.field))"
    case (.notEqual, .text): return "not \(values)"
    case (.contains, _): return "“\(values)”"
    case (.lacks, _): return "without “\(values)”"
    default:
      let words = filter.comparison.words
      let short = words.hasPrefix("is ") && words != "is not" ? String(words.dropFirst(3)) : words
      return "\(inside(filter.field)) \(short) \(values)"
    }
  }

  private func long(_ filter: RowQuery.Filter) -> String {
    if filter.isOfNothing {
      return "\(inside(filter.field)) is \(filter.comparison == .notEqual ? "not empty" : "empty")"
    }
    let values = filter.values.map { value in
      if case .text(let text) = value { "“\(text)”" } else { Self.text(value) }
    }.joined(separator: " or ")
    return "\(inside(filter.field)) \(filter.comparison.words) \(values)"
  }

  static func text(_ value: RowQuery.Value) -> String {
    switch value {
    case .text(let text): return String(text.prefix(60))
    case .number(let number):
      return number.formatted(
        .number.locale(Locale(identifier: "en")).grouping(
          number >= 3000 || number < 1000 ? .automatic : .never))
    case .flag(let flag): return flag ? "yes" : "no"
    case .moment(let moment): return Self.text(moment)
    }
  }

  private static func text(_ moment: RowQuery.Moment) -> String {
    guard case .relative(let base, let count, let unit) = moment.form else {
      return moment.description
    }
    let names: [RowQuery.Moment.Unit: String] = [
      .minutes: "minute", .hours: "hour", .days: "day", .weeks: "week", .months: "month",
      .years: "year",
    ]
    let start =
      switch base {
      case .now: "now"
      case .today: "today"
      case .week: "the start of this week"
      case .month: "the start of this month"
      case .year: "the start of this year"
      }
    guard count != 0 else { return start }
    let span = "\(count.magnitude) \(names[unit] ?? "day")\(count.magnitude == 1 ? "" : "s")"
    return count < 0 ? "\(span) before \(start)" : "\(span) after \(start)"
  }
}
