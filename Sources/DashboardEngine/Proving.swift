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
  /// What was found, in words.
  var report: String
  /// What does not keep the files from serving and is to be told; `nil` when there is nothing.
  var noticed: String?
  /// What is public and was allowed by being typed.
  var typed: Set<Grant.Subject>
}

extension DashboardEngine {
  /// The manifest is read, and the rest passes the gate.
  ///
  /// Files whose script is the one that serves need no run to show that it works: they are held against
  /// the last data. Where they have to run, because they ask other places or with other settings, a
  /// source that is away does not speak against them. What is found and does not keep the edit from
  /// being taken is told in the log of its run.
  func prove(
    _ texts: BlockTexts, of entry: LoadedBlock, as author: CandidateAuthor
  ) async throws(EditProblem) -> EditProof {
    var edited = entry
    do throws(ManifestError) { edited.files = try texts.files() } catch {
      throw await withOthers(EditProblem(error), in: texts)
    }
    let typed = edited.files.typedSubjects.subtracting(entry.files.typedSubjects)
    edited.record.grants.formUnion(typed)
    var asking = edited.grantedFiles
    asking.manifest.permissions.secrets = edited.files.manifest.permissions.secrets
    var candidate =
      author == .agent
      ? Candidate(
        ofAgent: asking, changing: edited.id, before: entry.files, returned: entry.data?.data,
        params: edited.record.params, reason: .edit, now: settings.now())
      : Candidate(
        asking, by: author, of: edited.id, params: edited.record.params, reason: .edit,
        now: settings.now())
    candidate.lastSuccess = edited.data?.at
    // What the manifest asks for is not what the trial may use.
    candidate.secrets = edited.permissions.secrets
    // The script that serves is known to work.
    candidate.mayWait = edited.files.script == entry.files.script
    if candidate.mayWait, let data = entry.data?.data,
      edited.files.manifest.runs(like: entry.files.manifest)
    {
      let report = try await check(candidate, against: data, edited)
      return EditProof(
        files: edited.files, granted: edited.grantedFiles, outcome: nil, report: report.words,
        noticed: report.noticed, typed: typed)
    }
    let report = await report(on: candidate, edited)
    guard var outcome = report.outcome, report.blocking == nil else {
      let problem = EditProblem(report.blocking)
      // What a run has shown stands for itself.
      throw report.outcome == nil ? await withOthers(problem, in: texts) : problem
    }
    if report.isWaiting, let data = entry.data?.data {
      _ = try await check(candidate, against: data, edited)
    }
    outcome.specProblems = []
    outcome.log += report.warnings.filter { $0.kind != .sourceAway && $0.kind != .sourceRefuses }
      .map { LogLine(.warn, "\($0.place): \($0.detail)") }
    return EditProof(
      files: edited.files, granted: edited.grantedFiles, outcome: outcome, report: report.words,
      noticed: report.noticed, typed: typed)
  }

  private func report(on candidate: Candidate, _ entry: LoadedBlock) async -> CandidateReport {
    await candidateCheck().report(
      on: candidate, cassette: settings.cassette(entry.id, entry.files.manifest))
  }

  private func check(
    _ candidate: Candidate, against data: JSONValue, _ entry: LoadedBlock
  ) async throws(EditProblem) -> CandidateReport {
    var candidate = candidate
    candidate.knownData = data
    let report = await report(on: candidate, entry)
    if let finding = report.blocking { throw EditProblem(finding) }
    return report
  }

  /// What the gate says of an older version that is to serve again, without running it: going back is done at once,
  /// also where a source is away, and the run after it shows the rest.
  /// - Returns: all of it in words, and what is to be told; both without a run.
  func look(
    at texts: BlockTexts, of entry: LoadedBlock
  ) async -> (report: String, noticed: String?) {
    let files: BlockFiles
    do throws(ManifestError) { files = try texts.files() } catch {
      let problem = EditProblem(error)
      let noticed = "Noticed: \(problem.place): \(problem.message)."
      return (noticed, noticed)
    }
    var candidate = Candidate(
      files, by: .restore, of: entry.id, params: entry.record.params, reason: .edit,
      now: settings.now())
    candidate.isTried = false
    // What another script returned says nothing of this one.
    candidate.knownData = files.script == entry.files.script ? entry.data?.data : nil
    let report = await report(on: candidate, entry)
    return (report.words, report.noticed)
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
