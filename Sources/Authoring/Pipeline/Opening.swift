import LanguageModels

/// The first question of a job in two sizes: whole, and without what can be spared.
struct Opening: Sendable {
  private(set) var messages: [ModelMessage]
  private var short: [ModelMessage]?

  /// - Parameter short: the same question without examples and history, with shorter sketches.
  init(_ messages: [ModelMessage], short: [ModelMessage]? = nil) {
    self.messages = Self.alternating(messages)
    self.short = short.map(Self.alternating)
  }

  /// - Returns: `false` when it was shortened before.
  mutating func shorten() -> Bool {
    guard let short else { return false }
    messages = short
    self.short = nil
    return true
  }

  /// With the turns of a repair behind it.
  func followed(by added: [ModelMessage]) -> [ModelMessage] {
    Self.alternating(messages + added)
  }

  /// Turns of one role in a row become one; the person begins.
  private static func alternating(_ messages: [ModelMessage]) -> [ModelMessage] {
    var merged: [ModelMessage] = []
    for message in messages {
      if merged.last?.role == message.role {
        merged[merged.count - 1].text += "\n\n" + message.text
      } else if !merged.isEmpty || message.role == .user {
        merged.append(message)
      }
    }
    return merged
  }
}

extension ModelSession {
  /// Asks a question that is shortened once when it is too long: for what the server said it reads,
  /// or because it refused.
  mutating func ask(
    _ stage: ModelStage, system: [String], _ opening: inout Opening, _ added: [ModelMessage] = []
  ) async throws(ModelProblem) -> String {
    let text = system + opening.followed(by: added).map(\.text)
    if let room = provider.contextTokens, TokenEstimate.tokens(text.joined()) > room {
      _ = opening.shorten()
    }
    do throws(ModelProblem) {
      return try await ask(stage, system: system, opening.followed(by: added))
    } catch {
      guard case .provider(let failure) = error, failure.kind == .tooLong, opening.shorten()
      else { throw error }
      return try await ask(stage, system: system, opening.followed(by: added))
    }
  }
}
