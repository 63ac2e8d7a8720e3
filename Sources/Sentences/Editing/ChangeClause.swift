/// A part of a sentence that changes a query in one way.
struct ChangeClause {
  enum Mode: Hashable, Sendable {
    /// "only Portugal", "sort by price"
    case plain
    /// "also France"
    case more
    /// "not only Portugal"
    case beyond
    /// "without the link"
    case less
    /// "France instead"
    case instead
    /// What stands behind "instead of".
    case replaced
  }

  var mode: Mode
  var pieces: [Piece] = []
  /// "remove the filter"
  var parts: [ChangeWord.Part] = []
  var isAll = false
  /// "all the" speaks of every row only where nothing picks some: "all the cities in Spain".
  var isAllOfSome = false
  var isFlipped = false

  init(_ mode: Mode) { self.mode = mode }

  /// Does it say nothing?
  ///
  /// - Parameter fields: words of the names of fields.
  func isEmpty(_ lexicon: Lexicon, _ fields: Set<String>) -> Bool {
    parts.isEmpty && !isAll && !isFlipped && Self.content(pieces, lexicon, fields).isEmpty
  }

  /// Without what says nothing by itself. "also show the make" names a field of that name.
  static func content(
    _ pieces: [Piece], _ lexicon: Lexicon, _ fields: Set<String>
  ) -> [Piece] {
    let words = pieces.map(\.folded)
    var content: [Piece] = []
    var at = 0
    while at < pieces.count {
      let meanings = lexicon.meanings(of: words, at: at)
      let longest = meanings.filter { $0.length == meanings.first?.length }
      let isField = at > 0 && at == pieces.count - 1 && fields.contains(words[at])
      let isTelling = longest.contains { tells($0.meaning) }
      if pieces[at].quote == nil, !isField, let first = longest.first,
        longest.contains(where: { isGlue($0.meaning) }), !isTelling
      {
        at += first.length
      } else if pieces[at].quote == nil, isTelling, let first = longest.first {
        content += pieces[at..<(at + first.length)]
        at += first.length
      } else {
        content.append(pieces[at])
        at += 1
      }
    }
    return content
  }
}

extension ChangeWord {
  /// How what follows changes the query.
  fileprivate var mode: ChangeClause.Mode? {
    switch self {
    case .more: .more
    case .beyond: .beyond
    case .less: .less
    case .instead: .instead
    case .insteadOf, .verb, .all, .flip, .part: nil
    }
  }
}

private func isGlue(_ meaning: WordMeaning) -> Bool {
  switch meaning {
  case .filler, .article, .preposition, .and, .copula, .generic: true
  default: false
  }
}

/// "as a list": says something, although the word is a filler elsewhere.
private func tells(_ meaning: WordMeaning) -> Bool {
  switch meaning {
  case .view, .aggregate, .direction, .superlative, .top, .newest, .sort, .only, .negation: true
  default: false
  }
}

/// A sentence taken apart into clauses.
struct ChangeClauses {
  private(set) var all: [ChangeClause] = []
  private let lexicon: Lexicon
  private let fields: Set<String>

  /// - Parameter fields: words of the names of fields: a field may be called "change" or "order".
  init(_ pieces: [Piece], _ lexicon: Lexicon, fields: Set<String> = []) {
    self.lexicon = lexicon
    self.fields = fields
    let words = pieces.map(\.folded)
    var clause = ChangeClause(.plain)
    var at = 0
    while at < pieces.count {
      if let (length, word) = change(words, pieces, at),
        !isField(words, at, length, word, clause)
      {
        let last = at + length - 1
        let isEnd = isEnd(pieces, last)
        switch word {
        case .more, .beyond, .less, .instead:
          let mode = word.mode ?? .plain
          if isEnd, !clause.isEmpty(lexicon, fields) {
            // "France as well", "das Jahr hinzu"
            clause.mode = mode
            clause.pieces[clause.pieces.count - 1].isLast = true
            close(&clause, .plain)
          } else if clause.mode == .plain || !clause.isEmpty(lexicon, fields) {
            close(&clause, mode)
          } else {
            clause.mode = mode
          }
        case .insteadOf: close(&clause, .replaced)
        case .part(let part):
          guard clause.mode == .less || goes(words, from: at + length) else {
            clause.pieces += pieces[at...last]
            break
          }
          clause.parts.append(part)
        case .all:
          clause.isAll = true
          clause.isAllOfSome = lexicon.change(of: words, at: at)?.length != length
        case .flip: clause.isFlipped = true
        case .verb: break
        }
        at += length
        continue
      }
      if at > 0, begins(pieces, at, clause) { close(&clause, .plain) }
      clause.pieces.append(pieces[at])
      at += 1
    }
    close(&clause, .plain)
  }

