import BlockModel

/// Puts the items of one way through a sentence together to a query.
struct Assembly {
  let offer: Offer
  let index: OfferIndex
  let pieces: [Piece]
  let items: [Item]
  let lexicon: Lexicon
  /// Pieces that some field may be meant by.
  let fieldPieces: Set<Int>
  /// Pieces that stand in values of the source.
  let knownPieces: Set<Int>
  let today: (year: Int, month: Int, day: Int)
  /// Fields that were chosen for items that fit several.
  let chosen: [Int: Int]

  var query = RowQuery()
  var used: [Bool]
  var cost: Double
  var doubts: [Reading.Doubt] = []
  var choices: [Reading.Choice] = []
  /// Items that fit several fields equally well.
  var open: [Int: [Int]] = [:]
  /// Fields that hold a condition.
  var held: Set<Int> = []
  /// Fields that the sentence wants to see beside what fits.
  var wanted: [Int] = []
  var isExclusive = false
  /// Fields whose direction was not said.
  var softOrders: Set<String> = []
  /// Rows are counted in groups only because nothing else was said of these.
  var isCountInferred = false
  /// A number of the groups that nothing is said of: the sum, or the mean?
  var uncounted: Int?
  /// A superlative picks rows: "the cheapest", not "cheapest first".
  var isRanked = false
  /// "bottom 4 … by": the direction of an order that follows.
  var pendingDirection: Bool?
  /// The field of each condition, by the item it was read from.
  var conditions: [Int: Int] = [:]

  init(
    _ way: (items: [Item], cost: Double), finder: ItemFinder, chosen: [Int: Int] = [:]
  ) {
    offer = finder.index.offer
    index = finder.index
    pieces = finder.pieces
    lexicon = finder.lexicon
    fieldPieces = finder.fieldPieces
    knownPieces = finder.knownPieces
    today = finder.today
    items = way.items
    cost = way.cost
    self.chosen = chosen
    used = Array(repeating: false, count: way.items.count)
    readViews()
    readCounts()
    readFlags()
    readConditions()
    checkConditions()
    readAggregates()
    readOrder()
    readColumns()
    readLeftovers()
  }

  // MARK: Items

  func text(_ place: Int) -> String { text(place...place) }

  /// As it was typed.
  func text(_ places: ClosedRange<Int>) -> String {
    let end = items[places.upperBound].range.upperBound
    return pieces[items[places.lowerBound].range.lowerBound..<end].typed
  }

  func meaning(_ place: Int) -> WordMeaning? {
    guard items.indices.contains(place), case .word(let meaning) = items[place].kind else {
      return nil
    }
    return meaning
  }

  func field(_ place: Int) -> Int? {
    guard items.indices.contains(place), case .field(let field) = items[place].kind else {
      return nil
    }
    return field
  }

  func number(_ place: Int) -> NumberReading? {
    guard items.indices.contains(place), case .number(let number) = items[place].kind else {
      return nil
    }
    return number
  }

  /// Does a comma or another sign stand behind the item?
  func isLast(_ place: Int) -> Bool { pieces[items[place].range.upperBound - 1].isLast }

  /// Says nothing by itself.
  func isGlue(_ place: Int) -> Bool {
    switch meaning(place) {
    case .filler, .article, .preposition, .copula, .generic: true
    default: false
    }
  }

  /// The next item that says something, not beyond the end of the phrase when `inPhrase`.
  func next(_ place: Int, inPhrase: Bool = false) -> Int? {
    var at = place
    while at + 1 < items.count {
      if inPhrase, isLast(at) { return nil }
      at += 1
      if !isGlue(at) { return at }
    }
    return nil
  }

  func previous(_ place: Int, inPhrase: Bool = false) -> Int? {
    var at = place
    while at > 0 {
      at -= 1
      if inPhrase, isLast(at) { return nil }
      if !isGlue(at) { return at }
    }
    return nil
  }

