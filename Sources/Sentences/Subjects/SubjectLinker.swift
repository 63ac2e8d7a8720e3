import BlockModel
public import Foundation

/// Finds what a sentence without a source is about, among some subjects.
public struct SubjectLinker: Sendable {
  private let subjects: [Subject]
  private let today: (year: Int, month: Int, day: Int)

  /// - Parameters:
  ///   - now: names of days are read on this day, where the person is.
  public init(_ subjects: [Subject], now: Date) {
    self.subjects = subjects
    let day = CivilDay(now)
    today = (day.year, day.month, day.day)
  }

  /// A subject and what the sentence says about it.
  public struct Match: Sendable {
    public var subject: Subject
    public var reading: SubjectReading
  }

  /// The subject that the sentence leaves least unexplained of; `nil` when it names none.
  public func match(_ sentence: ReadSentence) -> Match? {
    guard sentence.pieces.count <= Linker.maximumPieces else { return nil }
    let stemmers = Stemmers(sentence.lexicons)
    guard
      var found = best(sentence, stemmers, typos: false) ?? best(sentence, stemmers, typos: true)
    else { return nil }
    if found.reading.isSure, let other = other(than: found, sentence, stemmers) {
      found.reading.doubts.append(other)
    }
    return found
  }

  /// Another subject that the sentence names as well: "hacker news and a to-do list".
  private func other(
    than found: Match, _ sentence: ReadSentence, _ stemmers: Stemmers
  ) -> String? {
    for subject in subjects where subject.name != found.subject.name {
      let names = SubjectNames(subject, sentence, sentence.pieces, stemmers).all
      if let range = names.first(where: { found.reading.placed.isDisjoint(with: $0) }) {
        return sentence.pieces[range].typed
      }
    }
    return nil
  }

  private func best(_ sentence: ReadSentence, _ stemmers: Stemmers, typos: Bool) -> Match? {
    let found = subjects.compactMap { subject -> Match? in
      let assembly = SubjectAssembly(
        subject, sentence, today: today, stemmers, mayMistype: typos)
      guard let reading = assembly?.reading else { return nil }
      let isOther = reading.isWeak || subject.isStrict
      if isOther, !reading.doubts.isEmpty { return nil }
      return Match(subject: subject, reading: reading)
    }
    return found.min { first, second in
      Self.rank(first) < Self.rank(second)
    }
  }

  private static func rank(_ match: Match) -> (Int, Int, Int, String) {
    let reading = match.reading
    return (
      reading.doubts.count + (reading.ask == nil ? 0 : 1),
      reading.unused.count, -reading.named, match.subject.name
    )
  }
}

/// A stemmer for each language.
final class Stemmers {
  private var all: [String: Stemmer] = [:]

  init(_ lexicons: Lexicons) {
    for lexicon in lexicons.all { all[lexicon.language] = Stemmer(lexicon.stemmer) }
  }

  func of(_ language: String) -> Stemmer {
    if let known = all[language] { return known }
    let stemmer = Stemmer("english")
    all[language] = stemmer
    return stemmer
  }
}
