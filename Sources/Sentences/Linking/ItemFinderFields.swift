import BlockModel

/// Names of fields and of flags.
extension ItemFinder {
  func fields(at place: Int) -> [Item] {
    guard pieces[place].quote == nil else { return [] }
    var items: [Item] = []
    for (length, meaning) in lexicon.meanings(of: words, at: place) {
      guard case .asked(let wanted) = meaning,
        let field = wanted.lazy.compactMap({ name in
          index.fieldWords.indices.first { number in
            index.fieldWords[number].contains { $0.words.contains(name) }
          }
        }).first
      else { continue }
      items.append(Item(range: place..<(place + length), kind: .field(field), cost: 0.02))
    }
    if let date = date(at: place) { items.append(date) }
    items += dates(of: place)
    let elapsed = elapsed(at: place)
    items += measured(at: place) + elapsed
    for (number, names) in fieldStems.enumerated() {
      var best: [Int: Double] = [:]
      for (name, words) in zip(index.fieldWords[number], names) {
        for (end, found) in match(words, name, at: place) {
          // A flag that is named is a condition, unless it is asked for.
          // Nor is every "to" a field of that name.
          let isSmall =
            end == place + 1
            && lexicon.meanings(of: self.words, at: place).contains { $0.meaning == .preposition }
          let isFlag = index.offer.fields[number].kind == .flag && !isYesNo
          let cost = found + (isFlag || isSmall ? 0.2 : 0)
          let isElapsed = elapsed.contains { item in
            if case .state(number, _, _) = item.kind { end <= item.range.upperBound } else { false }
          }
          if isElapsed { continue }
          best[end] = min(best[end] ?? .infinity, cost)
        }
      }
      for (end, cost) in best {
        items.append(Item(range: place..<end, kind: .field(number), cost: cost))
        // "mortgage rate", "closing price": what a number is a number of.
        if index.offer.fields[number].kind == .number, end < pieces.count, !pieces[end - 1].isLast,
          lexicon.contains(words[end], .quantities) || isMeasured(number, as: words[end]),
          best[end + 1] == nil,
          !fieldStems.contains(where: {
            $0.contains { $0.count == 1 && !$0[0].isDisjoint(with: stems[end]) }
          })
        {
          items.append(Item(range: place..<(end + 1), kind: .field(number), cost: cost + 0.02))
        }
        // "author name"
        if index.offer.fields[number].kind == .text, end < pieces.count, !pieces[end - 1].isLast,
          best[end + 1] == nil,
          lexicon.meanings(of: words, at: end).contains(where: {
            $0.meaning == .title && $0.length == 1
          })
        {
          items.append(Item(range: place..<(end + 1), kind: .field(number), cost: cost + 0.01))
        }
        // "due date"
        if index.offer.fields[number].kind == .time, end < pieces.count, !pieces[end - 1].isLast,
          lexicon.contains(words[end], .dateWords), best[end + 1] == nil
        {
          items.append(Item(range: place..<(end + 1), kind: .field(number), cost: cost + 0.01))
        }
      }
      // "film names": what tells the rows apart.
      if number == index.offer.identity, best[place + 1] == nil,
        lexicon.meanings(of: words, at: place).contains(where: {
          $0.meaning == .title && $0.length == 1
        })
      {
        items.append(Item(range: place..<(place + 1), kind: .field(number), cost: 0.06))
      }
      items += flags(number, at: place) + states(number, at: place)
    }
    return nearest(items)
  }

  /// "name", where `handler.name` is called so, too: the one that lies less deep is meant.
  private func nearest(_ items: [Item]) -> [Item] {
    func depth(_ item: Item) -> Int? {
      guard case .field(let field) = item.kind, item.cost < 0.05 else { return nil }
      return index.offer.fields[field].id.count { $0 == "." }
    }
    return items.map { item in
      guard let own = depth(item),
        items.contains(where: { $0.range == item.range && depth($0).map { $0 < own } ?? false })
      else { return item }
      var far = item
      far.cost += 0.03
      return far
    }
  }

  /// "data de início", "date of purchase", where the moment is called "início".
  private func dates(of place: Int) -> [Item] {
    guard place + 2 < pieces.count, lexicon.contains(words[place], .dateWords),
      lexicon.contains(words[place + 1], .of), !pieces[place].isLast, !pieces[place + 1].isLast
    else { return [] }
    return fields(at: place + 2).compactMap { item in
      guard case .field(let field) = item.kind, index.offer.fields[field].kind == .time else {
        return nil
      }
      return Item(
        range: place..<item.range.upperBound, kind: item.kind, cost: item.cost + 0.02)
    }
  }

