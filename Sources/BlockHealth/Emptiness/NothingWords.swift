/// Words by which sources say that there is nothing, and by which they let nobody in.
enum NothingWords {
  /// What a sentence that says so begins with, in the languages that Dash reads.
  private static let negatives: Set = [
    "no", "zero", "none", "nothing", "empty", "keine", "kein", "keinen", "nichts", "aucun",
    "aucune", "rien",
    "ningún", "ninguna", "ningun", "nada", "nenhum", "nenhuma", "nessun", "nessuna", "niente",
    "geen", "niets",
  ]
  private static let phrases = [
    "no results", "no matches", "not found any", "find any", "found nothing", "nothing found",
    "did not match", "didn't match", "all clear", "all systems operational", "there are no",
    "are currently no",
    "is currently no", "0 results", "of 0", "0 items", "0 entries", "0 matches", "0 found",
    "0 events", "no hay", "no se encontr", "es gibt keine", "keine ergebnisse",
    "keine treffer",
    "il n'y a", "não há", "non ci sono", "er zijn geen", "aucun résultat",
  ]
  /// What is not found when an address is wrong.
  private static let lost = [
    "page", "resource", "route", "endpoint", "url", "path", "file", "host", "method", "404",
  ]
  private static let walls = [
    "sign in", "log in", "login", "captcha", "enable javascript", "checking your browser",
    "access denied", "are you human", "verify you are", "maintenance", "anmelden", "se connecter",
    "iniciar sesión", "iniciar sessão", "accedi", "inloggen", "unavailable", "error", "forbidden",
  ]
  /// Letters of a text that is a sentence and no article.
  private static let longest = 160
  /// A negative word stands among the first ones.
  private static let firstWords = 3

  /// - Parameter text: folded.
  static func says(_ text: String) -> Bool {
    guard text.count <= longest, !isWall(text) else { return false }
    let text = text.replacing("’", with: "'")
    if text.contains("not found"), text != "not found", !lost.contains(where: text.contains) {
      return true
    }
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "'" }.prefix(firstWords)
    return words.contains { negatives.contains(String($0)) }
      || phrases.contains(where: text.contains)
  }

  static func isWall(_ text: String) -> Bool {
    text.count <= longest && walls.contains(where: text.contains)
  }
}

/// How a text is written, whatever it says: `9-9-9` of `2026-11-27`.
enum TextForm {
  static func of(_ text: String) -> String {
    var form = ""
    for character in text.prefix(60) {
      let sign: Character =
        character.isNumber
        ? "9" : character.isLetter ? "a" : character.isWhitespace ? " " : character
      if sign != form.last || !"9a ".contains(sign) { form.append(sign) }
    }
    return form
  }

  /// Were values of one form, such as dates, and are they all of another one? Or the same words in other letters?
  static func isOther(_ old: some Collection<String>, _ new: some Collection<String>) -> Bool {
    guard !old.isEmpty, !new.isEmpty else { return false }
    let (before, now) = (Set(old), Set(new))
    if before.isDisjoint(with: now),
      !Set(before.map { $0.lowercased() }).isDisjoint(with: now.map { $0.lowercased() })
    {
      return true
    }
    let (forms, others) = (Set(old.map(of)), Set(new.map(of)))
    guard forms.count == 1, others.count == 1, forms != others, let form = forms.first,
      let other = others.first
    else { return false }
    // A date or a time has numbers and signs; words are written as their writer likes.
    func isDateLike(_ form: String) -> Bool { form.count { $0 == "9" } >= 2 || form == "9" }
    return isDateLike(form) && isDateLike(other) && form.contains { $0 == "9" }
      && (form != "9" || other.count > 3)
  }
}
