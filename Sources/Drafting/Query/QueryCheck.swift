import BlockModel
import Foundation
import Notation
import Sentences

/// Holds a query that was written by hand against the record set it is over: fields are found by the
/// names of the source and of people, values are read as what their fields hold.
struct QueryCheck {
  private let set: NamedSet
  private let offered: SourceOffer
  private var mistakes: [String] = []

  init(_ set: NamedSet, _ offered: SourceOffer) {
    self.set = set
    self.offered = offered
  }

  /// The query in the names and values of the source.
  mutating func checked(_ query: RowQuery) throws(QueryMistakes) -> RowQuery {
    var checked = query
    checked.records = set.name
    checked.columns = query.columns.map { fields($0) }
    checked.hidden = fields(query.hidden)
    checked.filters = query.filters.flatMap { conditions($0) }
    checked.limitPer = query.limitPer.flatMap { field($0)?.id }
    checked.group = query.group.flatMap { field($0)?.id }
    checkBucket(query, checked)
    checkAggregate(query, &checked)
    checked.sort = query.sort.compactMap { order($0, checked) }
    if checked.columns?.isEmpty ?? false { checked.columns = nil }
    checkWhole(query)
    guard mistakes.isEmpty else {
      throw QueryMistakes(
        sentences: mistakes.reduce(into: []) { list, text in
          if !list.contains(text) { list.append(text) }
        })
    }
    return checked
  }

  private mutating func checkWhole(_ query: RowQuery) {
    if set.isFacts {
      let isPlain =
        query.filters.isEmpty && query.sort.isEmpty && query.limit == nil && query.offset == nil
        && query.group == nil && query.aggregate == nil
      if !isPlain {
        mistakes.append(
          "“\(set.name)” is a single thing, not a list: choose its fields; there is nothing to sort, filter or count."
        )
      }
    }
    if query.aggregate != nil, query.columns != nil || !query.hidden.isEmpty {
      mistakes.append("An aggregate is a number of the rows: leave the columns out.")
    }
    if query.group != nil, query.aggregate == nil {
      mistakes.append("Say what is computed of each group, as count.")
    }
    if let limit = query.limit, !(1...200).contains(limit) {
      mistakes.append("The limit is 1 to 200 rows, not \(limit).")
    }
  }

  private mutating func checkBucket(_ query: RowQuery, _ checked: RowQuery) {
    if let bucket = query.bucket, let id = checked.group, let group = field(id), group.kind != .time
    {
      mistakes.append("\(label(group)) has no times that could be grouped by \(bucket.rawValue).")
    }
    if query.limitPer != nil, query.limit == nil || query.aggregate != nil {
      mistakes.append(
        "“Of each” says what the limit counts within: give a limit, and no number instead of rows.")
    }
  }

  // MARK: Fields

  private mutating func fields(_ names: [String]) -> [String] {
    names.compactMap { field($0)?.id }.reduce(into: []) { list, id in
      if !list.contains(id) { list.append(id) }
    }
  }

  /// By its own name, else by one that people read.
  private func known(_ name: String) -> OfferedField? {
    let all = offered.offer.fields
    if let field = all.first(where: { $0.id == name }) { return field }
    let folded = Folding.fold(name).replacing("_", with: " ")
    return all.first { field in
      field.names.contains { Folding.fold($0).replacing("_", with: " ") == folded }
    }
  }

  private mutating func field(_ name: String) -> OfferedField? {
    if let field = known(name) { return field }
    let all = offered.offer.fields
    let near = NearName.best(for: name, among: all.flatMap(\.names)).map {
      " Did you mean “\($0)”?"
    }
    mistakes.append(
      "There is no field “\(name)” in “\(set.name)”.\(near ?? " It has \(all.prefix(20).map(\.id).joined(separator: ", ")).")"
    )
    return nil
  }

  // MARK: Order and numbers

  private mutating func checkAggregate(_ query: RowQuery, _ checked: inout RowQuery) {
    guard let aggregate = query.aggregate else { return }
    guard let name = aggregate.field else {
      if aggregate.kind != .count {
        mistakes.append(
          "Say of which field the \(QueryWords.name(aggregate.kind).lowercased()) is.")
      }
      return
    }
    guard let field = field(name) else { return }
    checked.aggregate?.field = aggregate.kind == .count ? nil : field.id
    if aggregate.kind != .count, field.kind != .number, field.kind != .year {
      mistakes.append("\(label(field)) has no numbers to compute with.")
    }
  }

  /// Groups are ordered by their number, or by what they are groups of.
  private mutating func order(_ order: RowQuery.Order, _ query: RowQuery) -> RowQuery.Order? {
    if let group = query.group, let kind = query.aggregate?.kind {
      let isNumber =
        order.field == "value" || order.field == kind.rawValue
        || query.aggregate?.field.map { $0 == order.field } ?? false
      if isNumber { return RowQuery.Order(kind.rawValue, isDescending: order.isDescending) }
      if known(order.field)?.id == group {
        return RowQuery.Order(group, isDescending: order.isDescending)
      }
      mistakes.append(
        "Groups are ordered by their number or their name: sort by “\(kind.rawValue)” or “\(group)”."
      )
      return nil
    }
    return field(order.field).map { RowQuery.Order($0.id, isDescending: order.isDescending) }
  }

  private func label(_ field: OfferedField) -> String {
    offered.field(field.id)?.label ?? field.id
  }

  // MARK: Conditions