  /// "only variety and date": the one time that the source has.
  private func date(at place: Int) -> Item? {
    guard place > 0, lexicon.contains(words[place], .dateWords),
      lexicon.unit(of: words, at: place) == nil
    else { return nil }
    let times = index.offer.fields.indices.filter { index.offer.fields[$0].kind == .time }
    let isListed =
      pieces[place - 1].isLast
      || lexicon.meanings(of: words, at: place - 1).contains { found in
        found.length == 1 && (found.meaning == .and || found.meaning == .only)
      }
    guard isListed, times.count == 1 else { return nil }
    return Item(range: place..<(place + 1), kind: .field(times[0]), cost: 0.1)
  }

  /// "gross weight" of `Gross kg`: a word for what a field measures.
  private func isMeasured(_ field: Int, as word: String) -> Bool {
    guard let dimension = Self.measured[word] else { return false }
    return index.measure(of: field)?.dimension == dimension
  }

  /// Words for what a number of a dimension is, in the languages that are understood.
  private static let measured: [String: Measure.Dimension] = {
    var words: [String: Measure.Dimension] = [:]
    for (dimension, list) in [
      (
        .mass,
        ["weight", "mass", "gewicht", "masse", "poids", "peso", "massa"]
      ),
      (
        .length,
        [
          "length", "height", "width", "depth", "distance", "lange", "hohe", "breite", "tiefe",
          "strecke", "longueur", "hauteur", "largeur", "longitud", "altura", "comprimento",
          "largura", "lunghezza", "altezza", "larghezza", "lengte", "hoogte", "breedte", "afstand",
        ]
      ),
      (.area, ["area", "surface", "flache", "superficie", "oppervlakte"]),
      (
        .time,
        [
          "time", "duration", "zeit", "dauer", "temps", "duree", "tiempo", "duracion", "tempo",
          "duracao", "durata", "tijd", "duur",
        ]
      ),
      (.temperature, ["temperature", "temperatur", "temperatura", "temperatuur"]),
      (.power, ["power", "leistung", "puissance", "potencia", "potenza", "vermogen"]),
    ] as [(Measure.Dimension, [String])] {
      for word in list { words[word] = dimension }
    }
    return words
  }()

  /// "expired": what its date says, where the source has such a date.
  private func elapsed(at place: Int) -> [Item] {
    lexicon.meanings(of: words, at: place).compactMap { length, meaning in
      // Where a state of the rows is called so, that is what is meant.
      guard case .elapsed(let names) = meaning, !index.isPart(words[place + length - 1]),
        stemmed[stemmers[0].stem(words[place + length - 1])] == nil,
        let field = index.offer.fields.indices.first(where: { field in
          index.offer.fields[field].kind == .time
            && index.fieldWords[field].contains { !Set(names).isDisjoint(with: $0.words) }
        })
      else { return nil }
      let end = RowQuery.Moment.relative(index.offer.fields[field].isOfDays ? .today : .now)
      return Item(
        range: place..<(place + length), kind: .state(field, .below, .moment(end)), cost: -0.02)
    }
  }

  /// "total kilometres": the one field that is counted in them, `odometer_km`.
  private func measured(at place: Int) -> [Item] {
    guard words[place].count > 2, place == 0 || !pieces[place - 1].isNumber else { return [] }
    for (length, meaning) in lexicon.meanings(of: words, at: place) {
      guard case .measure(let name) = meaning, let measure = Measure(name) else { continue }
      let fields = index.offer.fields.indices.filter { field in
        index.offer.fields[field].kind == .number
          && (index.offer.fields[field].unit.flatMap { Measure($0) } == measure
            || index.fieldWords[field].contains { name in
              name.words.count > 1 && name.words.last.flatMap { Measure($0) } == measure
            })
      }
      if fields.count == 1 {
        return [Item(range: place..<(place + length), kind: .field(fields[0]), cost: 0.16)]
      }
    }
    return []
  }

