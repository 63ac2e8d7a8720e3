import Authoring
import BlockHealth
public import BlockModel
import BlockRuntime
import BlockStore
import BlockUI
import Foundation

/// Hand edits: what a person saves is checked, run in the sandbox, and only then a new version.
extension DashboardEngine {
  /// Makes a new version of texts a person or a model wrote.
  ///
  /// - Parameter basedOn: the version that was edited. If another one serves meanwhile nothing
  ///   changes, and ``EngineError/conflict(serving:basedOn:)`` tells so.
  @discardableResult
  public func edit(
    _ id: BlockID, _ texts: BlockTexts, basedOn: VersionNumber, author: VersionAuthor = .hand,
    explanation: String = "Edited by hand."
  ) async throws(EngineError) -> Card {
    let entry = try entry(id)
    guard entry.record.version == basedOn else {
      throw .conflict(serving: entry.record.version, basedOn: basedOn)
    }
    let proof: Proof
    do throws(EditProblem) { proof = try await prove(texts, of: entry) } catch {
      throw .edit(error)
    }
    let version = NewVersion(
      texts: texts, author: author, explanation: explanation, basedOn: basedOn,
      createdAt: settings.now())
    let step = try await rememberForUndo(id, "Changed the files.")
    try await stored { () throws(StorageError) in
      let record = try await storage.addVersion(version, to: id)
      let run = NewRun(
        proof.outcome, version: record.version, reason: RunRequest.Reason.edit.rawValue,
        keep: proof.files.manifest.keep.runs)
      try await storage.save(run, of: id)
    }
    try await serve(id)
    try await completeUndo(step, id)
    await note("Saved version \(basedOn.next). \(explanation)", by: author.rawValue, id)
    return try card(id)
  }

  /// Goes back to an older version, as a new one: nothing is lost.
  @discardableResult
  public func restore(
    _ id: BlockID, _ number: VersionNumber, basedOn: VersionNumber? = nil
  ) async throws(EngineError) -> Card {
    let serving = try entry(id).record.version
    if let basedOn, basedOn != serving { throw .conflict(serving: serving, basedOn: basedOn) }
    let step = try await rememberForUndo(id, "Went back to version \(number).")
    let card = try await goBack(id, to: number)
    try await completeUndo(step, id)
    return card
  }

  /// Lets the texts of an older version serve, as a new one.
  func goBack(_ id: BlockID, to number: VersionNumber) async throws(EngineError) -> Card {
    let serving = try entry(id).record.version
    try await stored { () throws(StorageError) in
      let version = NewVersion(
        texts: try await storage.texts(of: id, version: number), author: .restore,
        explanation: "Went back to version \(number).", basedOn: serving,
        createdAt: settings.now())
      _ = try await storage.addVersion(version, to: id)
    }
    try await serve(id)
    await note("Went back to version \(number).", id)
    startRun(id, .edit)
    return try card(id)
  }

  /// All versions, the newest first.
  public func versions(of id: BlockID) async throws(EngineError) -> [BlockVersion] {
    try await stored { () throws(StorageError) in try await storage.versions(of: id) }
  }

  /// The files of one version.
  public func texts(
    of id: BlockID, version: VersionNumber
  ) async throws(EngineError) -> BlockTexts {
    try await stored { () throws(StorageError) in
      try await storage.texts(of: id, version: version)
    }
  }

  /// Looks at the working copy now and makes a version of it if it was changed.
  /// - Throws: ``EngineError/edit(_:)`` and ``EngineError/conflict(serving:basedOn:)``; the card
  ///   tells it too.
  @discardableResult
  public func saveWorkingCopy(_ id: BlockID) async throws(EngineError) -> Card {
    let stamp = await storage.workingCopyStamp(of: id)
    entries[id]?.editing.stamp = stamp
    try await takeWorkingCopy(id)
    return try card(id)
  }

  // MARK: Watching

  /// Finds working copies that changed since the last look. One that is still being written is
  /// left until it rests.
  func lookAtWorkingCopies() async {
    for id in order {
      guard let stamp = await storage.workingCopyStamp(of: id), let editing = entries[id]?.editing,
        !editing.isChecking, stamp != editing.stamp
      else { continue }
      guard editing.unsettled == stamp || editing.stamp == nil else {
        entries[id]?.editing.unsettled = stamp
        continue
      }
      entries[id]?.editing.stamp = stamp
      Task { try? await takeWorkingCopy(id) }
    }
  }

