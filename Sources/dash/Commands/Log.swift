import ArgumentParser
import BlockModel
import BlockStore
import DashboardEngine
import Foundation

/// What happened to a block.
struct Log: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what was done to a block, and its last runs.",
    discussion: """
      --run N prints one run with all that was logged and asked; its number stands in the list of runs. \
      --ai shows what models were asked for the block and what they answered.
      """)

  @Argument(help: "A block's id.") var block: String
  @OptionGroup var data: DataOption
  @Option(help: "How many entries of each kind.") var limit = 20
  @Option(help: "One run, by its number.") var run: Int64?
  @Flag(help: "Prompts and answers of models instead of runs.") var ai = false

  func validate() throws {
    guard (1...10_000).contains(limit) else {
      throw ValidationError("--limit takes 1…10000, got \(limit).")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      let house = try Household(
        data: data.folder, access: .existing, logger: Logs.logger(.error))
      do {
        try await house.engine.open()
        if let run {
          try await show(run, of: id, house.engine)
        } else {
          try await ai ? showCalls(id, house.engine) : showLife(id, house.engine)
        }
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
        "edited, not live: \(edited.joined(separator: ", ")); version \(version) is live")
    }
    for version in try await engine.versions(of: id) {
      Output.print(
        "version \(version.number)  \(time(version.createdAt))  \(version.author.rawValue)  \(version.explanation.onOneLine)"
      )
    }
    for rule in try await engine.contract(of: id) { Output.print("rule: \(rule.sentence)") }
    for action in try await engine.actions(of: id, limit: limit) {
      Output.print("\(time(action.at))  \(action.actor)  \(action.what.onOneLine)")
    }
    for summary in try await engine.runs(of: id, limit: limit) {
      let warnings = try await engine.run(summary.id)?.warnings
      Output.print(line(summary) + (warnings.map { ", \($0)" } ?? ""))
    }
  }

  private func line(_ run: RunSummary) -> String {
    let end =
      run.failure.map { "\($0.kind.rawValue): \($0.message.onOneLine)" }
      ?? (["ok"] + run.doubts).joined(separator: "; in doubt: ")
    return
      "\(time(run.startedAt))  run \(run.id) (\(run.reason), version \(run.version))  \(end)"
  }

  private func show(_ number: Int64, of id: BlockID, _ engine: DashboardEngine) async throws {
    guard let run = try await engine.run(number), run.summary.block == id else {
      throw CommandFailure(
        .host, "'\(id)' has no run \(number); `dash log \(id)` shows those that are kept.")
    }
    Output.print(line(run.summary))
    for frame in run.summary.failure?.traceback ?? [] { Output.print("  from \(frame.onOneLine)") }
    for problem in run.summary.specProblems { Output.print("spec_error: \(problem.onOneLine)") }
    for line in run.log {
      Output.print("[\(line.level.rawValue)] \(line.text.replacing("\n", with: "\n  "))")
    }
    for exchange in run.http { Output.print(exchange.line) }
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