  /// How far and how well the words from `place` on name a field.
  func match(
    _ wanted: [Set<String>], _ name: OfferIndex.FieldWords, at place: Int
  ) -> [(end: Int, cost: Double)] {
    guard !wanted.isEmpty else { return [] }
    if wanted.count > 1,
      lexicon.synonyms[words[place]]?.contains(name.words.joined(separator: " ")) ?? false
    {
      return [(place + 1, 0.08)]
    }
    var left = Set(wanted.indices)
    var found: [(end: Int, cost: Double)] = []
    var position = place
    var synonyms = 0.0
    while position < pieces.count, position - place < 10 {
      if position > place, pieces[position - 1].isLast, !pieces[position].isJoined { break }
      if let hit = left.filter({ !wanted[$0].isDisjoint(with: stems[position]) }).min() {
        left.remove(hit)
        // "gondole" have the stem of "Gondoliere".
        if abs(words[position].count - name.words[hit].count) > 2 { synonyms += 0.15 }
      } else if let (hit, rank) = synonym(position, name.words, left) {
        left.remove(hit)
        synonyms += 0.08 + 0.02 * Double(min(rank, 3))
      } else if position > place, isGap(position) {
        position += 1
        continue
      } else {
        break
      }
      position += 1
      let needed = name.isOptional.count { !$0 }
      let missing = left.count { !name.isOptional[$0] }
      guard missing < needed || needed == 0 else { continue }
      let optional = left.count - missing
      // "rank" is as much of "State rank by revenue" as of "National rank".
      let main = name.main.filter { !name.isOptional[$0] }
      let lacking = main.filter(left.contains).count
      let share =
        lacking > 0
        ? Double(lacking) / Double(main.count) : Double(missing) / Double(max(needed, 1))
      let cost =
        missing == 0 ? 0.01 * Double(optional) : 0.12 + 0.3 * share
      found.append((position, cost + synonyms))
      if left.isEmpty { break }
    }
    return found
  }

  /// May stand between two words of a name: "date of birth".
  func isGap(_ place: Int) -> Bool {
    lexicon.contains(words[place], .gaps)
  }

  /// The word of a name that a piece stands for, and how far back it is among those it may stand for.
  func synonym(
    _ place: Int, _ names: [String], _ left: Set<Int>
  ) -> (hit: Int, rank: Int)? {
    for word in [words[place]] + stems[place].sorted() {
      guard let known = lexicon.synonyms[word] else { continue }
      let found = left.compactMap { at in known.firstIndex(of: names[at]).map { (at, $0) } }
      if let best = found.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) { return best }
    }
    return nil
  }

  /// A field of flags by its name or by the opposite of it.
  func flags(_ number: Int, at place: Int) -> [Item] {
    guard index.offer.fields[number].kind == .flag else { return [] }
    var items: [Item] = []
    for name in index.fieldWords[number] {
      let words = name.words.filter { !Self.flagWords.contains($0) }
      guard !words.isEmpty else { continue }
      let end = place + words.count
      if end <= pieces.count,
        zip(place..<end, words).allSatisfy({ position, word in
          stems[position].contains(word)
            || stemmers.contains { stems[position].contains($0.stem(word)) }
        })
      {
        items.append(
          Item(range: place..<end, kind: .flag(number, true), cost: isYesNo ? 0.2 : 0.01))
      }
      if words.count == 1, let turned = turned(place, words[0]) {
        items.append(
          Item(range: place..<(place + turned), kind: .flag(number, false), cost: 0.03))
      }
      let key = words.joined(separator: " ")
      for (others, isSet) in [(lexicon.flags[key], true), (lexicon.opposites[key], false)] {
        for other in (others ?? []).map({ Piece.words($0) }) {
          let end = place + other.count
          if end <= pieces.count, self.words[place..<end].elementsEqual(other) {
            if isYesNo { items.append(Item(range: place..<end, kind: .field(number), cost: 0.02)) }
            items.append(
              Item(range: place..<end, kind: .flag(number, isSet), cost: isYesNo ? 0.2 : 0.01))
          }
        }
      }
    }
    return items
  }

  /// Words of names of flags that say no more than that they are flags.
  private static let flagWords: Set<String> = [
    "is", "has", "was", "are", "allowed", "available", "included", "possible", "enabled",
  ]

  /// "uninsured": how many pieces say that a flag is not set.
  private func turned(_ place: Int, _ word: String) -> Int? {
    guard word.count > 3 else { return nil }
    let typed = words[place]
    for length in 2...4 where typed.count > length + 3 {
      let rest = String(typed.dropFirst(length))
      guard lexicon.contains(String(typed.prefix(length)), .negating) else { continue }
      if rest == word || stemmers.contains(where: { $0.stem(rest) == $0.stem(word) }) { return 1 }
    }
    return nil
  }
}
