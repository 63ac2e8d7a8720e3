public import BlockModel
import Foundation
public import Sentences

/// What a sentence makes of the query of a block, over what its source offers now.
public struct ChangeDrafter: Sendable {
  private let offering: SourceOffering
  private let kept: BlockQuery

  public init(_ offering: SourceOffering, query: BlockQuery) {
    self.offering = offering
    kept = query
  }

  public enum Outcome: Sendable {
    /// The query to compile, and what is told of the sentence.
    case changed(BlockQuery, notes: [String])
    /// What has to be answered before anything is changed.
    case asked(SentenceQuestion)
  }

  /// - Throws: what the query names that the source has no more.
  public func outcome(_ sentence: ReadSentence) throws(QueryMistakes) -> Outcome {
    let found = try offering.set(kept.query.records)
    let shown = SetDraft(
      set: found.set, offered: found.offered, query: kept.query, title: nil, prompt: "",
      url: offering.url, isInBrowser: offering.isInBrowser, now: offering.now
    ).visibleFields
    let linker = ChangeLinker(
      found.offered.linker(offering.now), query: kept.query, shown: shown)
    let outcome = linker.link(sentence)
    switch outcome {
    case .asked:
      let question = SentenceQuestion(
        outcome, found.offered, sentence, changing: kept.query,
        others: linker.understood(sentence)
      ) { suggestion in
        let read = ReadSentence(suggestion, lexicons: sentence.lexicons, isChange: true)
        guard case .answered(let reading) = linker.link(read), reading.query != kept.query else {
          return nil
        }
        return reading.query
      }
      return .asked(question)
    case .answered(let reading):
      var query = kept
      query.query = found.set.isFacts ? reading.query : found.offered.completed(reading.query)
      query.title = sentence.name ?? kept.title
      var notes = ReadingNotes(reading, found.offered).sentences
      if let note = sentence.scheduleNote { notes.append(note) }
      if let unused = Draft.unused(reading.unused) { notes.append(unused) }
      return .changed(query, notes: notes)
    }
  }
}