  private mutating func close(_ clause: inout ChangeClause, _ next: ChangeClause.Mode) {
    while let last = clause.pieces.last, isJoint(last) { clause.pieces.removeLast() }
    while let first = clause.pieces.first, isJoint(first) { clause.pieces.removeFirst() }
    // "or Peugeot": beside what is there.
    if clause.mode == .plain, let first = clause.pieces.first, first.quote == nil,
      lexicon.meanings(of: [first.folded], at: 0).contains(where: { $0.meaning == .or })
    {
      clause.mode = .more
      clause.pieces.removeFirst()
    }
    if !clause.pieces.isEmpty { clause.pieces[clause.pieces.count - 1].isLast = true }
    if !clause.isEmpty(lexicon, fields) { all.append(clause) }
    clause = ChangeClause(next)
  }

  private func isJoint(_ piece: Piece) -> Bool {
    piece.quote == nil
      && lexicon.meanings(of: [piece.folded], at: 0).contains { $0.meaning == .and }
  }

  /// The longest change word at a place, where no longer phrase of the language begins.
  private func change(
    _ words: [String], _ pieces: [Piece], _ at: Int
  ) -> (length: Int, word: ChangeWord)? {
    guard pieces[at].quote == nil, let found = lexicon.change(of: words, at: at) else { return nil }
    let others = lexicon.meanings(of: words, at: at)
    guard let other = others.first?.length, other > found.length else { return found }
    // "zonder de" takes away as "zonder" does, and "tutte le" says all as "tutte" does.
    let isSame = others.contains { longer in
      guard longer.length == other else { return false }
      switch longer.meaning {
      case .without: return found.word == .less
      case .filler, .every: return found.word == .all && isArticle(words, at + found.length)
      default: return false
      }
    }
    return isSame ? (other, found.word) : nil
  }

  private func isArticle(_ words: [String], _ place: Int) -> Bool {
    lexicon.meanings(of: words, at: place).contains { $0.length == 1 && $0.meaning == .article }
  }

  /// Is a change word rather the name of a field: in "sort by change", but not at the start of a clause?
  private func isField(
    _ words: [String], _ at: Int, _ length: Int, _ word: ChangeWord, _ clause: ChangeClause
  ) -> Bool {
    guard length == 1, fields.contains(words[at]) else { return false }
    if case .part = word { return true }
    return !clause.isEmpty(lexicon, fields)
  }

  /// Does a verb that takes away follow: "den Filter entfernen"?
  private func goes(_ words: [String], from place: Int) -> Bool {
    words.indices.contains { $0 >= place && lexicon.change(of: words, at: $0)?.word == .less }
  }

  private func isEnd(_ pieces: [Piece], _ last: Int) -> Bool {
    last + 1 >= pieces.count || pieces[last].isLast || isJoint(pieces[last + 1])
  }

  /// Where "remove the price, sort by year" and "instead of Spain, France" go on with something else.
  private func begins(_ pieces: [Piece], _ at: Int, _ clause: ChangeClause) -> Bool {
    guard !clause.isEmpty(lexicon, fields) else { return false }
    let isBehindSign = pieces[at - 1].isLast
    switch clause.mode {
    case .replaced: return isBehindSign
    case .less, .more, .beyond:
      guard isBehindSign || isJoint(pieces[at]) || isOnly(pieces, at) else { return false }
      return ordersAnew(pieces, at)
    // "sorted by price and only 5"
    case .plain, .instead:
      guard isBehindSign || isJoint(pieces[at]) else { return false }
      return ordersAnew(pieces, at, isPlain: true)
    }
  }

  private func isOnly(_ pieces: [Piece], _ at: Int) -> Bool {
    lexicon.meanings(of: pieces.map(\.folded), at: at).contains { $0.meaning == .only }
  }

  /// - Parameter isPlain: only what cannot belong to the clause before begins another.
  private func ordersAnew(_ pieces: [Piece], _ start: Int, isPlain: Bool = false) -> Bool {
    let words = pieces.map(\.folded)
    var at = start
    while at < pieces.count {
      let meanings = lexicon.meanings(of: words, at: at)
      let orders = meanings.contains { found in
        switch found.meaning {
        case .only, .sort: true
        case .top, .newest, .superlative, .view, .aggregate, .coming: !isPlain
        default: false
        }
      }
      if orders || pieces[at].isNumber && !isPlain { return true }
      let glue = meanings.first { isGlue($0.meaning) }
      guard let glue else { return false }
      at += glue.length
    }
    return false
  }
}