  func kind(_ field: Int) -> OfferedField.Kind { offer.fields[field].kind }
  func id(_ field: Int) -> String { offer.fields[field].id }

  func isQuantity(_ field: Int) -> Bool { kind(field) == .number || kind(field) == .year }

  var isQuestion: Bool {
    items.indices.contains { place in
      guard case .question(let kind) = meaning(place) else { return false }
      // "games where …" asks for nothing.
      return kind == .thing || kind == .count
        || (0..<place).allSatisfy { isGlue($0) || meaning($0) == .and } || isLast(place - 1)
    }
  }

  /// A noun in the plural, as far as its form tells.
  func isPlural(_ place: Int) -> Bool {
    // The article tells the number where a language has several of them.
    if place > 0, case .article? = meaning(place - 1) {
      let article = pieces[items[place - 1].range.upperBound - 1].folded
      if lexicon.contains(article, .many) { return true }
      if lexicon.contains(article, .one) { return false }
    }
    let word = pieces[headPiece(place)].folded
    return word.count > 2 && !word.hasSuffix("ss")
      && (2...8).contains { lexicon.contains(String(word.suffix($0 - 1)), .endings) }
  }

  /// The noun of an item: "delay" of "delay in minutes".
  private func headPiece(_ place: Int) -> Int {
    let range = items[place].range
    let words = pieces.map(\.folded)
    let tie = range.dropFirst().first { at in
      lexicon.meanings(of: words, at: at).contains { $0.length == 1 && $0.meaning == .preposition }
    }
    return (tie ?? range.upperBound) - 1
  }

  /// Does an item name the rows themselves?
  func isRows(_ place: Int) -> Bool {
    switch items[place].kind {
    case .subject, .word(.generic): true
    case .field(let field): field == offer.identity || index.isNamed(field)
    default: false
    }
  }

  // MARK: Views and counts

  private mutating func readViews() {
    for place in items.indices {
      guard case .view(let view) = meaning(place) else { continue }
      used[place] = true
      // "table" and "chart" alone are weaker than "as a table" and "pie chart".
      let isSaid =
        place > 0 && (meaning(place - 1) == .article || meaning(place - 1) == .preposition)
      let isWeak =
        items[place].range.count == 1 && !isSaid && [.chart, .list, .table].contains(view)
      if let known = query.view, known != view, known != .chart {
        // "line chart … over time" is one wish.
        let isLine = view == .chart && ![.list, .table, .number, .calendar].contains(known)
        if isWeak || isLine { continue }
        // "as a list with population as a bar": bars stand in lists.
        if view == .bar || view == .bars, known == .list || known == .table,
          (0..<place).last(where: { field($0) != nil }).flatMap({ field($0) }).map(isQuantity)
            ?? false
        {
          query.view = view
          continue
        }
        doubts.append(.contradiction("\(known.rawValue), \(view.rawValue)"))
      }
      query.view = view
    }
  }

