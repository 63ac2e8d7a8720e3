public import BlockModel
import BlockStore

/// What a person set for all blocks: where they are and which language they read.
extension DashboardEngine {
  private static let surroundingsName = "surroundings"

  /// What was chosen; the rest follows the machine.
  public func surroundings() async throws(EngineError) -> SurroundingsChoice {
    try await stored { () throws(StorageError) in
      SurroundingsChoice(json: try await storage.setting(Self.surroundingsName))
    }
  }

  /// Keeps a choice and follows it: times on cards at once, dates by which blocks run from now on, and what
  /// scripts read of it (`ctx.zone`, `ctx.locale`) with their next run.
  public func setSurroundings(_ choice: SurroundingsChoice) async throws(EngineError) {
    try await stored { () throws(StorageError) in
      try await storage.setSetting(
        Self.surroundingsName, to: choice == SurroundingsChoice() ? nil : choice.json)
    }
    try await followSurroundings()
  }

  /// Takes what was chosen, here or by another process, for everything that is done from now on.
  public func followSurroundings() async throws(EngineError) {
    let before = SurroundingsChoice.current
    let choice = try await surroundings()
    SurroundingsChoice.follow(choice)
    guard choice != before, isStarted else { return }
    await planAnew()
    for id in order { hub.send(.cardChanged(id)) }
  }
}
