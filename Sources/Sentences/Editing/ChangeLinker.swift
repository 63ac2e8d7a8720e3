public import BlockModel

/// Understands a sentence as a change of a query over the same offer: wholly, or it says what it did not
/// understand.
public struct ChangeLinker: Sendable {
  private let linker: Linker
  private let old: RowQuery
  private let shown: [String]

  /// - Parameters:
  ///   - linker: over the record set of the query.
  ///   - shown: the fields that a card of the query shows, by their ids.
  public init(_ linker: Linker, query: RowQuery, shown: [String]) {
    self.linker = linker
    old = query
    self.shown = shown
  }

  /// - Returns: the changed query as a reading, or the readings of the part that is in doubt.
  public func link(_ sentence: ReadSentence) -> Linker.Outcome {
    let lexicon = sentence.lexicon
    guard sentence.pieces.count <= Linker.maximumPieces else { return linker.link(sentence) }
    let clauses = ChangeClauses(sentence.pieces, lexicon, fields: names).all
    if clauses.isEmpty, sentence.name == nil, sentence.schedule == nil {
      return .asked([Reading(query: old, doubts: [.unknown(sentence.text)])])
    }
    return change(by: clauses, lexicon)
  }

  /// Words of the names of fields.
  private var names: Set<String> {
    Set(linker.index.fieldWords.lazy.flatMap { $0 }.flatMap(\.words))
  }

  private func change(by clauses: [ChangeClause], _ lexicon: Lexicon) -> Linker.Outcome {
    let names = names
    var edit = QueryEdit(old, shown: shown, offer: linker.index.offer)
    var whole = Reading(query: old)
    // What goes makes room for what comes; "not only Spain" is over when nothing came.
    let lifts = clauses.contains { $0.mode == .beyond }
    let ordered =
      clauses.filter { $0.mode == .replaced }
      + clauses.filter { $0.mode != .replaced && $0.mode != .beyond }
      + clauses.filter { $0.mode == .beyond }
    for var clause in ordered {
      clause.pieces = orderedByGroup(clause.pieces, lexicon)
      let content = ChangeClause.content(clause.pieces, lexicon, names)
      // "all stations, not just New Street" speaks of one condition.
      if clause.isAll, lifts, content.count <= 2 { continue }
      if clause.isFlipped { edit.flip() }
      let plain = ShortChange(content, lexicon)
      let bound = BoundChange(
        clause.pieces,
        ItemFinder(clause.pieces, index: linker.index, lexicon: lexicon, today: linker.today))
      let mayBound = clause.mode == .plain || clause.mode == .instead
      if clause.mode == .beyond, let field = edit.field(holding: content.map(\.folded)) {
        edit.lift([field])
      } else if content.isEmpty {
        // "remove all filters" speaks of these alone.
        if clause.isAll, clause.parts.isEmpty { edit.showAll() }
        edit.clear(clause.parts)
      } else if mayBound, let bound, bound.isSure || clause.mode == .instead, edit.apply(bound) {
        // It has another value.
      } else if plain.map({ edit.apply($0, clause.mode) }) != true {
        switch linker.link(clause.pieces, lexicon) {
        case .asked(let readings):
          guard mayBound, let bound, bound.comparison != nil || bound.number.measure != nil,
            edit.apply(bound)
          else { return .asked(readings) }
        case .answered(let reading):
          if clause.isAll, clause.parts.isEmpty {
            if edit.showAll(of: reading.query) { continue }
            if !clause.isAllOfSome || reading.query.filters.isEmpty { edit.showAll() }
          }
          // A noun that names other rows than these changes nothing.
          if let subject = reading.subject, reading.query.limit == nil, reading.query.sort.isEmpty {
            return .asked([Reading(query: old, doubts: [.unknown(subject)])])
          }
          if let doubt = edit.apply(edit.keepingOrder(reading), clause, in: ordered, lexicon) {
            return .asked([Reading(query: old, doubts: [doubt])])
          }
          whole.unused += reading.unused
          whole.choices += reading.choices
        }
      }
      if let doubt = edit.doubt { return .asked([Reading(query: old, doubts: [doubt])]) }
    }
    edit.finish()
    whole.query = edit.query
    return .answered(whole)
  }

  /// The parts of a sentence between commas and "and" that are understood each by itself, where others are
  /// not.
  public func understood(_ sentence: ReadSentence) -> [String] {
    guard sentence.pieces.count <= Linker.maximumPieces else { return [] }
    let clauses = ChangeClauses(sentence.pieces, sentence.lexicon, fields: names).all
    guard clauses.count > 1, clauses.allSatisfy({ $0.mode == .plain && !$0.isAll }) else {
      return []
    }
    return clauses.filter { clause in
      guard case .answered(let reading) = change(by: [clause], sentence.lexicon) else {
        return false
      }
      return reading.query != old
    }.map { $0.pieces.typed }
  }

  /// Groups that are to be ordered by "the name of the commune" are ordered by the commune.
  private func orderedByGroup(_ pieces: [Piece], _ lexicon: Lexicon) -> [Piece] {
    guard old.aggregate != nil, let group = old.group,
      let field = linker.index.offer.fields.firstIndex(where: { $0.id == group }),
      let name = pieces.indices.first(where: { isNaming($0, pieces, lexicon) })
    else { return pieces }
    let finder = ItemFinder(pieces, index: linker.index, lexicon: lexicon, today: linker.today)
    func isGroup(_ place: Int) -> Bool {
      pieces.indices.contains(place)
        && finder.fields(at: place).contains { $0.kind == .field(field) }
    }
    var pieces = pieces
    // "by the name of the commune"
    if let of = pieces.indices.dropFirst(name + 1).first(where: isGroup) {
      pieces.removeSubrange(name..<of)
      return pieces
    }
    // "by commune name", "by the commune's name"
    let before = pieces[..<name].lastIndex { $0.folded != "s" }
    if let before, isGroup(before) {
      pieces.removeSubrange((before + 1)...name)
      if pieces.indices.contains(before) { pieces[before].isLast = true }
      return pieces
    }
    // "by name": groups have no other.
    let words = linker.index.fieldWords[field].first?.words ?? []
    guard !words.isEmpty else { return pieces }
    let last = pieces[name].isLast
    pieces.replaceSubrange(
      name...name,
      with: words.enumerated().map { place, word in
        Piece(
          text: word, folded: word, quote: nil, isJoined: false, before: "",
          isLast: last && place == words.count - 1, isNumber: word.allSatisfy(\.isNumber))
      })
    return pieces
  }

  /// Does "name" stand behind what orders, at a place?
  private func isNaming(_ place: Int, _ pieces: [Piece], _ lexicon: Lexicon) -> Bool {
    guard pieces[place].quote == nil, lexicon.contains(pieces[place].folded, .naming) else {
      return false
    }
    let words = pieces.map(\.folded)
    return (0..<place).contains { at in
      lexicon.meanings(of: words, at: at).contains { found in
        found.meaning == .sort || found.meaning == .per
      }
    }
  }
}
