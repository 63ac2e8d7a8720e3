/// Takes a sentence apart, from left to right: every word belongs to exactly one part.
struct WishReader {
  private(set) var parts: [WishPart] = []
  private(set) var view: Wish.View?
  /// A kind of ``RefineCommand/chartKinds``.
  private(set) var chartKind: String?
  /// "merged": several addresses in one list.
  private(set) var isMerged = false
  /// What only a model can do: "translate".
  private(set) var task: String?

  private let tokens: [WishToken]
  /// Words that were understood before, as the schedule.
  private let taken: Set<Int>
  private var place = 0

  init(_ tokens: [WishToken], taken: Set<Int>) {
    self.tokens = tokens
    self.taken = taken
    while place < tokens.count {
      if !readPart() { readThing() }
    }
  }

  private mutating func readPart() -> Bool {
    readNothing() || readSecret() || readTask() || readName() || readColumns() || readView()
      || readPlain() || readCount() || readSort() || readCompare() || readSuperlative()
      || readPhrase()
  }

  // MARK: Words

  private func word(_ offset: Int = 0) -> String {
    let index = place + offset
    return tokens.indices.contains(index) && !taken.contains(index) ? tokens[index].word : ""
  }

  private var hasThing: Bool { parts.contains { $0.meaning == .thing } }

  private mutating func add(_ meaning: WishPart.Meaning, _ length: Int) {
    let text = tokens[place..<min(place + length, tokens.count)].map(\.text)
    parts.append(WishPart(text: text.joined(separator: " "), meaning: meaning))
    place += length
  }

  /// How many words from an offset on belong together: up to a comma, an address, or a word that
  /// begins another part.
  private func phraseLength(_ offset: Int, maximum: Int = 5) -> Int {
    var length = 0
    while length < maximum {
      let next = word(offset + length)
      if next.isEmpty || (length > 0 && WishWords.boundaries.contains(next)) { break }
      length += 1
      if tokens[place + offset + length - 1].isLast { break }
    }
    return length
  }

  private func phrase(_ offset: Int, _ length: Int) -> String {
    tokens[(place + offset)..<(place + offset + length)].map(\.text).joined(separator: " ")
  }

  /// A list: "country and population", "name, age".
  /// - Returns: `nil` when it names nothing.
  private func listLength(_ offset: Int) -> Int? {
    var hasName = false
    var length = 0
    while length < 14 {
      let next = word(offset + length)
      let isJoint = next == "and" || next == "und"
      if next.isEmpty || (WishWords.boundaries.contains(next) && !isJoint) { break }
      length += 1
      if !isJoint, !WishWords.articles.contains(next) { hasName = true }
    }
    return hasName ? length : nil
  }

  // MARK: Parts

  private mutating func readNothing() -> Bool {
    guard tokens[place].address != nil || taken.contains(place) || word().isEmpty else {
      return false
    }
    place += 1
    return true
  }

  /// Words around the wish: "show me the", "from" in front of an address.
  private mutating func readPlain() -> Bool {
    let isBeforeAddress = place + 1 < tokens.count && tokens[place + 1].address != nil
    if WishWords.merging.contains(word()) { isMerged = true }
    guard
      (!hasThing && WishWords.openings.contains(word()))
        || (isBeforeAddress
          && (WishWords.endings.contains(word()) || word() == "and" || word() == "in"))
        || WishWords.silent.contains(word()) || WishWords.merging.contains(word())
    else { return false }
    add(.plain, 1)
    return true
  }

  /// "with a header X-Api-Key: abc": all that follows is not to be read aloud.
  private mutating func readSecret() -> Bool {
    var offset = ["with", "using", "and"].contains(word()) ? 1 : 0
    while WishWords.articles.contains(word(offset)) || word(offset) == "http" { offset += 1 }
    let typed = word(offset)
    let isSecret =
      WishWords.secrets.contains(typed) || (typed == "api" && word(offset + 1) == "key")
      || typed.hasPrefix("x-") || typed.hasPrefix("authorization")
    guard isSecret, hasValue(offset) else { return false }
    let end = tokens[place...].firstIndex { $0.address != nil } ?? tokens.count
    parts.append(WishPart(text: "the key or header", meaning: .secret))
    place = end
    return true
  }

