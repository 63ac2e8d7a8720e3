import BlockModel
import BlockRuntime
import BlockUI
import Egress
import Foundation

/// One run of three files, as whoever writes them wants it: everything that is wrong before the sources are
/// asked, then the outcome and the card.
struct BlockRun {
  var block: BlockID
  var files: BlockFiles
  /// Values of settings; defaults stand in for the rest.
  var params: JSONObject = [:]
  var cassette: Cassette?
  var now = Date()
  /// A click, which runs before the block.
  var action: RunRequest.Action?
  /// Tell which lines took the time.
  var isProfiled = false

  /// What came of it.
  struct Result {
    var outcome: RunOutcome
    /// `nil` when the spec is not valid.
    var spec: CompiledSpec?
    var context: RenderContext

    /// The card as text; `nil` without data or spec.
    var card: String? {
      guard let spec, outcome.data != nil else { return nil }
      return spec.renderText(context).trimmingCharacters(in: .newlines)
    }

    /// What went wrong, when something did.
    var failure: FailureKind? {
      outcome.failure?.kind ?? (outcome.specProblems.isEmpty ? nil : .specError)
    }
  }

  func perform(_ runner: BlockRunner) async -> Result {
    let values = files.manifest.values(params)
    let (spec, problems) = await compile(runner)
    var outcome: RunOutcome
    if problems.isEmpty {
      outcome = await run(runner, values)
    } else {
      // Known before the sources are asked.
      outcome = RunOutcome(result: .failed(problems[0]), startedAt: Date())
      outcome.specProblems = problems.filter { $0.kind == .specError }.map(\.located)
    }
    let context = RenderContext(
      data: outcome.data ?? .null, params: values, block: block, blockName: files.manifest.name,
      now: now, surroundings: files.manifest.surroundings)
    if let spec, let data = outcome.data {
      var shown = context
      shown.imageURL = { _ in PageURL(own: "/") }
      let rendered = spec.check(rendering: shown)
      outcome.specProblems =
        (spec.check(data: data, params: values).errors + rendered.errors).map(\.text)
      outcome.log += rendered.warnings.map {
        LogLine(.warn, "\(BlockFiles.specName): \($0.text)")
      }
    }
    return Result(outcome: outcome, spec: spec, context: context)
  }

  /// The click and the block share what is stored, and nothing of it is kept yet.
  private func run(_ runner: BlockRunner, _ values: JSONObject) async -> RunOutcome {
    var request = RunRequest(
      block: block, files: files, params: values, reason: .cli, now: now, action: action,
      cassette: cassette, isFresh: true)
    request.isProfiled = isProfiled
    guard action != nil else { return await runner.run(request) }
    request.storage = runner.trialStorage()
    request.reason = .action
    let clicked = await runner.run(request)
    guard clicked.failure == nil else { return clicked }
    request.action = nil
    var outcome = await runner.run(request)
    outcome.log = clicked.log + outcome.log
    outcome.http = clicked.http + outcome.http
    return outcome
  }

  /// Everything that is wrong with the files before they run, the script first.
  private func compile(_ runner: BlockRunner) async -> (CompiledSpec?, [RunFailure]) {
    let compiled = CompiledSpec.compile(files.spec, params: files.manifest.params, repairing: false)
    let mistakes = compiled.report.errors.map { issue in
      RunFailure(
        .specError, issue.text,
        place: BlockFiles.specName + (issue.line.map { ":\($0)" } ?? ""))
    }
    guard compiled.spec == nil else { return (compiled.spec, []) }
    let syntax = await runner.syntaxProblem(in: files.script).map { [$0] } ?? []
    return (
      nil,
      syntax
        + (mistakes.isEmpty
          ? [RunFailure(.specError, "the spec cannot be read", place: BlockFiles.specName)]
          : mistakes)
    )
  }
}

extension RunFailure {
  /// With its place, as compilers say it.
  var located: String { (place.map { "\($0): " } ?? "") + message }
}