  private func takeWorkingCopy(_ id: BlockID) async throws(EngineError) {
    let entry = try entry(id)
    guard !entry.editing.isChecking else { return }
    entries[id]?.editing.isChecking = true
    defer { entries[id]?.editing.isChecking = false }
    let texts = try await stored { () throws(StorageError) in
      try await storage.workingCopy(of: id)
    }
    guard texts != entry.texts else {
      entries[id]?.editing.base = entry.record.version
      show(nil, on: id)
      return
    }
    let base = entry.editing.base ?? entry.record.version
    // Whoever saves once more after being told wants their text to win.
    entries[id]?.editing.base = entry.record.version
    do throws(EngineError) {
      try await edit(id, texts, basedOn: base)
      show(nil, on: id)
    } catch {
      switch error {
      case .edit(let problem): show(problem, on: id)
      case .conflict(let serving, let base):
        let current = entries[id]?.record.version
        entries[id]?.editing.base = current
        show(
          EditProblem(
            place: BlockFiles.scriptName,
            message:
              "version \(serving) was made while you edited version \(base). Save once more to put your text on top of it"
          ),
          on: id)
      case .noBlock, .noVersion, .otherChange, .param, .secret, .storage: logger.warning("\(error)")
      }
      throw error
    }
  }

  private func show(_ problem: EditProblem?, on id: BlockID) {
    guard entries[id] != nil, entries[id]?.editing.problem != problem else { return }
    entries[id]?.editing.problem = problem
    hub.send(.cardChanged(id))
  }

  /// The new version serves from now on.
  private func serve(_ id: BlockID) async throws(EngineError) {
    try await refreshEntry(id)
    if let entry = entries[id] {
      entries[id]?.nextRun = Timetable.next(
        after: settings.now(), entry.files.manifest.schedule, failures: entry.failures,
        last: entry.lastRun?.failure, random: settings.random())
      // The store wrote the working copy along unless somebody is in the middle of an edit.
      if let copy = try? await storage.workingCopy(of: id), copy == entry.texts {
        entries[id]?.editing.base = entry.record.version
        entries[id]?.editing.problem = nil
      }
    }
    hub.send(.cardChanged(id))
  }

  // MARK: Proof

  private struct Proof {
    var files: BlockFiles
    var outcome: RunOutcome
  }

  /// The manifest is read, and the rest passes the gate of every version.
  ///
  /// What is found and does not keep the edit from being taken is told in the log of its run.
  private func prove(
    _ texts: BlockTexts, of entry: BlockEntry
  ) async throws(EditProblem) -> Proof {
    var entry = entry
    do throws(ManifestError) { entry.files = try texts.files() } catch {
      throw EditProblem(error)
    }
    let candidate = Candidate(
      entry.grantedFiles, by: .hand, of: entry.id, params: entry.record.params, reason: .edit,
      now: settings.now(), lastSuccess: entry.data?.at)
    let report = await candidateCheck().report(
      on: candidate, cassette: settings.cassette(entry.id, entry.files.manifest))
    if let finding = report.blocking {
      throw EditProblem(place: finding.place, message: finding.detail)
    }
    guard var outcome = report.outcome else {
      throw EditProblem(place: BlockFiles.scriptName, message: "it was not run")
    }
    outcome.specProblems = []
    outcome.log += report.warnings.map {
      LogLine(.warn, "\($0.place): \($0.detail)")
    }
    return Proof(files: entry.files, outcome: outcome)
  }
}

extension EditProblem {
  /// Every mistake in `block.json`; its place is that of the first.
  init(_ error: ManifestError) {
    let others = error.problems.dropFirst().map { "\n\($0)" }.joined()
    self.init(
      place: error.problems.first?.location ?? BlockFiles.manifestName,
      message: (error.problems.first?.problem ?? "it cannot be read") + others)
  }

  /// The first error of a check of `block.ui.json`.
  init(_ report: CheckReport) {
    let issue = report.errors.first
    self.init(
      place: BlockFiles.specName + (issue?.line.map { ":\($0)" } ?? ""),
      message: issue?.text ?? "it cannot be read")
  }

  init(_ failure: RunFailure) {
    self.init(place: failure.place ?? BlockFiles.scriptName, message: failure.message)
  }
}
