import BlockModel
public import Foundation
public import Sentences

/// Makes drafts of what a source offers to a sentence, or says what has to be asked first.
public struct SentenceDrafter: Sendable {
  private let reading: SourceReading
  private let probe: Probe
  private let sentence: ReadSentence
  private let now: Date

  public init(probe: Probe, sentence: ReadSentence, now: Date) {
    self.probe = probe
    self.sentence = sentence
    self.now = now
    reading = SourceReading(of: probe, now: now)
  }

  public enum Outcome: Sendable {
    /// In order of preference.
    case drafts([Draft])
    /// The source says something instead of data, in a sentence for people.
    case refused(String)
    /// What has to be answered before a block is made.
    case asked(SentenceQuestion)
  }

  /// A record set, or the facts beside them, with what the sentence means there.
  private struct Linked {
    var set: DraftSource?
    var offered: SourceOffer
    var outcome: Linker.Outcome
    var place: Int

    var best: Reading? {
      switch outcome {
      case .answered(let reading): reading
      case .asked(let readings): readings.first
      }
    }

    var isAnswered: Bool { if case .answered = outcome { true } else { false } }

    /// Fields that the sentence speaks of.
    var links: Int {
      guard let query = best?.query else { return 0 }
      return query.filters.count + query.sort.count + (query.columns?.count ?? 0)
        + (query.group == nil ? 0 : 1) + (query.aggregate?.field == nil ? 0 : 1)
    }
  }

  public var outcome: Outcome {
    if let refusal = reading.refusal { return .refused(refusal) }
    let sets = reading.sets.filter { !$0.fields.isEmpty }.prefix(6).enumerated().map { place, set in
      linked(set, SourceOffer(set), place)
    }
    let facts = reading.facts.map {
      linked(nil, SourceOffer($0), reading.prefersFacts ? -1 : sets.count)
    }
    let all = (sets + [facts].compactMap { $0 })
    // What links most is meant; in doubt the likeliest set.
    let answered = all.filter(\.isAnswered).sorted { rank($0) < rank($1) }
    if answered.isEmpty {
      return all.isEmpty ? .drafts([]) : .asked(question(all))
    }
    if let first = answered.first, isUnlikely(first) { return .asked(question(all)) }
    return .drafts(answered.prefix(4).map(draft))
  }

  /// What the sentence means over the record set it links into best, before files are written.
  public var understood: Linker.Outcome {
    let sets = reading.sets.filter { !$0.fields.isEmpty }.prefix(6).enumerated().map { place, set in
      linked(set, SourceOffer(set), place)
    }
    let answered = sets.filter(\.isAnswered).sorted { rank($0) < rank($1) }
    if let first = answered.first, !isUnlikely(first) { return first.outcome }
    return sets.first.map { set in .asked(set.best.map { [$0] } ?? []) } ?? .asked([])
  }

  private func linked(_ set: DraftSource?, _ offered: SourceOffer, _ place: Int) -> Linked {
    let calendar = Calendar(identifier: .gregorian).dateComponents(
      [.year, .month, .day], from: now)
    let linker = Linker(
      OfferIndex(offered.offer),
      today: (calendar.year ?? 2000, calendar.month ?? 1, calendar.day ?? 1))
    var outcome = linker.link(sentence)
    if set == nil, case .answered(let reading) = outcome, !isOfFacts(reading.query, offered) {
      outcome = .asked([reading])
    }
    return Linked(set: set, offered: offered, outcome: outcome, place: place)
  }

  /// Facts are one thing: nothing of it can be sorted, counted or left out. The first row of a list is
  /// none of them.
  private func isOfFacts(_ query: RowQuery, _ offered: SourceOffer) -> Bool {
    var plain = query
    plain.columns = nil
    plain.view = nil
    guard plain == RowQuery() else { return false }
    let columns = (query.columns ?? []).compactMap(offered.field)
    return reading.prefersFacts
      || columns.allSatisfy { field in
        !field.column.path.steps.contains { if case .index = $0 { true } else { false } }
      }
  }

  private func rank(_ linked: Linked) -> Double {
    (linked.best?.weight ?? 0) + 0.12 * Double(linked.place) - 0.3 * Double(min(linked.links, 4))
  }

  /// A page's set that no word of the sentence speaks of is hardly what is meant.
  private func isUnlikely(_ linked: Linked) -> Bool {
    guard case .parsed(.html, _) = probe.finding else { return false }
    return linked.best?.subject != nil && linked.links == 0
  }

  private func draft(_ linked: Linked) -> Draft {
    let reading = linked.best ?? Reading(query: RowQuery())
    guard let set = linked.set else { return factDraft(linked, reading) }
    return QueryDraft(
      source: set, offered: linked.offered, reading: reading, sentence: sentence, url: probe.url,
      now: now
    ).draft
  }

  private func factDraft(_ linked: Linked, _ reading: Reading) -> Draft {
    let facts = self.reading.facts ?? DraftFacts(what: "", fetch: [], fields: [])
    var wish = Wish("")
    wish.sentence = sentence.text
    var fields = facts.fields
    // What changes, as a price, is kept.
    let asked = reading.query.columns?.compactMap(linked.offered.field).map(\.name)
    if let history = facts.history, asked.map({ $0.contains(history) }) ?? true,
      let composer = HistoryComposer(facts, wish: wish, url: probe.url, now: now)
    {
      var draft = composer.draft
      if let unused = Wish.unused(reading.unused) { draft.explanation += " " + unused }
      return draft
    }
    if let columns = reading.query.columns {
      fields = columns.compactMap(linked.offered.field)
      wish.view = .number
      wish.words = fields.flatMap { $0.fieldName.words + [$0.column.path.lastKey.lowercased()] }
    }
    let name = facts.title ?? SourceName.name(of: probe.url)
    let title =
      sentence.name
      ?? (reading.query.columns.map { _ in
        "\(fields.prefix(2).map(\.label).joined(separator: ", ")): \(name)"
      } ?? name)
    let composer = FactComposer(
      what: facts.what, fetch: facts.fetch, modules: facts.modules, fields: fields, wish: wish,
      url: probe.url,
      title: String(title.prefix(80)), now: now)
    var notes = [composer.explanation]
    if let note = sentence.scheduleNote { notes.append(note) }
    let unused = reading.unused + (sentence.hasSecret ? ["the key or header"] : [])
    if let unused = Wish.unused(unused) { notes.append(unused) }
    return Draft(files: composer.files, explanation: notes.joined(separator: " "))
  }

  private func question(_ all: [Linked]) -> SentenceQuestion {
    let best = all.min { rank($0) < rank($1) } ?? all[0]
    return SentenceQuestion(best.outcome, best.offered, sentence)
  }
}
