import ArgumentParser
import BlockModel
import Evaluation
import Foundation
import LanguageModels
import Sentences
import Synchronization

/// Measures how good the blocks are that a model, or no model, writes.
struct Eval: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the blocks of recorded cases and judge them.",
    usage: CalledName.usage("eval <folder>"),
    discussion: """
      A case is a wish with the answers of its sources and what the card must show. Nothing but the \
      model is asked over the network.
      """)

  @Argument(help: "A folder with cases as JSON files, or a JSON file of questions over tables.")
  var folder: String
  @Option(
    help: "What writes the blocks: builtin, model (the one `dash models` shows), or replay:FOLDER.")
  var provider = "builtin"
  @Option(help: "Where the recorded answers of sources are (default: open in $DASH_CORPUS).")
  var corpus: String?
  @Option(help: "Keep the answers of the model in this folder, for replay:FOLDER.")
  var record: String?
  @Option(help: "Only cases whose name holds this.") var only: String?
  @Option(help: "Fail when the share of cases that pass is below this, 0 to 1.") var minimum = 0.0
  @Flag(help: "Print JSON, for comparison.") var json = false
  @Flag(help: "The folder holds sources that changed: judge what repairs make of them.")
  var heal = false
  @OptionGroup var data: DataOption
  @OptionGroup var sandbox: SandboxOption

  func run() async throws {
    try await CommandFailure.reporting {
      let folder = URL(filePath: self.folder, directoryHint: .isDirectory)
      if heal { return try await judgeRepairs(folder) }
      if self.folder.hasSuffix(".json") { return try judgeTables(URL(filePath: self.folder)) }
      if SentenceEvaluation.isThere(in: folder) { return try await judgeSentences(folder) }
      let cases: [EvalCase]
      do {
        cases = try Evaluation.cases(in: folder)
          .filter { one in only.map { one.id.contains($0) } ?? true }
      } catch {
        throw CommandFailure(.host, "\(error).")
      }
      guard !cases.isEmpty else {
        throw CommandFailure(
          .host, "\(self.folder) holds no such case; give a folder with JSON files.")
      }
      let house = try Household(
        data: data.folder, access: .command, sandbox: sandbox.sandbox, poolSize: 2,
        logger: Logs.logger(.error))
      do {
        let report = try await evaluate(cases, house)
        await house.close()
        Output.print(json ? report.json.json(.pretty) : report.table)
        if report.share < minimum { throw ExitCode.failure }
      } catch {
        await house.close()
        throw error
      }
    }
  }

  /// The folder of recorded answers; `nil` when nobody says where it is.
  private var recorded: URL? {
    let known = ProcessInfo.processInfo.environment["DASH_CORPUS"].map { $0 + "/open" }
    return (corpus ?? known).map { URL(filePath: $0, directoryHint: .isDirectory) }
  }

  /// Sources that changed: what is repaired, and what is rightly left.
  private func judgeRepairs(_ folder: URL) async throws {
    let house = try Household(
      data: data.folder, access: .command, sandbox: sandbox.sandbox, poolSize: 1,
      logger: Logs.logger(.error))
    let results: [HealResult]
    do {
      results = try await HealEvaluation(runner: house.runner, folder: folder).results()
    } catch {
      await house.close()
      throw CommandFailure(.host, "\(error).")
    }
    await house.close()
    for result in results { Output.print(result.line) }
    let figures = HealFigures(results)
    Output.print(figures.table)
    if figures.goodShare < minimum || figures.count(.wrong) > 0 { throw ExitCode.failure }
  }

  /// Sentences with their answers: what they are understood as without a model.
  private func judgeSentences(_ folder: URL) async throws {
    let house = try Household(
      data: data.folder, access: .command, sandbox: sandbox.sandbox, poolSize: 1,
      logger: Logs.logger(.error))
    let results: [SentenceEvaluation.Result]
    do {
      results = try await SentenceEvaluation(
        runner: house.runner, egress: house.egress, recipes: house.places.recipes, folder: folder
      ).results { one in only.map { one.id.contains($0) || one.language == $0 } ?? true }
    } catch {
      await house.close()
      throw CommandFailure(.host, "\(error).")
    }
    await house.close()
    for result in results where result.verdict == .wrong {
      Output.note("✗ \(result.one.id) \(result.one.sentence): \(result.understood)")
    }
    let report = SentenceReport(results)
    Output.print(report.table)
    if report.goodShare < minimum { throw ExitCode.failure }
  }

  /// Published questions over one table each: what the linking makes of them.
  private func judgeTables(_ file: URL) throws {
    let results: [TableEvaluation.Result]
    do {
      let lexicons = Lexicons(folder: try Places().words)
      results = try TableEvaluation(file, lexicons: lexicons).results
    } catch let problem as EvalProblem {
      throw CommandFailure(.host, "\(problem).")
    }
    for result in results where result.verdict == .wrong {
      guard case .answered(let reading) = result.outcome else { continue }
      Output.note("✗ \(result.question.question) \(reading.query)")
    }
    Output.print(TableReport(results).line)
  }

  private func evaluate(_ cases: [EvalCase], _ house: Household) async throws -> EvalReport {
    let models = house.models
    let model: @Sendable (EvalCase) -> any ModelSource
    switch provider {
    case "builtin": model = { _ in FixedModel() }
    case "model": model = { _ in models }
    case _ where provider.hasPrefix("replay:"):
      let answers = URL(filePath: String(provider.dropFirst(7)), directoryHint: .isDirectory)
      model = { FixedModel(ReplayModel(answers.appending(path: $0.id))) }
    default:
      throw CommandFailure(
        .host, "'\(provider)' is not a provider; take builtin, model or replay:FOLDER.")
    }
    let evaluation = Evaluation(
      runner: house.runner, egress: house.egress, recipes: house.places.recipes,
      corpus: recorded, model: model)
    var results: [Evaluation.Result] = []
    for one in cases {
      let calls = Mutex<[ModelCall]>([])
      results.append(try await evaluation.judge(one) { call in calls.withLock { $0.append(call) } })
      let made = calls.withLock { $0 }
      try await house.storage.addModelCalls(made, of: nil)
      if let record, !made.isEmpty {
        try ReplayModel.record(made, in: URL(filePath: record).appending(path: one.id))
      }
      if !json { Output.note("\(results.last?.isPassed == true ? "✓" : "✗") \(one.id)") }
    }
    return EvalReport(provider: provider, results: results)
  }
}
