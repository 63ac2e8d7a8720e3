import ArgumentParser
import BlockStore
import DashboardEngine
import Foundation

/// Repairs a block whose source changed.
struct Heal: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Repair a block whose source changed.",
    discussion: """
      Looks for what the source renamed or moved, by the last good answers, and tries it on the newest \
      ones. A repair counts only if it returns the data there were before. Where nothing helps, the model that \
      `dash models` shows is asked, twice at most.
      """)

  @Argument(help: "A block's id.") var block: String
  @Flag(help: "Only say what would be done.") var dryRun = false
  @OptionGroup var data: DataOption
  @OptionGroup var sandbox: SandboxOption

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      let house = try Household(
        data: data.folder, access: .existing, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      do {
        try await house.engine.open()
        let report = try await house.engine.heal(id, isDryRun: dryRun)
        for line in report.log { Output.print(line) }
        if report.repair != nil {
          Output.print(
            dryRun
              ? "Nothing was changed; without --dry-run it would be."
              : "Version \(try await house.engine.card(id).version) is live.")
        }
        await house.close()
      } catch {
        await house.close()
        throw error
      }
    }
  }
}
