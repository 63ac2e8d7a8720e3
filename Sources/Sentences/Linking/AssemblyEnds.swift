import BlockModel

/// A row at the end of each group, and orders that are said by both their ends.
extension Assembly {
  /// "organ with the fewest stops per country": a row of each group is wanted, not the number alone.
  mutating func leadsGroups(
    _ place: Int, _ number: Int, _ order: RowQuery.Order
  ) -> Bool {
    // "least played machine per maker": the rows stand behind.
    let behind = next(number, inPhrase: true).flatMap { isRows($0) && !used[$0] ? $0 : nil }
    let rows =
      behind
      ?? items.indices.first { at in
        if at >= place { return false }
        if case .unknown = items[at].kind { return true }
        return isRows(at) && meaning(at) != .generic
      }
    guard let rows, isGrouped(behind ?? number), let per = next(behind ?? number),
      let by = fieldBehind(per), let field = field(by)
    else { return false }
    for at in [per, by] + (behind.map { [$0] } ?? []) { used[at] = true }
    add(order)
    isRanked = true
    // "the wines with the highest price per country": how many of each?
    if query.limit == nil, isPlural(rows) { doubts.append(.contradiction(order.field)) }
    query.limit = query.limit ?? 1
    query.limitPer = id(field)
    return true
  }

  /// "from the highest to the lowest": the other end, of an order that is said by both.
  func otherEnd(_ place: Int, _ isDescending: Bool) -> Int? {
    var at = place + 1
    var isTied = false
    while at < items.count, !isLast(at - 1) {
      switch meaning(at) {
      case .article, .filler: break
      // "la più pesante e la più leggera" are two; "e la" also stands in ranges.
      case .range where saysAnd(at): return nil
      case .preposition, .range, .until, .per: isTied = true
      case .superlative(let other, _, _): return isTied && other != isDescending ? at : nil
      default: return nil
      }
      at += 1
    }
    return nil
  }

  private func saysAnd(_ place: Int) -> Bool {
    let range = items[place].range
    return lexicon.meanings(of: pieces.map(\.folded), at: range.lowerBound).contains {
      $0.meaning == .and && $0.length == range.count
    }
  }

  /// "von der höchsten zur niedrigsten Nabenhöhe"
  mutating func readBothEnds(
    _ place: Int, _ end: Int, _ isDescending: Bool, _ fields: [String]
  ) {
    used[end] = true
    var field: Int?
    if let after = next(end, inPhrase: true), let named = self.field(after), !used[after],
      isQuantity(named) || kind(named) == .time
    {
      used[after] = true
      field = named
    } else if !fields.isEmpty {
      field = named(fields) ?? onlyPrice(fields)
    } else if let last = query.sort.last, softOrders.contains(last.field) {
      field = offer.fields.firstIndex { $0.id == last.field }
    }
    guard let field else { return doubts.append(.noField(text(place...end))) }
    add(RowQuery.Order(id(field), isDescending: isDescending))
  }
}
