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
      source: url, query: query, title: title, compiled: draft.files.fingerprint)
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

  private func rows(_ source: DraftSource, _ query: RowQuery) -> QueryDraft {
    QueryDraft(
      source: source, offered: offered, query: query, title: title, prompt: prompt, url: url,
      now: now)
  }
}
