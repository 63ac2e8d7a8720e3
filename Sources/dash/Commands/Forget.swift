import ArgumentParser
import BlockModel
import DashboardEngine

/// Erases the history of a block.
struct Forget: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Erase what a block showed and asked until now.",
    discussion: """
      Past results, recorded answers of sources, runs with their logs, what was done to the block and what models \
      were asked for it are gone for good. The block itself, its versions, what it shows now and its series stay. \
      `"keep": {"results": 0, "recordings": 0}` in block.json keeps none from now on.
      """)

  @Argument(help: "A block's id.") var block: String
  @OptionGroup var data: DataOption
  @Flag(help: "Erase without asking.") var yes = false

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      try await data.withEngine { engine in
        _ = try await engine.card(id)
        guard
          yes || Confirmation.asked("Erase the history of '\(block)'? It cannot be brought back.")
        else {
          throw CommandFailure(.host, "Nothing was erased; --yes erases without asking.")
        }
        try await engine.forgetHistory(of: id)
      }
      Output.note("Forgot the history of '\(id)'.")
    }
  }
}
