/// What people say for "undo" besides the word itself: understood without a model.
enum UndoWords {
  /// Does the sentence as a whole want the last change gone?
  static func areAll(of sentence: String) -> Bool {
    let words = sentence.lowercased().replacing("’", with: "'")
      .split { !$0.isLetter && $0 != "'" }.map(String.init)
    let plain = words.drop { polite.contains($0) }.filter { !fillers.contains($0) }
      .joined(separator: " ")
    return !plain.isEmpty && phrases.contains(plain)
  }

  private static let polite: Set<String> = [
    "no", "oh", "ok", "okay", "sorry", "hm", "hmm", "actually", "nein", "non", "não", "nee",
  ]
  /// Left out wherever they stand.
  private static let fillers: Set<String> = [
    "please", "again", "just", "bitte", "wieder", "noch", "mal", "einfach", "alles", "everything",
    "por", "favor", "s'il", "te", "vous", "plaît", "tout", "todo", "tudo", "alstublieft", "weer",
  ]

  private static let phrases: Set<String> = {
    let english = [
      "undo", "undo it", "undo that", "undo this", "undo the last change", "revert", "revert it",
      "revert that", "revert the last change", "revert the change", "roll back", "roll it back",
      "go back", "go back to before", "go back to how it was", "go back to how it was before",
      "go back to the way it was", "go back to the way it was before",
      "go back to the previous version", "go back to the last version", "go back to the old one",
      "back to how it was", "back to how it was before", "back to the way it was",
      "back to the previous version", "back to the old version", "back to before",
      "put it back", "put it back how it was", "put it back the way it was",
      "put it back to how it was", "change it back", "change it back to how it was",
      "make it like before", "make it like it was", "make it like it was before",
      "make it as it was", "make it as it was before", "make it how it was before",
      "like before", "like it was", "like it was before", "as before", "as it was",
      "as it was before", "how it was before", "the way it was", "the way it was before",
      "it was better before", "i liked it better before", "i liked the old one better",
      "that was better before", "take it back", "take that back", "restore it",
      "restore the previous version", "restore the last version", "restore the old version",
      "previous version", "the previous version", "last version", "old version",
      "never mind", "forget that", "forget that change", "cancel that", "cancel the change",
    ]
    let others = [
      "rückgängig", "mach das rückgängig", "mach es rückgängig", "mache das rückgängig",
      "letzte änderung rückgängig", "zurück", "geh zurück", "zurück zu vorher",
      "zurück zum vorherigen", "zurück zur vorherigen version", "wie vorher", "wie es vorher war",
      "wie es war", "so wie vorher", "mach es wie vorher", "mach es so wie vorher",
      "vorherige version", "die vorherige version", "vorher war es besser",
      "annule", "annuler", "annule ça", "annule la dernière modification", "reviens en arrière",
      "retour en arrière", "comme avant", "remets comme avant", "remets comme c'était",
      "version précédente", "la version précédente", "c'était mieux avant",
      "deshacer", "deshaz", "deshazlo", "vuelve atrás", "vuelve a como estaba", "como antes",
      "como estaba", "como estaba antes", "déjalo como estaba", "versión anterior",
      "desfazer", "desfaz", "desfaz isso", "volta atrás", "volta ao que era", "como era",
      "como era antes", "deixa como estava", "versão anterior", "a versão anterior",
      "annulla", "torna indietro", "come prima", "com'era", "com'era prima", "versione precedente",
      "ongedaan maken", "maak ongedaan", "maak het ongedaan", "zoals het was", "zoals eerst",
      "terug naar hoe het was", "vorige versie",
    ]
    return Set(english + others)
  }()
}
