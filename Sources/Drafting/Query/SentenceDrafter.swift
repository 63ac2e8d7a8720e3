import BlockModel
public import Foundation
public import Sentences

/// Makes drafts of what a source offers to a sentence, or says what has to be asked first.
public struct SentenceDrafter: Sendable {
  private let reading: SourceReading
  private let probe: Probe
  private let sentence: ReadSentence
  /// What the person wants to be told about.
  private let watched: ReadSentence?
  private let now: Date

  /// - Parameter watched: the condition of an alert that the sentence ends in.
  public init(probe: Probe, sentence: ReadSentence, watched: ReadSentence? = nil, now: Date) {
    self.probe = probe
    self.sentence = sentence
    self.watched = watched
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
    var set: NamedSet
    var offered: SourceOffer
    /// Over the offer; its index is built once.
    var linker: Linker
    var outcome: Linker.Outcome
    var place: Int
    /// The alert that the sentence ends in, where it is understood here.
    var watch: Watch?

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
    var all = linkedSets
    if watched != nil {
      let watching = all.filter { $0.watch != nil }
      // What an alert is about has a place in the source, or it is asked about.
      guard !watching.isEmpty else { return all.isEmpty ? .drafts([]) : .asked(watchQuestion(all)) }
      all = watching
    }
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
    let sets = linkedSets.filter { !$0.set.isFacts }
    let answered = sets.filter(\.isAnswered).sorted { rank($0) < rank($1) }
    if let first = answered.first, !isUnlikely(first) { return first.outcome }
    return sets.first.map { set in .asked(set.best.map { [$0] } ?? []) } ?? .asked([])
  }

  /// The record sets, then the facts.
  private var linkedSets: [Linked] {
    let sets = reading.named.filter { !$0.isFacts }.prefix(6).enumerated().map { place, set in
      linked(set, place)
    }
    let facts = reading.named.filter(\.isFacts).map { facts in
      linked(facts, reading.prefersFacts ? -1 : sets.count)
    }
    return sets + facts
  }

  private func linked(_ set: NamedSet, _ place: Int) -> Linked {
    let offered = SourceOffer(set, url: probe.url)
    let linker = offered.linker(now)
    var outcome = linker.link(sentence)
    if case .answered(let reading) = outcome,
      set.isFacts && !isOfFacts(reading.query, offered) || isElsewhere(reading.query, set)
    {
      outcome = .asked([reading])
    }
    var linked = Linked(
      set: set, offered: offered, linker: linker, outcome: outcome, place: place)
    linked.watch = watch(over: linked)
    return linked
  }

