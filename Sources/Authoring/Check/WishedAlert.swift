import BlockModel
import Sentences

/// The alert that a sentence asks for: "… and tell me when it falls under 20".
struct WishedAlert: Sendable {
  /// In the words of the person.
  let condition: String
  /// Those of the block as it was.
  let known: [Alert]

  /// - Returns: `nil` where the sentence asks for none, or "tell me when" may ask for a time: "tell me when
  ///   the next match is".
  init?(_ sentence: String, _ lexicons: Lexicons, known: [Alert] = []) {
    guard let clause = AlertClause(sentence, lexicons),
      !clause.mayAsk || ReadSentence(clause.condition, lexicons: lexicons).saysNumber
    else { return nil }
    condition = clause.condition
    self.known = known
  }

  /// A block that would never tell it.
  func finding(_ manifest: Manifest) -> CandidateFinding? {
    guard manifest.alerts == known else { return nil }
    return CandidateFinding(
      .alert, place: Manifest.fileName, detail: "no alert tells when \(condition)",
      summary: "The wish asks to be told when \(condition); your block.json has no alert for it.",
      issues: [
        "Add \"alerts\" to block.json: [{\"name\": \"…\", \"when\": \"a condition over what the script returns\"}]."
      ],
      person: "nobody would be told when \(condition)", failure: .specError)
  }
}
