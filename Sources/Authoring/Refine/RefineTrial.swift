import BlockModel
import BlockRuntime
import Foundation
import Sentences

/// The trial every change passes, and what changed, as values.
struct RefineTrial {
  /// Hosts one change may add.
  static let maximumNewHosts = 3

  let request: RefineRequest
  let check: CandidateCheck

  /// - Parameter isNew: other texts by a model; they are held against the sources, too.
  func inspect(
    _ files: BlockFiles, _ params: JSONObject, isNew: Bool = false,
    _ progress: (AuthoringStage) -> Void
  ) async throws(CandidateFinding) -> PassedCandidate {
    let expectation = Candidate.Expectation(
      order: WishedOrder(Wish(request.sentence)), needsSource: request.files.asksSources)
    var candidate = Candidate(
      files, by: isNew ? .model : .command, of: request.block, params: params, reason: .edit)
    candidate.expectation = isNew ? expectation : nil
    candidate.sentence = isNew ? request.sentence : ""
    candidate.secrets = request.secrets
    return try await check.pass(candidate, progress: progress)
  }

  /// Runs a model's change. What it wants to reach on the internet beyond what the block may is tried
  /// and shown with the proposal, so that keeping it is the person's word.
  ///
  /// A block that reads what is not public (places of the home, secrets) asks first: its script could
  /// carry that out in the trial.
  func widening(
    _ files: BlockFiles, _ progress: (AuthoringStage) -> Void
  ) async throws(CandidateFinding) -> PassedCandidate {
    var files = files
    while true {
      do throws(CandidateFinding) {
        let passed = try await inspect(files, request.params, isNew: true, progress)
        return withoutUnusedHosts(passed)
      } catch {
        let permissions = files.manifest.permissions
        guard let place = error.neededGrant, !permissions.hosts.contains(place.host),
          permissions.privateHosts.isEmpty, permissions.secrets.isEmpty,
          permissions.hosts.count - request.files.manifest.permissions.hosts.count
            < Self.maximumNewHosts
        else { throw error }
        files.manifest.permissions.hosts.insert(place.host)
      }
    }
  }

  /// Hosts that were to be added and that the script neither asked nor names are left out.
  private func withoutUnusedHosts(_ passed: PassedCandidate) -> PassedCandidate {
    var passed = passed
    let asked = passed.outcome.http.map(\.url).joined(separator: " ") + passed.files.script
    let known = request.files.manifest.permissions.hosts.union(request.grants.map(\.host))
    passed.files.manifest.permissions.hosts = passed.files.manifest.permissions.hosts.filter {
      known.contains($0) || asked.contains($0)
    }
    return passed
  }

  func proposal(
    _ files: BlockFiles, _ explanation: String, method: String,
    _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) -> RefineResult {
    do {
      let passed = try await inspect(files, request.params, progress)
      return .proposal(proposal(passed, explanation, method: method))
    } catch { throw .answer(error.answer) }
  }

  /// Values of parameters; the block has to run with them.
  func settings(
    _ values: JSONObject, _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) -> RefineResult {
    let params = request.params.merging(values) { $1 }
    do { _ = try await inspect(request.files, params, progress) } catch {
      throw .answer(error.answer)
    }
    return .settings(values)
  }

  func proposal(
    _ passed: PassedCandidate, _ explanation: String, method: String
  ) -> RefineProposal {
    let old = request.files
    let new = passed.files
    let last = request.lastData.map { $0.json([.pretty, .sorted]) } ?? ""
    return RefineProposal(
      files: new, outcome: passed.outcome, codeDiff: Diff(from: old.script, to: new.script),
      specDiff: Diff(from: Self.canonical(old.spec), to: Self.canonical(new.spec)),
      dataDiff: Diff(from: last, to: passed.outcome.data?.json([.pretty, .sorted]) ?? ""),
      permissionDiff: Diff(
        lines: old.manifest.permissions.lines, new.manifest.permissions.lines),
      explanation: explanation, method: method)
  }

  /// Layout is no change.
  private static func canonical(_ spec: String) -> String {
    (try? JSONValue(parsing: spec))?.json(.pretty) ?? spec
  }
}

extension BlockFiles {
  /// Does the script ask anything?
  fileprivate var asksSources: Bool {
    LuaTokens(script).tokens.contains { $0.kind == .string && $0.text == "http" }
  }
}

extension Permissions {
  /// One line for each thing that is allowed, sorted.
  fileprivate var lines: [String] {
    (hosts.map { "host \($0)" } + methods.map { "method \($0)" }
      + privateHosts.map { "private \($0)" } + secrets.map { "secret \($0.name)" }
      + (browser ? ["browser"] : [])).sorted()
  }
}