  /// A day is a span, so that one condition may become two.
  private mutating func conditions(_ filter: RowQuery.Filter) -> [RowQuery.Filter] {
    guard let field = field(filter.field) else { return [] }
    let isEither: Bool =
      switch filter.comparison {
      case .equal, .notEqual, .contains, .lacks: true
      case .above, .atLeast, .below, .atMost: false
      }
    guard let first = filter.values.first, isEither || filter.values.count == 1 else {
      mistakes.append("\(label(field)) can be compared with one value only.")
      return []
    }
    if filter.comparison == .contains || filter.comparison == .lacks {
      guard field.kind != .time, field.kind != .flag else {
        mistakes.append("\(label(field)) is not a text, so it cannot contain one.")
        return []
      }
      return [.init(field.id, filter.comparison, filter.values.map { .text($0.text) })]
    }
    switch field.kind {
    case .time:
      guard filter.values.count == 1 else {
        mistakes.append("\(label(field)) can be compared with one day only.")
        return []
      }
      return spans(field, filter.comparison, first)
    case .number, .year:
      let values = filter.values.compactMap { number($0, field) }
      return values.isEmpty ? [] : [.init(field.id, filter.comparison, values)]
    case .flag:
      guard isEither else {
        mistakes.append("\(label(field)) is yes or no: compare it with = or !=.")
        return []
      }
      let values = filter.values.compactMap { flag($0, field) }
      return values.isEmpty ? [] : [.init(field.id, filter.comparison, values)]
    case .text, .link:
      guard isEither || field.low != nil else {
        mistakes.append("\(label(field)) is a text: compare it with =, !=, ~ or !~.")
        return []
      }
      let values = filter.values.compactMap { text($0, field) }
      return values.isEmpty ? [] : [.init(field.id, filter.comparison, values)]
    }
  }

  private mutating func number(
    _ value: RowQuery.Value, _ field: OfferedField
  ) -> RowQuery.Value? {
    if case .number = value { return value }
    let text = value.text
    if let number = Double(text) ?? NumberText(text)?.value(decimal: .point), number.isFinite {
      return .number(number)
    }
    mistakes.append("\(label(field)) is a number; “\(text.prefix(60))” is not one.")
    return nil
  }

  private mutating func flag(_ value: RowQuery.Value, _ field: OfferedField) -> RowQuery.Value? {
    let isSet: Bool
    switch Folding.fold(value.text) {
    case "yes", "true", "1", "on", field.flagTexts?.first.map({ Folding.fold($0) }) ?? "yes":
      isSet = true
    case "no", "false", "0", "off", field.flagTexts?.last.map({ Folding.fold($0) }) ?? "no":
      isSet = false
    default:
      mistakes.append("\(label(field)) is yes or no, not “\(value.text.prefix(60))”.")
      return nil
    }
    return field.flagTexts.map { .text($0[isSet ? 0 : 1]) } ?? .flag(isSet)
  }

  /// As the source spells it. What nearly stands there is hardly meant.
  private mutating func text(_ value: RowQuery.Value, _ field: OfferedField) -> RowQuery.Value? {
    let text = value.text
    let folded = Folding.fold(text)
    if let known = field.values.first(where: { Folding.fold($0) == folded }) { return .text(known) }
    if let alias = field.aliases.first(where: { Folding.fold($0.key) == folded }) {
      return .text(alias.value)
    }
    guard let near = NearName.best(for: text, among: field.values.prefix(5000)) else {
      return .text(text)
    }
    mistakes.append(
      "“\(text.prefix(60))” does not occur in \(label(field).lowercasedFirst). Did you mean “\(near.prefix(60))”?"
    )
    return nil
  }

  // MARK: Times

  private mutating func spans(
    _ field: OfferedField, _ comparison: RowQuery.Comparison, _ value: RowQuery.Value
  ) -> [RowQuery.Filter] {
    let text = value.text
    guard let (start, end) = Self.span(value) else {
      mistakes.append(
        "\(label(field)) is a time; “\(text.prefix(60))” is not a day like 2026-11-20 or a moment like today-7d."
      )
      return []
    }
    func condition(_ comparison: RowQuery.Comparison, _ moment: RowQuery.Moment) -> RowQuery.Filter
    { RowQuery.Filter(field.id, comparison, .moment(moment)) }
    switch comparison {
    case .above: return [condition(.atLeast, end)]
    case .atLeast: return [condition(.atLeast, start)]
    case .below: return [condition(.below, start)]
    case .atMost: return [condition(.below, end)]
    case .equal where start != end: return [condition(.atLeast, start), condition(.below, end)]
    case .equal, .notEqual, .contains, .lacks:
      mistakes.append(
        "\(label(field)) can be compared with >, >=, < or <=, and a day with = as well.")
      return []
    }
  }

  /// From the first moment that is meant up to, not including, the first behind it; the same for what has
  /// no length.
  private static func span(
    _ value: RowQuery.Value
  ) -> (start: RowQuery.Moment, end: RowQuery.Moment)? {
    let text = value.text
    if let year = Int(text), (1000...2999).contains(year) {
      return (.day(year, 1, 1), .day(year + 1, 1, 1))
    }
    guard let moment = RowQuery.Moment(text) else { return nil }
    switch moment.form {
    case .day(let year, let month, let day):
      guard CivilDay(year: year, month: month, day: day) != nil else { return nil }
      let next =
        CivilDay(year: year, month: month, day: day + 1)
        ?? CivilDay(year: year, month: month + 1, day: 1)
        ?? CivilDay(year: year + 1, month: 1, day: 1)
      guard let next else { return nil }
      return (moment, .day(next.year, next.month, next.day))
    case .relative(let base, let count, let unit):
      let length: RowQuery.Moment.Unit? =
        switch base {
        case .now: nil
        case .today: .days
        case .week: .weeks
        case .month: .months
        case .year: .years
        }
      guard let length, count == 0 || unit == length else { return (moment, moment) }
      return (moment, .relative(base, count + 1, length))
    }
  }
}
