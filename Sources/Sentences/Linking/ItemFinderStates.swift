import BlockModel

/// Words that say whether any is left of what a field counts: "sold out", "in stock", "3 places left".
extension ItemFinder {
  /// A number that counts what is left is a flag as well: 0 is "sold out".
  func states(_ number: Int, at place: Int) -> [Item] {
    guard isCountOfRest(number) else { return [] }
    var items: [Item] = []
    for (words, isSet) in [(lexicon.flags, true), (lexicon.opposites, false)] {
      for key in Self.stockFlags {
        for phrase in words[key] ?? [] {
          let phrase = Piece.words(phrase)
          let end = place + phrase.count
          guard end <= pieces.count, self.words[place..<end].elementsEqual(phrase) else { continue }
          // "cheeses in stock": the field is called so, and is no column here.
          let isBehindRows = place > 0 && !stems[place - 1].isDisjoint(with: nameStems)
          items.append(state(number, isSet, place..<end, cost: isBehindRows ? -0.08 : 0.03))
        }
      }
      // The flag by its English name: "in stock".
      for key in isSet && lexicon.language == "en" ? Self.stockFlags : [] {
        let phrase = Piece.words(key)
        let end = place + phrase.count
        guard end <= pieces.count, self.words[place..<end].elementsEqual(phrase) else { continue }
        items.append(state(number, true, place..<end, cost: 0.03))
      }
    }
    // "places left": the name of the field, and that there are some; behind a number the name alone.
    let isCounted = place > 0 && pieces[place - 1].isNumber
    for (name, stems) in zip(index.fieldWords[number], fieldStems[number]) {
      for (end, cost) in match(stems, name, at: place) {
        // The name itself, or the unit in it, may end so.
        let hasWord = end > place + 1 && lexicon.contains(words[end - 1], .left)
        let isBefore =
          end < pieces.count && !pieces[end - 1].isLast && lexicon.contains(words[end], .left)
        guard hasWord || isBefore else { continue }
        let range = place..<(hasWord ? end : end + 1)
        items.append(
          isCounted
            ? Item(range: range, kind: .field(number), cost: cost)
            : state(number, true, range, cost: cost + 0.01))
      }
    }
    return items
  }

  private func state(_ field: Int, _ isSet: Bool, _ range: Range<Int>, cost: Double) -> Item {
    Item(range: range, kind: .state(field, isSet ? .above : .equal, .number(0)), cost: cost)
  }

  /// A number from 0 on, under a name of what is left, or of what can run out and has.
  private func isCountOfRest(_ number: Int) -> Bool {
    let field = index.offer.fields[number]
    guard field.kind == .number, let low = field.low, low >= 0 else { return false }
    return index.fieldWords[number].contains { name in
      !Self.rests.isDisjoint(with: name.words)
        || low == 0 && !Self.amounts.isDisjoint(with: name.words)
    }
  }

  /// Flags whose words speak of what is left, as the tables name them.
  private static let stockFlags = ["in stock", "available"]

  /// Names of numbers of what is left, as sources write them.
  private static let rests: Set<String> = [
    "stock", "stocks", "inventory", "available", "availability", "remaining", "left", "vacancies",
    "vorrat", "bestand", "lagerbestand", "verfugbar", "restplatze", "disponible", "disponibles",
    "existencias", "restantes", "estoque", "disponiveis", "giacenza", "disponibili", "scorte",
    "rimasti", "voorraad", "beschikbaar",
  ]

  /// Names of numbers of what may be gone: all seats of a hall are none of them.
  private static let amounts: Set<String> = [
    "places", "seats", "spots", "spaces", "slots", "tickets", "rooms", "platze", "lager", "plazas",
    "libres", "vagas", "lugares", "livres", "posti", "plaatsen", "vrij", "frei", "freie", "karten",
    "quantity", "qty",
  ]
}