  /// "my headers from …" names no key: a value stands behind it, or a colon.
  private func hasValue(_ offset: Int) -> Bool {
    (offset...(offset + 3)).contains { offset in
      let index = place + offset
      guard tokens.indices.contains(index), tokens[index].address == nil else { return false }
      let text = tokens[index].text
      return text.contains(":") || text.contains("=") || tokens[index].isLabel
        || text.count >= 6 && text.contains(where: \.isNumber) && text.contains(where: \.isLetter)
    }
  }

  private mutating func readTask() -> Bool {
    guard let task = WishWords.tasks[word()] else { return false }
    if ["alert", "email", "warn"].contains(word()), !WishWords.objects.contains(word(1)) {
      return false
    }
    self.task = self.task ?? task
    add(.plain, 1)
    return true
  }

  /// "called Mac stuff"
  private mutating func readName() -> Bool {
    guard WishWords.naming.contains(word()) else { return false }
    let length = phraseLength(1, maximum: 10)
    guard length > 0 else { return false }
    add(.plain, 1 + length)
    return true
  }

  private mutating func readColumns() -> Bool {
    var offset = 0
    while ["with", "only", "the", "just"].contains(word(offset)) { offset += 1 }
    if ["columns", "column", "fields", "spalten"].contains(word(offset)) {
      if word(offset + 1) == "of" { return false }
      guard let length = listLength(offset + 1) else { return false }
      add(.request, offset + 1 + length)
      return true
    }
    guard ["without", "hide", "hiding", "ohne", "excluding"].contains(word()) else { return false }
    guard let length = listLength(1) else { return false }
    add(.request, 1 + length)
    return true
  }

  /// "as a table", "pie chart of", "in a list", "scatter plot".
  private mutating func readView() -> Bool {
    var offset = 0
    if ["as", "in", "als"].contains(word()) { offset = 1 }
    while offset > 0, WishWords.articles.contains(word(offset)) || word(offset) == "big" {
      offset += 1
    }
    let first = word(offset)
    let isChart = WishWords.charts.contains(word(offset + 1))
    if let kind = WishWords.chartKinds[first], isChart || offset > 0 {
      chartKind = kind
      view = kind == "line" || kind == "area" ? .chart : .bars
      offset += isChart ? 2 : 1
    } else if let found = WishWords.view(first),
      offset > 0 || word(1) == "of" || WishWords.charts.contains(first)
    {
      view = found
      offset += 1
    } else {
      return false
    }
    if word(offset) == "of" { offset += 1 }
    add(.view, offset)
    return true
  }

  // MARK: Counts

  /// "top 10", "next five", "3 newest", "cheapest 5", "10 rows", "limit 5".
  private mutating func readCount() -> Bool {
    if let number = number(0), isCounted(number) {
      add(.plain, 1)
      return true
    }
    let isLimit = ["limit", "max", "maximum"].contains(word())
    guard WishWords.counters.contains(word()) || isLimit, number(1) != nil else {
      return false
    }
    if WishWords.latest.contains(word()) {
      add(.request, 1)
      place += 1
    } else {
      add(.plain, 2)
    }
    return true
  }

  private func number(_ offset: Int) -> Int? {
    (Int(word(offset)) ?? WishWords.numbers[word(offset)]).flatMap {
      (1...100).contains($0) ? $0 : nil
    }
  }

  private func isCounted(_ number: Int) -> Bool {
    let before = word(-1)
    let after = word(1)
    return WishWords.superlatives.contains(before) || WishWords.latest.contains(before)
      || before == "the" || WishWords.superlatives.contains(after)
      || WishWords.latest.contains(after)
      || WishWords.counted.contains(after) || (!hasThing && Int(word()) != nil && !after.isEmpty)
  }

  // MARK: Order

