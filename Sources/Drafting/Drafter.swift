import BlockModel
public import Foundation
public import Sentences
import Sketches

/// Chooses what to draft from a probe. Several drafts are tried in order of preference.
public struct Drafter: Sendable {
  let probe: Probe
  let wish: Wish
  let now: Date
  private let reading: SourceReading

  public init(probe: Probe, wish: Wish, now: Date) {
    self.probe = probe
    self.wish = wish
    self.now = now
    reading = SourceReading(of: probe, now: now)
  }

  /// What the source says instead of data, in a sentence for people.
  public var refusal: String? { reading.refusal }

  public func drafts() -> [Draft] {
    guard refusal == nil else { return [] }
    let rows = sets.prefix(4).map(draft)
    let page: PageDrafter? =
      if case .parsed(.html, let data) = probe.finding {
        PageDrafter(page: data, wish: wish, url: probe.url)
      } else {
        nil
      }
    let facts = factComposer
    var drafts = Array(rows)
    if let facts, !facts.isEmpty {
      let draft = Draft(facts.files, facts.explanation, wish: wish, fields: facts.facts)
      let isFirst = reading.prefersFacts || (wish.view == .number && facts.isNamed)
      drafts.insert(draft, at: isFirst ? 0 : drafts.count)
    }
    return [page?.productDraft].compactMap { $0 } + drafts + [page?.textDraft].compactMap { $0 }
  }

  /// The sets with an address in the words of the wish before the others.
  private var sets: [DraftSource] {
    let stems = wish.words.map(RecordFinder.stem)
    func score(_ source: DraftSource) -> Double {
      var score = source.score
      let key = source.caption?.lowercased() ?? ""
      if stems.contains(where: { key.contains($0) }) { score += 2.5 }
      let fields = source.fields.map { $0.column.path.lastKey.lowercased() }
      score += 0.7 * Double(stems.count { stem in fields.contains { $0.contains(stem) } })
      if wish.view == .table, source.view == .table { score += 3 }
      return score
    }
    return reading.sets.filter { !$0.fields.isEmpty }.map { ($0, score($0)) }.enumerated()
      .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element.0)
  }

  private func draft(_ source: DraftSource) -> Draft {
    var source = source
    if let own = source.roles {
      // The words of the wish say which of the open ones come first.
      let wanted = Roles(source.fields, rows: source.rowCount, words: wish.words)
      var roles = own
      roles.texts = Self.sorted(own.texts, as: wanted.texts)
      roles.numbers = Self.sorted(own.numbers, as: wanted.numbers)
      source.roles = roles
    }
    let title = source.title ?? SourceName.name(of: probe.url)
    return Draft(
      rows: source, wish: wish, url: probe.url, title: title, now: now, pace: source.pace)
  }

  private static func sorted(_ fields: [RowField], as order: [RowField]) -> [RowField] {
    let places = Dictionary(
      order.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    return fields.enumerated().sorted {
      (places[$0.element.name] ?? order.count, $0.offset)
        < (places[$1.element.name] ?? order.count, $1.offset)
    }.map(\.element)
  }

  private var factComposer: FactComposer? {
    reading.facts.map { facts in
      FactComposer(
        what: facts.what, fetch: facts.fetch, fields: facts.fields, wish: wish, url: probe.url,
        title: wish.subject ?? facts.title ?? SourceName.name(of: probe.url), now: now)
    }
  }
}
