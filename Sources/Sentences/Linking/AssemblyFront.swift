import BlockModel

/// What stands before a value, and the label behind it.
extension Assembly {
  /// What stands between a value and the label before it.
  struct Front {
    var comparison: RowQuery.Comparison?
    /// Fields that the comparison speaks of: "older than".
    var implied: [String] = []
    /// The preposition right before: "to", "from".
    var tie: String?
    var isNegated = false
    var isSince = false
    var isUntil = false
    var isBetween = false
    var isWithout = false
    /// The label: an item that names a field.
    var label: Int?
    /// The items that were passed.
    var passed: [Int] = []
    /// A word like "with" stands between.
    var isClause = false
  }

  func front(_ place: Int) -> Front {
    var front = Front()
    var at = place - 1
    while at >= 0 {
      if isLast(at), !pieces[items[at + 1].range.lowerBound].before.contains(":"), field(at) == nil
      {
        break
      }
      if isLast(at), field(at) != nil, front.passed.isEmpty || front.isClause,
        !pieces[items[at + 1].range.lowerBound].before.contains(":"),
        pieces[items[at + 1].range.lowerBound].before.contains(",")
      {
        break
      }
      switch items[at].kind {
      case .field:
        if !used[at] { front.label = at }
        // "above magnitude 2": the comparison stands before the label.
        var before = at - 1
        while before >= 0, isGlue(before) { before -= 1 }
        if front.comparison == nil, front.label != nil, before >= 0, !used[before] {
          switch meaning(before) {
          case .comparison(let comparison): front.comparison = comparison
          case .implied(let comparison, _): front.comparison = comparison
          // "not directed by"
          case .negation where !front.isNegated: front.isNegated = true
          default: return front
          }
          front.passed.append(before)
        }
        return front
      case .word(let meaning):
        switch meaning {
        case .filler, .article, .copula, .generic, .verb: break
        case .preposition: front.tie = front.tie ?? Folding.fold(text(at))
        case .implied(let comparison, let fields):
          front.comparison = front.comparison ?? comparison
          front.implied = fields
        case .comparison(let comparison): front.comparison = front.comparison ?? comparison
        case .negation: front.isNegated = true
        case .without: front.isWithout = true
        // "from before 1900" says before.
        case .since where front.comparison != nil || front.isUntil: break
        case .since:
          front.isSince = true
          front.tie = front.tie ?? pieces[items[at].range.lowerBound].folded
        case .until: front.isUntil = true
        case .between: front.isBetween = true
        case .only, .contains: break
        case .clause: front.isClause = true
        default: return front
        }
        front.passed.append(at)
        if meaning == .clause, front.comparison != nil || front.isNegated { return front }
      default: return front
      }
      at -= 1
    }
    return front
  }

  /// The field that is named behind a value: "229 points", "the Melbourne team".
  func labelBehind(_ place: Int) -> Int? {
    guard place + 1 < items.count, !isLast(place) else { return nil }
    var at = place + 1
    if case .behind = meaning(at) { at += 1 }
    var gaps = 0
    while at < items.count {
      if field(at) != nil { return used[at] ? nil : at }
      guard gaps < 1, case .preposition? = meaning(at), !isLast(at) else { return nil }
      gaps += 1
      at += 1
    }
    return nil
  }

  mutating func take(_ front: Front, label: Int?) {
    for place in front.passed { used[place] = true }
    if let label { used[label] = true }
  }
}
