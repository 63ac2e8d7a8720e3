/// When things began: what "oldest" and "built before" speak of.
extension Assembly {
  /// "oldest", "newest": speaks of the age of things, not of the order of events.
  func isAged(_ place: Int) -> Bool {
    pieces[items[place].range].contains { lexicon.contains($0.folded, .aged) }
      || lexicon.contains(Folding.fold(text(place)), .aged)
  }

  /// `last_watered`, `next_inspection`: when something was done to a thing says nothing of its age.
  func isOfSomethingElse(_ field: Int) -> Bool {
    index.fieldWords[field].contains { name in
      name.words.count > 1 && !Self.occasions.isDisjoint(with: name.words)
    }
      || index.fieldWords[field].allSatisfy { name in
        name.words.allSatisfy { Self.occasions.contains($0) }
      }
  }

  /// What names of moments in the life of a thing begin with, or are.
  private static let occasions: Set<String> = [
    "last", "next", "due", "deadline", "expires", "expiry", "until", "end", "ends", "letzte",
    "letzter", "letztes", "nachste", "nachster", "fallig", "frist", "derniere", "dernier",
    "prochaine", "prochain", "echeance", "ultima", "ultimo", "proxima", "proximo", "vencimiento",
    "vencimento", "prossima", "prossimo", "scadenza", "laatste", "volgende", "vervaldatum",
  ]

  /// The field of when a thing began to be: `built`, `founded`.
  var origin: Int? {
    index.fieldWords.indices.first { field in
      [.time, .year, .number].contains(kind(field))
        && index.fieldWords[field].contains { !Self.origins.isDisjoint(with: $0.words) }
    }
  }

  static func isOrigin(_ word: String) -> Bool {
    origins.contains { origin in
      word == origin || origin.count >= 6 && word.hasPrefix(origin.dropLast(2))
    }
  }

  /// What sources call the moment or year in which a thing began to be.
  private static let origins: Set<String> = [
    "built", "build", "born", "birth", "birthday", "birthdate", "founded", "established",
    "constructed", "construction", "installed", "installation", "inaugurated", "commissioned",
    "manufactured", "vintage",
    "baujahr", "gebaut", "erbaut", "geboren", "geburtsdatum", "geburtsjahr", "gegrundet",
    "grundung", "construit", "fonde", "fondee", "fondation", "ne", "nee",
    "naissance", "construido", "construida", "construccion", "fundado", "fundada", "fundacion",
    "nacimiento", "construcao", "fundacao", "nascimento", "costruito", "costruzione", "fondato",
    "installiert", "einbau", "installe", "installee", "instalado", "instalada", "instalacion",
    "instalacao", "installato", "installata", "installazione", "geinstalleerd", "installatie",
    "jahrgang", "millesime", "anada", "annata", "jaargang", "oogstjaar", "colheita",
    "fondazione", "nascita", "gebouwd", "bouwjaar", "opgericht", "geboortedatum", "geboortejaar",
  ]
}