  /// "sorted by price, highest first"
  private mutating func readSort() -> Bool {
    guard WishWords.sorting.contains(word()) else { return false }
    let start = ["by", "after", "nach"].contains(word(1)) ? 2 : 1
    if word(1).hasPrefix("alphabetical") {
      add(.request, 2)
      return true
    }
    let length = phraseLength(start, maximum: 3)
    guard start == 2, length > 0 else { return false }
    var used = start + length
    if WishWords.directions.contains(word(used)) || WishWords.superlatives.contains(word(used)) {
      used += 1
      if word(used) == "first" || word(used) == "order" { used += 1 }
    }
    add(.request, used)
    return true
  }

  /// "heaviest meteorites", "with the highest income", "oldest articles first", "most points".
  private mutating func readSuperlative() -> Bool {
    var offset = 0
    if ["with", "having", "by"].contains(word()) { offset = 1 }
    while offset > 0, WishWords.articles.contains(word(offset)) { offset += 1 }
    guard WishWords.superlatives.contains(word(offset)) else { return false }
    let isMost = ["most", "least"].contains(word(offset))
    if isMost, WishWords.superlatives.contains(word() + " " + word(offset + 1)) {
      offset += 1
    } else if offset > 0 || isMost {
      offset += min(phraseLength(offset + 1, maximum: 2), 2)
    }
    add(.request, offset + 1)
    if word() == "first" { place += 1 } else { dropFirst() }
    return true
  }

  /// The "first" of "oldest articles first" belongs to the order.
  private mutating func dropFirst() {
    guard word(1) == "first", Int(word(2)) == nil, !word().isEmpty else { return }
    add(.thing, 1)
    place += 1
  }

  // MARK: Conditions

  /// "above magnitude 2", "more than 100 points", "since 2000", "magnitude >= 4".
  private mutating func readCompare() -> Bool {
    let two = word() + " " + word(1)
    let length =
      WishWords.comparisons.contains(two) ? 2 : WishWords.comparisons.contains(word()) ? 1 : 0
    guard length > 0, let gap = (0...2).first(where: { isAmount(length + $0) }) else {
      return false
    }
    var used = length + gap + 1
    let after = word(used)
    let isNoun =
      gap == 0 && !after.isEmpty && !WishWords.boundaries.contains(after)
      && !tokens[place + used - 1].isLast
    if WishWords.scales.contains(after) || isNoun { used += 1 }
    add(.request, used)
    return true
  }

  /// "4.5", "1,000", "€20", "50k".
  private func isAmount(_ offset: Int) -> Bool {
    let text = word(offset).filter { !"€$£%,".contains($0) }
    if Double(text) != nil { return true }
    guard let last = text.last, WishWords.scales.contains(String(last)) else { return false }
    return Double(text.dropLast()) != nil
  }

  /// "in Texas", "about Apple", "by Roman Loyola", "with points and comments".
  private mutating func readPhrase() -> Bool {
    let first = word()
    if first == "with" || first == "and" || first == "mit", hasThing {
      guard let length = listLength(1) else { return false }
      add(.request, 1 + length)
      return true
    }
    if first == "where" || first == "whose" {
      let isValue = ["is", "=", "equals", "contains"].contains(word(2))
      let length = isValue ? phraseLength(3) : 0
      if length > 0 {
        add(.request, 3 + length)
      } else {
        add(.plain, 1)
      }
      return true
    }
    if first == "only", hasThing {
      let length = phraseLength(1)
      guard length > 0 else { return false }
      add(.request, 1 + length)
      return true
    }
    guard WishWords.matching.contains(first), hasThing || first != "from" else { return false }
    var start = 1
    while WishWords.articles.contains(word(start)) { start += 1 }
    let length = phraseLength(start)
    guard length > 0 else { return false }
    add(.request, start + length)
    return true
  }

  private mutating func readThing() {
    let text = tokens[place].text
    let isNew = place == 0 || tokens[place - 1].isLast || taken.contains(place - 1)
    if let last = parts.last, last.meaning == .thing, !isNew {
      parts[parts.count - 1].text += " " + text
    } else {
      parts.append(WishPart(text: text, meaning: .thing))
    }
    place += 1
  }
}
