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
    let names = Set(linker.index.fieldWords.lazy.flatMap { $0 }.flatMap(\.words))
    let clauses = ChangeClauses(sentence.pieces, lexicon, fields: names).all
    if clauses.isEmpty, sentence.name == nil, sentence.schedule == nil {
      return .asked([Reading(query: old, doubts: [.unknown(sentence.text)])])
    }
    var edit = QueryEdit(old, shown: shown, offer: linker.index.offer)
    var whole = Reading(query: old)
    // What goes makes room for what comes.
    let ordered = clauses.filter { $0.mode == .replaced } + clauses.filter { $0.mode != .replaced }
    for clause in ordered {
      // "remove all filters" speaks of these alone.
      if clause.isAll, clause.parts.isEmpty { edit.showAll() }
      if clause.isFlipped { edit.flip() }
      let content = ChangeClause.content(clause.pieces, lexicon, names)
      let plain = ShortChange(content, lexicon)
      if content.isEmpty {
        edit.clear(clause.parts)
      } else if plain.map({ edit.apply($0, clause.mode) }) != true {
        switch linker.link(clause.pieces, lexicon) {
        case .asked(let readings): return .asked(readings)
        case .answered(let reading):
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
}
