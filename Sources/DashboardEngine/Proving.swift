import Authoring
import BlockHealth
import BlockModel
import BlockStore
import BlockUI

/// What shows that edited files may serve.
struct EditProof {
  var files: BlockFiles
  /// The files with the permissions that hold.
  var granted: BlockFiles
  /// The run that showed it, or that found the source away; `nil` when the last data did.
  var outcome: RunOutcome?
  /// What is public and was allowed by being typed.
  var typed: Set<Grant.Subject>
}

extension DashboardEngine {
  /// The manifest is read, and the rest passes the gate of every version.
  ///
  /// Files whose script is the one that serves need no run to show that it works: they are held against
  /// the last data. Where they have to run, because they ask other places or with other settings, a
  /// source that is away does not speak against them. What is found and does not keep the edit from
  /// being taken is told in the log of its run.
  func prove(
    _ texts: BlockTexts, of entry: LoadedBlock
  ) async throws(EditProblem) -> EditProof {
    var edited = entry
    do throws(ManifestError) { edited.files = try texts.files() } catch {
      throw await withOthers(EditProblem(error), in: texts)
    }
    let typed = edited.files.typedSubjects.subtracting(entry.files.typedSubjects)
    edited.record.grants.formUnion(typed)
    var asking = edited.grantedFiles
    asking.manifest.permissions.secrets = edited.files.manifest.permissions.secrets
    var candidate = Candidate(
      asking, by: .hand, of: edited.id, params: edited.record.params, reason: .edit,
      now: settings.now(), lastSuccess: edited.data?.at)
    // What the manifest asks for is not what the trial may use.
    candidate.secrets = edited.permissions.secrets
    let isSameScript = edited.files.script == entry.files.script
    if isSameScript, let data = entry.data?.data,
      edited.files.manifest.runs(like: entry.files.manifest)
    {
      try await check(candidate, against: data, edited)
      return EditProof(
        files: edited.files, granted: edited.grantedFiles, outcome: nil, typed: typed)
    }
    let report = await report(on: candidate, edited)
    guard var outcome = report.outcome, report.blocking?.kind == .run || report.blocking == nil
    else {
      let problem = EditProblem(report.blocking)
      // What a run has shown stands for itself.
      throw report.outcome == nil ? await withOthers(problem, in: texts) : problem
    }
    if report.blocking != nil {
      guard isSameScript, outcome.failure?.kind.isTransient == true else {
        throw EditProblem(report.blocking)
      }
      if let data = entry.data?.data { try await check(candidate, against: data, edited) }
    }
    outcome.specProblems = []
    outcome.log += report.warnings.map { LogLine(.warn, "\($0.place): \($0.detail)") }
    return EditProof(
      files: edited.files, granted: edited.grantedFiles, outcome: outcome, typed: typed)
  }

  private func report(on candidate: Candidate, _ entry: LoadedBlock) async -> CandidateReport {
    await candidateCheck().report(
      on: candidate, cassette: settings.cassette(entry.id, entry.files.manifest))
  }

  private func check(
    _ candidate: Candidate, against data: JSONValue, _ entry: LoadedBlock
  ) async throws(EditProblem) {
    var candidate = candidate
    candidate.knownData = data
    let report = await report(on: candidate, entry)
    if let finding = report.blocking { throw EditProblem(finding) }
  }
}

extension Manifest {
  /// Does a script that works under the other one work under this one, too? What is called and shown and
  /// when it runs may differ.
  fileprivate func runs(like other: Manifest) -> Bool {
    var manifest = self
    manifest.name = other.name
    manifest.prompt = other.prompt
    manifest.schedule = other.schedule
    manifest.alerts = other.alerts
    manifest.keep = other.keep
    manifest.query = other.query
    manifest.schema = other.schema
    return manifest == other
  }
}

extension BlockFiles {
  /// What is public and stands in the files: whoever writes it there allows it.
  fileprivate var typedSubjects: Set<Grant.Subject> {
    let spec = CompiledSpec.compileForDisplay(self.spec, params: manifest.params).spec
    let named = spec?.pictureHosts(
      RenderContext(data: .null, block: BlockID(naming: "edit"), blockName: manifest.name))
    return manifest.permissions.publicSubjects.union((named ?? []).map { .picture($0.host) })
  }
}

extension EditProblem {
  init(_ finding: CandidateFinding?) {
    self.init(
      place: finding?.place ?? BlockFiles.scriptName, message: finding?.detail ?? "it was not run")
  }
}
