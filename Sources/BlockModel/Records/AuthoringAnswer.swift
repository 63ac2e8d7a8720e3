/// Why there is no block, in words for the person who asked.
public struct AuthoringAnswer: Error, Sendable, Hashable, CustomStringConvertible {
  /// One clear sentence: what happened and what to do next.
  public var message: String
  /// `nil` when nothing failed, but the sentence alone is not enough to make a block.
  public var kind: FailureKind?
  /// What would have to be allowed for this to work.
  public var neededGrant: Grant.Subject?
  /// Sentences that would work, to be offered with one click.
  public var suggestions: [String]
  /// The address of what was read, when a block can be picked from it by hand.
  public var source: String?

  public init(
    _ message: String, kind: FailureKind? = nil, neededGrant: Grant.Subject? = nil,
    suggestions: [String] = [], source: String? = nil
  ) {
    self.message = message
    self.kind = kind
    self.neededGrant = neededGrant
    self.suggestions = suggestions
    self.source = source
  }

  public var description: String { message }

  /// - Parameter task: a verb and what belongs to it: "send alerts".
  public static func needsModel(_ task: String) -> AuthoringAnswer {
    AuthoringAnswer(
      "To \(task), Dash needs a model: connect one with `dash models`, or leave that part out of the sentence and I will make the rest without one."
    )
  }

  /// An alert is tried on what the block showed before, so the block comes first.
  public static let alertsComeLater = AuthoringAnswer(
    "An alert belongs to a block: leave it out of the sentence, and set it under the block's Settings, where it is tried on what the block has shown."
  )

  /// - Parameter parts: a sentence for each block.
  public static func several(_ parts: [String]) -> AuthoringAnswer {
    let quoted = parts.map { "“\($0)”" }
    return AuthoringAnswer(
      "That is \(parts.count) blocks: \(quoted.dropLast().joined(separator: ", ")) and \(quoted.last ?? ""). Ask for one at a time.",
      suggestions: parts)
  }

  /// The person stopped it.
  public static let cancelled = AuthoringAnswer("It was cancelled; nothing was changed.")

  /// How a sentence ends that a model would understand.
  public static let modelAdvice = ", or connect a model"

  /// This answer of the drafter for a person who has a model, which did not succeed.
  ///
  /// - Parameters:
  ///   - name: of the model's server.
  ///   - reason: a clause.
  public func following(_ name: String, _ reason: String) -> AuthoringAnswer {
    var answer = self
    let known = message.replacing(Self.modelAdvice + " with `dash models`", with: "")
      .replacing(Self.modelAdvice, with: "")
    let clause = reason.trimmingEnd { $0 == "." }
    answer.message = "\(name.capitalizingFirst) did not succeed: \(clause). \(known)"
    return answer
  }
}