  /// "events last week" are none of those to come, "the next match" none of those that are over.
  private func isElsewhere(_ query: RowQuery, _ set: NamedSet) -> Bool {
    guard case .rows(let source) = set.contents, let part = source.part else { return false }
    return query.filters.contains { filter in
      guard case .moment(let moment)? = filter.values.first,
        case .relative(let base, let count, _) = moment.form
      else { return false }
      let isStart = filter.comparison == .atLeast || filter.comparison == .above
      switch part {
      case .past: return isStart && (base == .now && count >= 0 || count > 0)
      case .coming: return !isStart && (count < 0 || count == 0 && base != .now && base != .today)
      }
    }
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

  // MARK: Alerts

  /// The alert that the condition is over a set; `nil` where it is not understood there.
  private func watch(over linked: Linked) -> Watch? {
    guard let watched else { return nil }
    guard let condition = condition(watched, over: linked),
      case .answered(let reading) = linked.linker.link(condition)
    else { return nil }
    return Watch(
      reading, watched.text, beside: linked.best?.query ?? RowQuery(), linked.offered,
      isFacts: linked.set.isFacts)
  }

  /// The condition with what its number is about: "prices of … and tell me when one is under 5" speaks of
  /// the number that the block shows.
  /// - Returns: `nil` where it may be any of several.
  private func condition(_ watched: ReadSentence, over linked: Linked) -> ReadSentence? {
    let numbers = linked.offered.offer.fields.filter { $0.kind == .number }
    guard numbers.count > 1, watched.saysNumber, !linked.linker.namesField(watched) else {
      return watched
    }
    let shown = numbers.filter { linked.best?.query.columns?.contains($0.id) ?? false }
    guard shown.count == 1, let name = shown[0].names.last else { return nil }
    return ReadSentence("\(name) \(watched.text)", lexicons: watched.lexicons)
  }

  private func watchQuestion(_ all: [Linked]) -> SentenceQuestion {
    let best = likeliest(all)
    let condition = watched ?? sentence
    var outcome = best.linker.link(condition)
    if case .answered = outcome, self.condition(condition, over: best) == nil {
      outcome = .asked([Reading(query: RowQuery(), doubts: [.noField(condition.text)])])
    }
    return SentenceQuestion(outcome, best.offered, condition) { _ in nil }
  }

  /// The draft with its alert. A card shows what is watched.
  private func watching(_ draft: Draft, _ watch: Watch) -> Draft {
    var draft = draft
    draft.files.manifest.alerts = [watch.alert]
    draft.explanation +=
      " It tells you under Notices when \(watch.words); that is judged at every refresh."
    return draft
  }

  private func draft(_ linked: Linked) -> Draft {
    var reading = linked.best ?? Reading(query: RowQuery())
    let watch = linked.watch
    if let watch {
      reading.query = watch.query
      let shown = SetDraft(
        set: linked.set, offered: linked.offered, query: reading.query, title: nil, prompt: "",
        url: probe.url, isInBrowser: probe.isRendered, now: now
      ).visibleFields
      if !watch.fields.allSatisfy(shown.contains) {
        reading.query.columns = (shown + watch.fields).reduce(into: []) { list, id in
          if !list.contains(id) { list.append(id) }
        }
      }
    }
    var set = linked.set
    // An alert judges the rows of the card, so it has them all.
    if sentence.isWhole || watch != nil, case .rows(var source) = set.contents {
      source.usualCount = 200
      set.contents = .rows(source)
    }
    var draft = SetDraft(
      set: set, offered: linked.offered,
      query: set.isFacts ? reading.query : linked.offered.completed(reading.query),
      title: sentence.name,
      prompt: sentence.text, url: probe.url, isInBrowser: probe.isRendered, now: now
    ).draft
    draft.explanation = ([draft.explanation] + notes(reading, linked)).joined(separator: " ")
    return watch.map { watching(draft, $0) } ?? draft
  }

  /// What was chosen and what was left out.
  private func notes(_ reading: Reading, _ linked: Linked) -> [String] {
    var notes: [String] = []
    if !linked.set.isFacts { notes += ReadingNotes(reading, linked.offered).sentences }
    if let note = sentence.scheduleNote { notes.append(note) }
    if sentence.addresses.count > 1, !linked.set.isFacts {
      notes.append("Only the first address is used, \(sentence.addresses[0]).")
    }
    let unused = reading.unused + (sentence.hasSecret ? ["the key or header"] : [])
    if let unused = Draft.unused(unused) { notes.append(unused) }
    return notes
  }

  /// What is asked about: one thing beside a list only where it is what the source is.
  private func likeliest(_ all: [Linked]) -> Linked {
    let lists = all.filter { !$0.set.isFacts || reading.prefersFacts }
    return (lists.isEmpty ? all : lists).min { rank($0) < rank($1) } ?? all[0]
  }

  private func question(_ all: [Linked]) -> SentenceQuestion {
    let best = likeliest(all)
    return SentenceQuestion(best.outcome, best.offered, sentence) { suggestion in
      let read = ReadSentence(suggestion, lexicons: sentence.lexicons)
      guard case .answered(let reading) = best.linker.link(read) else { return nil }
      return reading.query
    }
  }
}
