import ArgumentParser
import BlockModel
import DashboardEngine
import Foundation

/// Runs blocks now and keeps what they give.
struct Refresh: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run blocks now, as their schedule would.",
    discussion: """
      What a run gives is kept and shown on the page; `dash run-block` runs a block without keeping it. \
      The exit code is that of the first that fails.
      """)

  @Argument(help: "Ids of blocks.") var blocks: [String]
  @OptionGroup var data: DataOption
  @OptionGroup var sandbox: SandboxOption
  @Flag(help: "Print the outcomes as JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let ids = try blocks.map { try CommandFailure.block($0) }
      let house = try Household(
        data: data.folder, access: .existing, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      var outcomes: [(id: BlockID, outcome: RunOutcome, sentence: String)] = []
      do {
        try await house.engine.open()
        for id in ids {
          let outcome = try await house.engine.refresh(id)
          outcomes.append((id, outcome, try await house.engine.card(id).sentence))
        }
        await house.close()
      } catch {
        await house.close()
        throw error
      }
      if json {
        let list = outcomes.map { id, outcome, _ -> JSONValue in
          var members = outcome.json.object ?? [:]
          members["id"] = .string(id.text)
          return .object(members)
        }
        Output.print(JSONValue.array(list).json(.pretty))
      } else {
        for (id, _, sentence) in outcomes { Output.print("\(id)  \(sentence.onOneLine)") }
      }
      if let kind = outcomes.lazy.compactMap(\.outcome.failure?.kind).first {
        throw ExitCode(kind.exitCode)
      }
    }
  }
}
