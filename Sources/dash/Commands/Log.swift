import ArgumentParser
import BlockModel
import BlockStore
import DashboardEngine
import Foundation

/// What happened to a block.
struct Log: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what was done to a block, and its last runs.",
    discussion: "--ai shows what models were asked for it and what they answered.")

  @Argument(help: "A block's id.") var block: String
  @OptionGroup var data: DataOption
  @Option(help: "How many entries of each kind.") var limit = 20
  @Flag(help: "Prompts and answers of models instead of runs.") var ai = false

  func run() async throws {
    try await CommandFailure.reporting {
      guard let id = BlockID(block) else {
        throw CommandFailure(.host, "'\(block)' is no block id; `dash list` shows the blocks.")
      }
      let house = try Household(
        data: data.folder, access: .existing, logger: Logs.logger(.error))
      do {
        try await house.engine.open()
        try await ai ? showCalls(id, house.engine) : showLife(id, house.engine)
        await house.close()
      } catch {
        await house.close()
        throw error
      }
    }
  }

  private func showLife(_ id: BlockID, _ engine: DashboardEngine) async throws {
    let edited = (try? await engine.editedFiles(of: id)) ?? []
    if !edited.isEmpty {
      let version = try await engine.card(id).version
      Output.print(
        "edited, not in use: \(edited.joined(separator: ", ")); version \(version) serves")
    }
    for version in try await engine.versions(of: id) {
      Output.print(
        "version \(version.number)  \(time(version.createdAt))  \(version.author.rawValue)  \(version.explanation.onOneLine)"
      )
    }
    for action in try await engine.actions(of: id, limit: limit) {
      Output.print("\(time(action.at))  \(action.actor)  \(action.what.onOneLine)")
    }
    for run in try await engine.runs(of: id, limit: limit) {
      let end = run.failure.map { "\($0.kind.rawValue): \($0.message.onOneLine)" } ?? "ok"
      Output.print(
        "\(time(run.startedAt))  run (\(run.reason), version \(run.version))  \(end)")
    }
  }

  private func showCalls(_ id: BlockID, _ engine: DashboardEngine) async throws {
    let calls = try await engine.modelCalls(of: id, limit: limit)
    if calls.isEmpty { Output.note("No model was asked for this block.") }
    for call in calls {
      let cost = call.cost.map { String(format: ", $%.4f", $0) } ?? ""
      Output.print(
        "\(time(call.at))  \(call.stage) by \(call.provider)/\(call.model): \(call.inputTokens) + \(call.outputTokens) tokens, \(call.milliseconds) ms\(cost)"
      )
      if let failure = call.failure { Output.print("failed: \(failure)") }
      Output.print("--- asked\n\(call.prompt)\n--- answered\n\(call.answer)\n")
    }
  }

  private func time(_ date: Date) -> String { date.formatted(.iso8601) }
}
