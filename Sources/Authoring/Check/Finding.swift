import BlockModel

extension Inspection {
  /// What is wrong, of the first step that fails: once in words for the model, once for the person.
  struct Finding: Error, Sendable {
    /// `answer`, `change`, `syntax`, `lint`, `spec`, `run`, `data`.
    var step: String
    /// One sentence over all, for the model.
    var summary: String
    /// Evidence and what to do about it, for the model.
    var issues: [String] = []
    /// What happened, for the person: a clause without full stop.
    var person: String
    var kind: FailureKind = .scriptError
    var neededGrant: HostPort?

    /// A model can do something about it.
    var isRepairable: Bool { kind.isHealable }

    /// Equal for the same mistake: numbers do not count.
    var signature: String { (step + summary + issues.joined()).filter { !$0.isNumber } }

    /// At most three issues, numbered.
    var list: String {
      issues.prefix(3).enumerated().map { "\($0.offset + 1). \($0.element)" }
        .joined(separator: "\n")
    }

    /// The sentence for the person.
    var answer: AuthoringAnswer {
      let line = person.replacing("\n", with: " ").trimming { $0.isWhitespace || $0 == "." }
      return AuthoringAnswer(
        line.prefix(1).uppercased() + line.dropFirst() + ".", kind: kind, neededGrant: neededGrant)
    }
  }
}
