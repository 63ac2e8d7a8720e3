import ArgumentParser

/// Deletes a block; it stays in the trash for 30 days of use.
struct Remove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Delete a block.",
    discussion:
      "Its files and history stay in the trash for 30 days of use; `dash rm --undo ID` takes it back."
  )

  @Argument(help: "The id, as `dash list` shows it.") var id: String
  @OptionGroup var data: DataOption
  @Flag(help: "Take a deleted block back.") var undo = false

  func run() async throws {
    try await CommandFailure.reporting {
      let block = try CommandFailure.block(id)
      let house = try Household(data: data.folder, access: .existing, logger: Logs.logger(.error))
      do {
        try await house.engine.open()
        if undo {
          _ = try await house.engine.restoreDeleted(block)
        } else {
          try await house.engine.delete(block)
        }
        await house.close()
      } catch {
        await house.close()
        throw error
      }
      Output.note(
        undo ? "Took '\(id)' back." : "Deleted '\(id)'. Undo: \(CalledName.name) rm --undo \(id)")
    }
  }
}