  private mutating func readCounts() {
    for place in items.indices where !used[place] {
      guard let number = number(place), number.measure == nil || isCountOfTimes(place),
        number.value > 0, number.value <= 1000, number.value == number.value.rounded()
      else { continue }
      let before = previous(place, inPhrase: true)
      let after = next(place, inPhrase: true)
      var isCount = false
      if let before, !used[before] {
        switch meaning(before) {
        case .top:
          used[before] = true
          isCount = true
        case .newest:
          used[before] = true
          isCount = true
          sortByTime(true, text(before))
        case .superlative: isCount = true
        case .coming:
          readComing(before, isCounted: true)
          isCount = true
        case .comparison, .implied, .since, .until, .between: continue
        default: break
        }
      }
      if !isCount, let after {
        switch meaning(after) {
        case .superlative:
          isCount = true
          // "the third longest"
          if !pieces[items[place].range.lowerBound].isNumber,
            lexicon.contains(pieces[items[place].range.lowerBound].folded, .nth)
          {
            used[place] = true
            query.offset = Int(clamping: number.value) - 1
            query.limit = 1
            continue
          }
        case .newest:
          used[after] = true
          isCount = true
          sortByTime(true, text(after))
        case .top, .firstly:
          used[after] = true
          isCount = true
        case .behind, .columns: break
        default:
          isCount = isHead(place) && isCounted(place, after)
        }
      }
      if number.measure != nil { isCount = true }
      if !isCount, place + 1 < items.count, meaning(place + 1) == .generic,
        before.map({ field($0) == nil }) ?? true
      {
        isCount = true
      }
      // "at most 3 comments" is a condition, and so is "the lightest 120 bass accordion".
      if let label = numberLabel(behind: place),
        before.map({ meaning($0) == .top || isSuperlative($0) && isValue(number, of: label) })
          ?? false,
        label != offer.identity
      {
        if let before { used[before] = false }
        continue
      }
      guard isCount else { continue }
      used[place] = true
      if let limit = query.limit, limit != Int(clamping: number.value) {
        doubts.append(.contradiction("\(limit), \(text(place))"))
      }
      query.limit = Int(clamping: number.value)
    }
  }

  /// "10 days with the highest volume": the rows are days.
  private func isCountOfTimes(_ place: Int) -> Bool {
    guard place == 0 || isHead(place), place + 2 < items.count, meaning(place + 1) == .clause else {
      return false
    }
    if case .superlative? = next(place + 1).flatMap({ meaning($0) }) { return true }
    return false
  }

  private func isSuperlative(_ place: Int) -> Bool {
    if case .superlative = meaning(place) { true } else { false }
  }

  private func isValue(_ number: NumberReading, of field: Int) -> Bool {
    offer.fields[field].values.contains { Double($0) == number.value }
  }

  /// A number field that is named right behind a number.
  private func numberLabel(behind place: Int) -> Int? {
    guard !isLast(place), let field = field(place + 1), kind(field) == .number else { return nil }
    return field
  }

  /// Nothing but what asks stands before.
  func isHead(_ place: Int) -> Bool {
    (0..<place).allSatisfy { isGlue($0) || used[$0] || meaning($0) == .only }
  }

  /// "two cities", "3 newest stories": a number in front of what the rows are.
  private func isCounted(_ place: Int, _ after: Int) -> Bool {
    guard (place + 1..<after).allSatisfy({ isGlue($0) }) else { return false }
    if isRows(after) { return true }
    // "two Labour elections"
    var at = after
    while at < items.count, !isLast(at) {
      switch items[at].kind {
      case .value, .flag, .state: at += 1
      default:
        if at > after, isRows(at) { return true }
        at = items.count
      }
    }
    if case .unknown = items[after].kind { return isPlural(after) }
    return false
  }

  /// - Parameter words: what the order was read from.
  mutating func sortByTime(_ isDescending: Bool, _ words: String) {
    // "due before Friday, soonest first": the time that was spoken of.
    let spoken = Set(conditions.values.filter { kind($0) == .time })
    guard let time = spoken.count == 1 ? spoken.first : offer.time else {
      doubts.append(.noField(words))
      return
    }
    add(RowQuery.Order(id(time), isDescending: isDescending))
  }

  mutating func add(_ order: RowQuery.Order) {
    // `earnings.currency`, which is the same everywhere, brings nothing into an order.
    if offer.rowCount > 1,
      let field = offer.fields.first(where: { $0.id == order.field }), field.kind == .text,
      field.values.count == 1, !field.hasGaps
    {
      cost += 0.3
    }
    guard let known = query.sort.firstIndex(where: { $0.field == order.field }) else {
      query.sort.append(order)
      return
    }
    guard query.sort[known].isDescending != order.isDescending else { return }
    if softOrders.contains(order.field) {
      query.sort[known] = order
    } else {
      doubts.append(.contradiction(order.field))
    }
  }
}
