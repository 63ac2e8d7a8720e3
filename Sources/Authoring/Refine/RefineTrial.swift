import BlockModel
import BlockRuntime
import BlockUI
import Foundation
import Sentences
import Sketches

/// The trial every change passes, and what changed, as values.
struct RefineTrial {
  var request: RefineRequest
  let check: CandidateCheck
  let lexicons: Lexicons

  /// - Parameter isNew: other texts by a model; they are held against the sources, too.
  func inspect(
    _ files: BlockFiles, _ params: JSONObject, isNew: Bool = false,
    _ progress: (AuthoringStage) -> Void
  ) async throws(CandidateFinding) -> PassedCandidate {
    let sentence = ReadSentence(request.sentence, lexicons: lexicons, isChange: true)
    let expectation = Candidate.Expectation(
      order: WishedOrder(sentence), needsSource: request.files.asksSources,
      optionalKeys: Sketch(of: request.lastData ?? .null).optionalKeys
        .union(AbsentKeys.named(in: request.files.script)))
    var candidate = Candidate(
      files, by: isNew ? .model : .command, of: request.block, params: params, reason: .edit)
    candidate.expectation = isNew ? expectation : nil
    candidate.sentence = isNew ? request.sentence : ""
    candidate.secrets = request.secrets
    candidate.mayWait = files.script == request.files.script
    return try await check.pass(candidate, progress: progress)
  }

  /// Runs a model's change. It reaches what the block may, what the person wrote into the sentence, and
  /// what they allowed with it; anything else is asked for and not tried, because a script could carry
  /// out in its first run what it knows.
  func tried(
    _ files: BlockFiles, _ progress: (AuthoringStage) -> Void
  ) async throws(CandidateFinding) -> PassedCandidate {
    withoutUnusedHosts(try await inspect(files, request.params, isNew: true, progress))
  }

  /// Hosts that were to be added and that the script neither asked nor names are left out.
  private func withoutUnusedHosts(_ passed: PassedCandidate) -> PassedCandidate {
    var passed = passed
    let asked = passed.outcome.http.map(\.url).joined(separator: " ") + passed.files.script
    let known = request.files.manifest.permissions.hosts
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
    var new = passed.files
    new.manifest.permissions.pictures.formUnion(newPictures(in: new, passed.outcome.data))
    let last = request.lastData.map { $0.json([.pretty, .sorted]) } ?? ""
    return RefineProposal(
      files: new, outcome: passed.outcome, codeDiff: Diff(from: old.script, to: new.script),
      specDiff: Diff(from: Self.canonical(old.spec), to: Self.canonical(new.spec)),
      dataDiff: Diff(from: last, to: passed.outcome.data?.json([.pretty, .sorted]) ?? ""),
      permissionDiff: Diff(
        lines: old.manifest.permissions.lines, new.manifest.permissions.lines),
      explanation: explanation, method: method)
  }

  /// The hosts of pictures that a changed block would show and that nobody allowed. Of a block that knows
  /// only what is public, those that its card names: which others its sources send changes by the day.
  private func newPictures(in files: BlockFiles, _ data: JSONValue?) -> Set<String> {
    let permissions = files.manifest.permissions
    func hosts(_ files: BlockFiles, _ data: JSONValue) -> Set<HostPort> {
      let spec = CompiledSpec.compileForDisplay(files.spec, params: files.manifest.params).spec
      return spec?.pictureHosts(
        RenderContext(
          data: data, params: files.manifest.values(request.params),
          block: request.block ?? CandidateTrial.block, blockName: files.manifest.name)) ?? []
    }
    let new =
      permissions.isPrivate
      ? hosts(files, data ?? .null) : hosts(files, .null).subtracting(hosts(request.files, .null))
    return Set(
      new.filter { !permissions.allowsPicture(host: $0.host, port: $0.port ?? 443) }.map(\.host))
  }

  /// Layout is no change.
  private static func canonical(_ spec: String) -> String {
    (try? JSONValue(parsing: spec))?.json(.pretty) ?? spec
  }
}

extension Permissions {
  /// One line for each thing that is allowed, sorted.
  fileprivate var lines: [String] {
    let each = subjects.filter { if case .host = $0 { false } else { true } }
    return
      (hosts.map { "host \($0)" } + methods.map { "method \($0)" }
      + each.map(\.description)).sorted()
  }
}
