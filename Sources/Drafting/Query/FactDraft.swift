import BlockModel
import Foundation

/// Compiles a query over the values of one thing into the three files of a block.
struct FactDraft {
  let facts: DraftFacts
  let offered: SourceOffer
  let query: RowQuery
  let title: String?
  let prompt: String
  let url: String
  let now: Date

  var draft: Draft {
    var wish = CardWish(prompt: prompt)
    let asked = query.columns?.compactMap(offered.field)
    // What changes, as a price, is kept.
    if let history = facts.history, asked.map({ $0.contains { $0.name == history } }) ?? true,
      let composer = HistoryComposer(facts, wish: wish, title: title, url: url, now: now)
    {
      return composer.draft
    }
    let hidden = Set(query.hidden.compactMap { offered.field($0)?.name })
    let fields = asked ?? facts.fields.filter { !hidden.contains($0.name) }
    if let asked {
      wish.view = .number
      wish.words = asked.flatMap { $0.fieldName.words + [$0.column.path.lastKey.lowercased()] }
    }
    let name = facts.title ?? SourceName.name(of: url)
    let composer = FactComposer(
      what: facts.what, fetch: facts.fetch, modules: facts.modules, fields: fields, wish: wish,
      url: url, title: title ?? Self.title(asked, name), now: now)
    return Draft(files: composer.files, explanation: composer.explanation)
  }

  private static func title(_ asked: [RowField]?, _ name: String) -> String {
    let title =
      asked.map { "\($0.prefix(2).map(\.label).joined(separator: ", ")): \(name)" } ?? name
    return String(title.prefix(80))
  }
}
