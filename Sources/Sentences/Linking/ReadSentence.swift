public import BlockModel
public import Foundation
import Synchronization

/// A sentence with what does not depend on the source read off: its addresses, schedule and name.
public struct ReadSentence: Sendable {
  /// As it was typed, without what looks like a key.
  public let text: String
  /// A key or a header stood in it; it is left out everywhere.
  public let hasSecret: Bool
  /// The addresses in it, as `https://…`.
  public let addresses: [String]
  public let schedule: Schedule?
  /// Why the schedule is not quite what was asked for.
  public let scheduleNote: String?
  /// "called Mac stuff"
  public let name: String?
  public let lexicon: Lexicon
  /// All languages that are understood.
  public let lexicons: Lexicons
  let pieces: [Piece]
  /// With the name.
  let allPieces: [Piece]
  let namePieces: [Piece]?

  /// The language that numbers and dates of its card are written in (BCP 47), where it is another one than the
  /// person's own. An English sentence says nothing: English is what many write to machines.
  public var locale: String? {
    let own = Surroundings.current.locale.prefix { $0 != "-" }
    return lexicon.language == "en" || lexicon.language == own ? nil : lexicon.language
  }

  /// - Parameters:
  ///   - lexicons: the languages that are understood; the one most of whose words the sentence holds
  ///     reads it, the first in doubt.
  ///   - isChange: it is about a block that is there, so that words that change it tell the language,
  ///     too.
  public init(_ sentence: String, lexicons: Lexicons, isChange: Bool = false) {
    self.lexicons = lexicons
    let wish = Wish(sentence)
    text = wish.sentence
    hasSecret = wish.parts.contains { $0.meaning == .secret }
    var addresses = wish.addresses
    var rest: [String] = []
    for word in wish.sentence.split(whereSeparator: \.isWhitespace).map(String.init) {
      if let address = Address.read(word) {
        if !addresses.contains(address) { addresses.append(address) }
        // What follows an address begins anew.
        rest.append(",")
      } else {
        rest.append(word)
      }
    }
    self.addresses = addresses
    var pieces = Pieces(rest.joined(separator: " ")).all
    lexicon = lexicons.language(of: pieces, isChange: isChange)
    let schedule = ScheduleReading(pieces, lexicon)
    self.schedule = schedule.schedule
    scheduleNote = schedule.note
    pieces = pieces.enumerated().filter { !schedule.used.contains($0.offset) }.map(\.element)
    pieces = pieces.flatMap { [lexicon] in Self.parts(of: $0, lexicon) }
    pieces = Self.withoutOpenSince(pieces, lexicon)
    allPieces = pieces
    let named = Self.takeName(&pieces, lexicon)
    namePieces = named
    name = named.map { String($0.typed.prefix(80)) }
    self.pieces = pieces
  }

  /// What is said, without addresses, schedule and name.
  public var plain: String { pieces.typed }

  /// Every row is asked for, not the first few.
  public var isWhole: Bool { pieces.contains { lexicon.contains($0.folded, .whole) } }

  /// A number stands in it, in digits or in words.
  public var saysNumber: Bool {
    pieces.indices.contains { NumberReading(pieces, at: $0, lexicon) != nil }
  }

  /// Takes "called Mac stuff" off: what is quoted, or all up to the end of the phrase.
  private static func takeName(_ pieces: inout [Piece], _ lexicon: Lexicon) -> [Piece]? {
    let words = pieces.map(\.folded)
    for place in pieces.indices where pieces[place].quote == nil {
      guard
        let found = lexicon.meanings(of: words, at: place).first(where: {
          $0.meaning == .named || $0.meaning == .title
        })
      else { continue }
      let start = place + found.length
      // "title: Close"
      guard start < pieces.count,
        found.meaning == .named || pieces[start].before.contains(":")
          || pieces[start].before.contains("="),
        // "named after a saint"
        !lexicon.contains(words[start], .namesakes)
      else { continue }
      var end = start
      if let quote = pieces[start].quote {
        while end < pieces.count, pieces[end].quote == quote { end += 1 }
      } else {
        while end < pieces.count, end - start < 12 {
          end += 1
          if pieces[end - 1].isLast { break }
          // "named Unpaid with the unpaid orders"
          if end < pieces.count, Self.isClause(words, end, lexicon) { break }
        }
      }
      // "called Mac stuff from URL"
      while end - start > 1, pieces[end - 1].quote == nil, Self.isTie(words, end - 1, lexicon) {
        end -= 1
      }
      let name = Array(pieces[start..<end])
      pieces.removeSubrange(place..<end)
      if place > 0, place <= pieces.count { pieces[place - 1].isLast = true }
      return name
    }
    return nil
  }

