import BlockModel

/// What no part of the query took.
extension Assembly {
  mutating func readLeftovers() {
    checkSeveral()
    checkEnds()
    for place in items.indices where !used[place] {
      switch items[place].kind {
      case .word(let meaning):
        switch meaning {
        case .vague: doubts.append(.vague(text(place)))
        case .several: doubts.append(.contradiction(around(place)))
        case .aggregate where query.aggregate != nil && isJoined(place):
          doubts.append(.contradiction(around(place)))
        // "sold books": what the verb may select has no place.
        case .verb where !isTied(place): doubts.append(.unknown(text(place)))
        // "a nominee of —": the sign for nothing is the value.
        case .preposition where isOf(place) && isBeforeDash(place): doubts.append(.unknown("—"))
        case .filler, .article, .generic, .preposition, .clause, .and, .or, .copula, .question,
          .columns, .only, .named, .verb, .soft, .title:
          break
        // "first error": one of them, and which is not said.
        case .firstly: doubts.append(.unknown(text(place)))
        case .asked: doubts.append(.noField(text(place)))
        case .range: cost += 0.3
        case .elapsed, .implied, .contains, .comparison, .behind, .between, .negation, .without,
          .sort,
          .direction,
          .superlative, .top, .newest, .number, .scale, .aggregate, .per, .view, .unit, .base,
          .past, .coming, .present, .stretch, .alerting, .since, .until, .month, .feast, .than,
          .measure,
          .every, .pace,
          .times,
          .other, .half, .at, .clock, .weekday, .partOfDay:
          // "from", "by" and their like are prepositions as well.
          if isTie(place) { cost += 0.15 } else { doubts.append(.unknown(around(place))) }
        }
      case .number, .value, .holds, .span, .bucket, .flag, .state:
        doubts.append(.unknown(text(place)))
      // "city and price" names two fields.
      case .subject: if isListed(place) { cost += 0.3 }
      case .field, .unknown: break
      }
    }
  }

  /// Does a dash stand alone behind an item?
  private func isBeforeDash(_ place: Int) -> Bool {
    let end = items[place].range.upperBound
    return end < pieces.count && !pieces[end].isJoined
      && pieces[end].before.contains { "—–-".contains($0) }
  }

  /// "… and number of wrecks"
  func isJoined(_ place: Int) -> Bool {
    previous(place).map { meaning($0) == .and || meaning($0) == .clause } ?? false
  }

  /// Does a verb tie what stands beside it to the rows: "published by", "that cost", "arriving today"?
  /// Alone it may be a condition that the source does not know: "sold books".
  private func isTied(_ place: Int) -> Bool {
    if isQuestion { return true }
    let before = place > 0 ? place - 1 : nil
    if let before, meaning(before) == .clause || conditions[before] != nil { return true }
    // "items sold"
    guard place + 1 < items.count, !isLast(place) else {
      return before.map { !isRows($0) } ?? false
    }
    switch items[place + 1].kind {
    case .subject: return false
    case .field(let field): return !isRows(place + 1) || conditions.values.contains(field)
    case .unknown: return false
    default: return true
    }
  }

  /// "… and a pie chart per country": another wish begins.
  mutating func checkSeveral() {
    for place in items.indices where place > 0 && place + 1 < items.count && meaning(place) == .and
    {
      var at = place + 1
      var isTied = false
      while at < items.count - 1, isGlue(at) {
        if case .preposition? = meaning(at) { isTied = true }
        at += 1
      }
      let begins: Bool =
        switch meaning(at) {
        case .view: !isTied
        case .question(let kind): kind == .count || kind == .thing
        case .aggregate: at + 1 < items.count && (query.group != nil || query.aggregate != nil)
        default: false
        }
      let hasWish = (0..<place).contains { at in
        if conditions[at] != nil || isRows(at) && meaning(at) != .generic { return true }
        switch meaning(at) {
        case .superlative, .view: return true
        default: return false
        }
      }
      if begins, hasWish { doubts.append(.contradiction(text(place...at))) }
    }
  }

  /// "the highest and the lowest", "top 3 and bottom 3": both ends at once.
  mutating func checkEnds() {
    func isEnd(_ place: Int) -> Bool {
      switch meaning(place) {
      case .superlative, .newest, .top, .firstly: true
      default: false
      }
    }
    for place in items.indices where isAnd(place) || meaning(place) == .or {
      var behind = next(place)
      if let found = behind, number(found) != nil { behind = next(found) }
      guard let after = behind, isEnd(after), meaning(after) != .firstly else { continue }
      let before = (0..<place).last { at in
        if number(at) != nil || isGlue(at) || isRows(at) { return false }
        return true
      }
      if let before, isEnd(before) { doubts.append(.contradiction(text(before...after))) }
    }
  }

  /// "and", also where it is one phrase with an article: "and the".
  func isAnd(_ place: Int) -> Bool {
    if meaning(place) == .and { return true }
    guard meaning(place) == .clause else { return false }
    let first = pieces[items[place].range.lowerBound].folded
    return lexicon.meanings(of: [first], at: 0).contains { $0.meaning == .and }
  }

  func isTie(_ place: Int) -> Bool {
    lexicon.meanings(of: pieces.map(\.folded), at: items[place].range.lowerBound).contains {
      found in
      switch found.meaning {
      case .preposition, .filler, .clause: found.length == items[place].range.count
      default: false
      }
    }
  }

  func around(_ place: Int) -> String {
    text(place...min(place + 1, items.count - 1))
  }
}
