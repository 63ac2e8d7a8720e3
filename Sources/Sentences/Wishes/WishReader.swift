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

  /// Words of a list: "country and population", "name, age".
  private func names(_ offset: Int) -> (names: [String], length: Int) {
    var names: [[String]] = [[]]
    var length = 0
    while length < 14 {
      let next = word(offset + length)
      let isJoint = next == "and" || next == "und"
      if next.isEmpty || (WishWords.boundaries.contains(next) && !isJoint) { break }
      length += 1
      if isJoint {
        names.append([])
      } else if !WishWords.articles.contains(next) {
        names[names.count - 1].append(next)
      }
      let token = tokens[place + offset + length - 1]
      if token.isLast { names.append([]) }
    }
    return (names.map { $0.joined(separator: " ") }.filter { !$0.isEmpty }, length)
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
      let (names, length) = names(offset + 1)
      guard !names.isEmpty else { return false }
      add(.columns(names), offset + 1 + length)
      return true
    }
    guard ["without", "hide", "hiding", "ohne", "excluding"].contains(word()) else { return false }
    let (names, length) = names(1)
    let nouns: Set = ["column", "columns", "field", "fields"]
    let fields = names.map { name in
      name.split(separator: " ").filter { !nouns.contains(String($0)) }.joined(separator: " ")
    }
    guard length > 0 else { return false }
    add(.without(fields.filter { !$0.isEmpty }), 1 + length)
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
      add(.order(WishOrder(fields: [], isDescending: true, isByTime: true)), 1)
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
    return WishWords.superlatives[before] != nil || WishWords.latest.contains(before)
      || before == "the" || WishWords.superlatives[after] != nil || WishWords.latest.contains(after)
      || WishWords.counted.contains(after) || (!hasThing && Int(word()) != nil && !after.isEmpty)
  }

  // MARK: Order

  /// "sorted by price, highest first"
  private mutating func readSort() -> Bool {
    guard WishWords.sorting.contains(word()) else { return false }
    let start = ["by", "after", "nach"].contains(word(1)) ? 2 : 1
    if word(1).hasPrefix("alphabetical") {
      add(.order(WishOrder(fields: ["name", "title"], isDescending: false)), 2)
      return true
    }
    let length = phraseLength(start, maximum: 3)
    guard start == 2, length > 0 else { return false }
    var field: [String] = []
    var order: Bool?
    for offset in start..<(start + length) {
      if let found = direction(offset) {
        order = order ?? found
      } else {
        field.append(word(offset))
      }
    }
    var used = start + length
    if let found = direction(used) {
      order = order ?? found
      used += 1
      if word(used) == "first" || word(used) == "order" { used += 1 }
    }
    field.removeAll { $0 == "first" || $0 == "order" }
    add(.order(WishOrder(fields: [field.joined(separator: " ")], isDescending: order)), used)
    return true
  }

  /// "descending", "highest", "oldest" …: does the largest come first?
  private func direction(_ offset: Int) -> Bool? {
    if let order = WishWords.directions[word(offset)] { return order }
    return WishWords.superlatives[word(offset)]?.isDescending
  }

  /// "heaviest meteorites", "with the highest income", "oldest articles first", "most points".
  private mutating func readSuperlative() -> Bool {
    var offset = 0
    if ["with", "having", "by"].contains(word()) { offset = 1 }
    while offset > 0, WishWords.articles.contains(word(offset)) { offset += 1 }
    guard var order = WishWords.superlatives[word(offset)] else { return false }
    let isMost = ["most", "least"].contains(word(offset))
    let next = word(offset + 1)
    if isMost, let named = WishWords.superlatives[word() + " " + next] {
      order = named
      offset += 1
    } else if offset > 0 || isMost {
      let length = min(phraseLength(offset + 1, maximum: 2), 2)
      if length > 0 { order.fields.insert(phrase(offset + 1, length).lowercased(), at: 0) }
      offset += length
    } else if !next.isEmpty, Int(next) == nil {
      order.fields.insert(next, at: 0)
    }
    add(.order(order), offset + 1)
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
    let (op, length) =
      WishWords.comparisons[two].map { ($0, 2) } ?? WishWords.comparisons[word()].map { ($0, 1) }
      ?? ("", 0)
    guard length > 0 else { return false }
    for gap in 0...2 {
      guard let number = amount(length + gap) else { continue }
      let between = gap > 0 ? [phrase(length, gap).lowercased()] : []
      var used = length + gap + 1
      var fields = between
      if let scale = WishWords.scales[word(used)] {
        used += 1
        return compare(op, number * scale, fields, used)
      }
      let after = word(used)
      if !after.isEmpty, !WishWords.boundaries.contains(after), between.isEmpty,
        !tokens[place + used - 1].isLast
      {
        if !WishWords.measures.contains(after) { fields.append(after) }
        used += 1
      }
      return compare(op, number, fields, used)
    }
    return false
  }

  private mutating func compare(
    _ op: String, _ number: Double, _ fields: [String], _ length: Int
  ) -> Bool {
    let before = place > 0 ? [tokens[place - 1].word] : []
    add(.compare(op: op, number: number, fields: fields.isEmpty ? before : fields), length)
    return true
  }

  /// "4.5", "1,000", "€20", "50k".
  private func amount(_ offset: Int) -> Double? {
    let text = word(offset).filter { !"€$£%,".contains($0) }
    if let number = Double(text) { return number }
    guard let last = text.last, let scale = WishWords.scales[String(last)] else { return nil }
    return Double(text.dropLast()).map { $0 * scale }
  }

  /// "in Texas", "about Apple", "by Roman Loyola", "with points and comments".
  private mutating func readPhrase() -> Bool {
    let first = word()
    if first == "with" || first == "and" || first == "mit", hasThing {
      let (names, length) = names(1)
      guard !names.isEmpty else { return false }
      add(.with(names), 1 + length)
      return true
    }
    if first == "where" || first == "whose" {
      let isValue = ["is", "=", "equals", "contains"].contains(word(2))
      let length = isValue ? phraseLength(3) : 0
      if length > 0 {
        add(.match(phrase(3, length)), 3 + length)
      } else {
        add(.plain, 1)
      }
      return true
    }
    if first == "only", hasThing {
      let length = phraseLength(1)
      guard length > 0 else { return false }
      add(.match(phrase(1, length)), 1 + length)
      return true
    }
    guard WishWords.matching.contains(first), hasThing || first != "from" else { return false }
    var start = 1
    while WishWords.articles.contains(word(start)) { start += 1 }
    let length = phraseLength(start)
    guard length > 0 else { return false }
    let text = phrase(start, length)
    add(first == "by" || first == "nach" ? .by(text) : .match(text), start + length)
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
