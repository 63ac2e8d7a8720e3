import BlockModel
import BlockRuntime
import BlockUI
import Egress

/// The runs of one check: the block itself, then one call of each action. All share one buffer, so
/// that an action finds what the run stored. What the run itself stored is in its outcome, and is kept
/// when that is kept with a version.
struct CandidateTrial {
  /// The name under which blocks run that do not exist yet.
  static let block = BlockID(naming: "draft")
  /// Actions of one card that are tried.
  static let maximumActions = 8

  private let runner: BlockRunner
  private let candidate: Candidate
  private let files: BlockFiles
  private let cassette: Cassette?
  private let storage: ScriptBuffer

  init(runner: BlockRunner, candidate: Candidate, files: BlockFiles, cassette: Cassette?) {
    self.runner = runner
    self.candidate = candidate
    self.files = files
    self.cassette = cassette
    storage = runner.trialStorage()
  }

  private func request(_ action: RunRequest.Action? = nil) -> RunRequest {
    var request = RunRequest(
      block: candidate.block ?? Self.block, files: files, params: candidate.params,
      reason: action == nil ? candidate.reason : .action, now: candidate.now,
      lastSuccess: candidate.lastSuccess, action: action, cassette: cassette,
      tracesAbsentKeys: action == nil && candidate.author.tracesAbsentKeys)
    request.storage = storage
    if let secrets = candidate.secrets { request.permissions.secrets = secrets }
    return request
  }

  /// - Parameter heard: is told every answer of a source.
  func run(heard: @escaping @Sendable (EgressResponse) -> Void) async -> RunOutcome {
    var request = request()
    if candidate.expectation != nil { request.heard = heard }
    return await runner.run(request)
  }

  /// The run as it goes when no source answers. It begins with the block's own data again, and what
  /// it stores is thrown away.
  func run(without outage: Cassette) async -> RunOutcome {
    var request = request()
    request.cassette = outage
    request.tracesAbsentKeys = false
    request.storage = runner.trialStorage()
    return await runner.run(request)
  }

  /// What goes wrong when everything on the card is clicked once.
  ///
  /// A trial must not switch a lamp or buy a ticket: only GET and HEAD are sent. A call that wants
  /// more, or a source that is away, says nothing about the script.
  func actionFindings(_ spec: CompiledSpec, _ context: RenderContext) async -> [CandidateFinding] {
    guard !spec.actionNames.isEmpty else { return [] }
    var tried: Set<String> = []
    let actions = spec.renderHTML(context).actions.filter { tried.insert($0.name).inserted }
    var findings: [CandidateFinding] = []
    for action in actions.prefix(Self.maximumActions) {
      var request = request(
        RunRequest.Action(name: action.name, arguments: .object(action.arguments)))
      request.permissions.methods.formIntersection(["GET", "HEAD"])
      guard let failure = await runner.run(request).failure, failure.kind.isHealable else {
        continue
      }
      findings.append(
        CandidateFinding(
          .failedAction, place: failure.place ?? BlockFiles.scriptName,
          detail: "the action '\(action.name)' failed: \(failure.message)",
          summary: "on_action failed for the action '\(action.name)'.",
          issues: [
            "\(failure.place.map { "\($0): " } ?? "")\(failure.message)",
            "It was called with args = \(JSONValue.object(action.arguments).json()).",
          ], person: "a button of the card does not work: \(failure.message)",
          failure: failure.kind))
    }
    return findings
  }
}
