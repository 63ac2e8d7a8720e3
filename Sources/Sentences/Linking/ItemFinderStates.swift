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
          items.append(state(number, isSet, place..<end, cost: 0.03))
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
    // "places left": the name of the field, and that there are some.
    for (name, stems) in zip(index.fieldWords[number], fieldStems[number]) {
      for (end, cost) in match(stems, name, at: place)
      where end < pieces.count && !pieces[end - 1].isLast && lexicon.contains(words[end], .left) {
        items.append(state(number, true, place..<(end + 1), cost: cost + 0.01))
      }
      // The unit of the field may hold the word itself.
      for (end, cost) in match(stems, name, at: place)
      where end > place + 1 && lexicon.contains(words[end - 1], .left) {
        items.append(state(number, true, place..<end, cost: cost + 0.01))
      }
    }
    return items
  }

  private func state(_ field: Int, _ isSet: Bool, _ range: Range<Int>, cost: Double) -> Item {
    Item(range: range, kind: .state(field, isSet ? .above : .equal, 0), cost: cost)
  }

  /// Whole numbers from 0 on, under a name of what can run out.
  private func isCountOfRest(_ number: Int) -> Bool {
    let field = index.offer.fields[number]
    guard field.kind == .number, let low = field.low, low >= 0 else { return false }
    return index.fieldWords[number].contains { !Self.rests.isDisjoint(with: $0.words) }
  }

  /// Flags whose words speak of what is left, as the tables name them.
  private static let stockFlags = ["in stock", "available"]

  /// Names of numbers of what can run out, as sources write them.
  private static let rests: Set<String> = [
    "stock", "stocks", "inventory", "available", "availability", "remaining", "left", "vacancies",
    "places", "seats", "spots", "spaces", "slots", "tickets", "vorrat", "bestand", "lager",
    "lagerbestand", "verfugbar", "frei", "freie", "platze", "restplatze", "disponible",
    "disponibles", "places", "existencias", "plazas", "libres", "restantes", "estoque", "vagas",
    "lugares", "disponiveis", "livres", "giacenza", "disponibili", "posti", "scorte", "rimasti",
    "voorraad", "beschikbaar", "plaatsen", "vrij",
  ]
}
