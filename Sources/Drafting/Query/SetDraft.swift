import BlockModel
import Foundation

/// Compiles a query over a record set, or over the values of one thing, and keeps it with the block.
struct SetDraft {
  let set: NamedSet
  let offered: SourceOffer
  let query: RowQuery
  /// As the person called the block; `nil`: the query names it.
  let title: String?
  let prompt: String
  let url: String
  /// The source is a page as a browser shows it.
  let isInBrowser: Bool
  let now: Date

  var draft: Draft {
    var query = query
    query.records = set.name
    var draft =
      switch set.contents {
      case .rows(let source): rows(source, query).draft
      case .facts(let facts):
        FactDraft(
          facts: facts, offered: offered, query: query, title: title, prompt: prompt, url: url,
          now: now
        ).draft
      }
    if let view = query.view, !QueryView(view).isShown(in: draft.files.spec) {
      let undrawn = "I cannot draw that as \(QueryView(view).word) without a model."
      draft.undrawn = undrawn
      draft.explanation += " " + undrawn
    }
    draft.files.manifest.query = BlockQuery(
      source: url, query: query, title: title, isInBrowser: isInBrowser,
      compiled: draft.files.fingerprint)
    return draft
  }

  /// The fields that the card shows, by the names of queries.
  var visibleFields: [String] {
    switch set.contents {
    case .rows(let source): rows(source, query).visibleFields
    case .facts:
      query.columns ?? offered.fields.map(SourceOffer.id).filter { !query.hidden.contains($0) }
    }
  }

  /// Does a query ask for what is over: "past events", "in October", "how many per month"? Where events
  /// are only listed, those to come are meant.
  private func reachesBack(_ query: RowQuery) -> Bool {
    let bounds = query.filters.compactMap { filter -> (isStart: Bool, moment: RowQuery.Moment)? in
      guard case .moment(let moment)? = filter.values.first else { return nil }
      return (filter.comparison == .atLeast || filter.comparison == .above, moment)
    }
    if bounds.isEmpty { return query.aggregate != nil }
    return !bounds.contains { $0.isStart && isAhead($0.moment) }
  }

  /// Is a moment now or later?
  private func isAhead(_ moment: RowQuery.Moment) -> Bool {
    switch moment.form {
    case .relative(let base, let count, _):
      return count > 0 || count == 0 && (base == .now || base == .today)
    case .day(let year, let month, let day):
      let today = CivilDay(now)
      return (year, month, day) >= (today.year, today.month, today.day)
    }
  }

  private func rows(_ source: DraftSource, _ query: RowQuery) -> QueryDraft {
    var source = source
    if let whole = source.whole, reachesBack(query) {
      (source.fetch, source.caption) = (whole.fetch, whole.caption)
    }
    return QueryDraft(
      source: source, offered: offered, query: query, title: title, prompt: prompt, url: url,
      now: now)
  }
}
