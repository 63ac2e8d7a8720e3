import Foundation

/// Other forms of words that no stemmer brings together: what comes from a country, plurals of words that
/// stand in texts, participles.
extension ItemFinder {
  /// "Italian accordions", where a country is Italy.
  func nationality(at place: Int) -> Item? {
    guard let code = lexicon.country(words[place]) else { return nil }
    let names =
      ["en", lexicon.language].compactMap {
        Locale(identifier: $0).localizedString(forRegionCode: code)
      } + (Self.otherNames[code] ?? []) + [code]
    for name in names {
      let words = Piece.words(name)
      if let found = index.values(words, at: 0).first(where: { $0.length == words.count }) {
        return Item(range: place..<(place + 1), kind: .value(found.places), cost: 0.08)
      }
    }
    return nil
  }

  /// What sources call countries beside their names.
  private static let otherNames: [String: [String]] = [
    "GB": ["uk", "great britain"], "US": ["usa", "united states of america"], "NL": ["holland"],
    "CZ": ["czech republic"], "TR": ["turkey"], "KR": ["korea"],
  ]

  /// What a word in the plural is in the singular, as far as its form tells: what may stand in texts.
  func singulars(_ word: String) -> [String] {
    guard word.count > 3 else { return [] }
    let endings: [(many: String, one: String)] =
      switch lexicon.language {
      case "en": [("ies", "y"), ("es", ""), ("s", "")]
      case "de":
        [("innen", "in"), ("en", ""), ("en", "e"), ("er", ""), ("n", ""), ("e", ""), ("s", "")]
      case "fr": [("aux", "al"), ("s", ""), ("x", "")]
      case "es": [("ces", "z"), ("es", ""), ("s", "")]
      case "pt":
        [
          ("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"), ("uis", "ul"), ("ns", "m"),
          ("es", ""), ("s", ""),
        ]
      case "it": [("i", "o"), ("i", "e"), ("e", "a"), ("che", "ca"), ("ghe", "ga"), ("s", "")]
      case "nl": [("zen", "s"), ("ven", "f"), ("en", ""), ("s", "")]
      default: [("s", "")]
      }
    return endings.flatMap { many, one -> [String] in
      guard word.hasSuffix(many), word.count - many.count >= 2 else { return [] }
      let stem = String(word.dropLast(many.count))
      // "dammen" is of "dam", "muren" of "muur"
      guard lexicon.language == "nl", many == "en", one.isEmpty, let last = stem.last else {
        return [stem + one]
      }
      if stem.dropLast().last == last { return [String(stem.dropLast()), stem] }
      guard let vowel = stem.dropLast().last, "aeou".contains(vowel) else { return [stem] }
      return [stem, String(stem.dropLast()) + String(vowel) + String(last)]
    }
  }

  /// "eingelagert" and "Einlagerung", "gebouwd" and "Bouwjaar": a participle without its "ge".
  func withoutParticiple(_ word: String) -> String? {
    guard ["de", "nl"].contains(lexicon.language), word.count >= 7,
      let last = word.last, "tdn".contains(last)
    else { return nil }
    for prefix in [""] + Self.separable where word.hasPrefix(prefix + "ge") {
      return prefix + word.dropFirst(prefix.count + 2)
    }
    return nil
  }

  /// "Prüfung" of "geprüft", "Wartung" of "gewartet".
  func nouns(ofParticiple word: String) -> [String] {
    guard lexicon.language == "de", let stem = withoutParticiple(word) else { return [] }
    return [1, 2].map { stem.dropLast($0) + "ung" }
  }

  private static let separable = [
    "ein", "aus", "auf", "ab", "an", "zu", "um", "vor", "nach", "mit", "her", "hin", "weg", "in",
    "uit", "op", "af", "aan", "toe", "om", "voor", "na", "mee",
  ]
}