  /// "depuis URL": what should say since when stands before an address.
  private static func withoutOpenSince(_ pieces: [Piece], _ lexicon: Lexicon) -> [Piece] {
    pieces.reduce(into: []) { kept, piece in
      let isOpen =
        piece.isLast && piece.quote == nil
        && lexicon.meanings(of: [piece.folded], at: 0).contains { $0.meaning == .since }
        && !lexicon.meanings(of: [piece.folded], at: 0).contains { $0.meaning == .preposition }
      guard isOpen, !kept.isEmpty else { return kept.append(piece) }
      kept[kept.count - 1].isLast = true
    }
  }

  /// "Gesamtpreis" is the sum of prices.
  private static func parts(of piece: Piece, _ lexicon: Lexicon) -> [Piece] {
    guard piece.quote == nil,
      let prefix = lexicon.prefixes.keys.first(where: {
        piece.folded.hasPrefix($0) && piece.folded.count > $0.count + 3
      }), lexicon.meanings(of: [piece.folded], at: 0).isEmpty
    else { return [piece] }
    return piece.split(after: prefix)
  }

  private static func isTie(_ words: [String], _ place: Int, _ lexicon: Lexicon) -> Bool {
    lexicon.meanings(of: words, at: place).contains { found in
      switch found.meaning {
      case .preposition, .article, .and: found.length == 1
      default: false
      }
    }
  }

  private static func isClause(_ words: [String], _ place: Int, _ lexicon: Lexicon) -> Bool {
    lexicon.meanings(of: words, at: place).contains { found in
      switch found.meaning {
      case .clause, .several: true
      default: false
      }
    }
  }
}

/// The tables of all languages.
public struct Lexicons: Sendable {
  /// English first.
  public let all: [Lexicon]

  public init(_ all: [Lexicon]) {
    self.all = all.sorted {
      ($0.language != "en" ? 1 : 0, $0.language) < ($1.language != "en" ? 1 : 0, $1.language)
    }
  }

  /// The tables that were read, by their folder.
  private static let known = Mutex<[String: Lexicons]>([:])

  /// The tables of a folder; one that cannot be read is left out. They are read once.
  public init(folder: URL) {
    if let known = Self.known.withLock({ $0[folder.path] }) {
      self = known
      return
    }
    self.init(reading: folder)
    let read = self
    Self.known.withLock { $0[folder.path] = read }
  }

  private init(reading folder: URL) {
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil))
      ?? []
    self.init(files.filter { $0.pathExtension == "json" }.compactMap { try? Lexicon(file: $0) })
  }

  /// The language whose frequent words the pieces hold most of.
  func language(of pieces: [Piece], isChange: Bool = false) -> Lexicon {
    guard var best = all.first else { return Lexicon.empty }
    var most = 0.0
    let words = pieces.map(\.folded)
    /// "Last Bus to Faro" tells nothing; German nouns do.
    func isName(_ place: Int, _ lexicon: Lexicon) -> Bool {
      place > 0 && !pieces[place - 1].isLast && lexicon.language != "de"
        && pieces[place].text.first?.isUppercase ?? false
    }
    for lexicon in all {
      var score = 0.0
      for place in words.indices where pieces[place].quote == nil && !isName(place, lexicon) {
        if lexicon.contains(words[place], .marks) { score += 1 }
        let weight = lexicon.weight(of: words, at: place)
        let isWord = isChange && weight < 0.6 && lexicon.change(of: words, at: place) != nil
        // "bájalo a 20": "a" is a word of many languages.
        let isMove =
          isChange
          && (lexicon.contains(words[place], .raising) || lexicon.contains(words[place], .lowering))
        score += isMove ? 1.2 : isWord ? 0.6 : weight
      }
      if score > most { (best, most) = (lexicon, score) }
    }
    return best
  }
}
