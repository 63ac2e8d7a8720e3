public import Authoring
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
  /// - Parameters:
  ///   - basedOn: the version that was edited. If another one serves meanwhile nothing
  ///     changes, and ``EngineError/conflict(serving:basedOn:)`` tells so.
  ///   - candidate: who answers for the texts: a change that a person keeps passed as a model's before.
  @discardableResult
  public func edit(
    _ id: BlockID, _ texts: BlockTexts, basedOn: VersionNumber, author: VersionAuthor = .hand,
    as candidate: CandidateAuthor = .hand, explanation: String = "Edited by hand."
  ) async throws(EngineError) -> Card {
    let noticed = try await addVersion(
      texts, to: id, basedOn: basedOn, author, as: candidate, explanation
    ).noticed
    var card = try await card(id)
    card.noticed = noticed
    return card
  }

  /// Proves the texts and lets them serve.
  /// - Returns: the number of the version they became, and what was found of them all the same.
  func addVersion(
    _ texts: BlockTexts, to id: BlockID, basedOn: VersionNumber, _ author: VersionAuthor,
    as candidate: CandidateAuthor = .hand, _ explanation: String
  ) async throws(EngineError) -> (number: VersionNumber, noticed: String?) {
    let entry = try await entry(id)
    guard entry.record.version == basedOn else {
      throw .conflict(serving: entry.record.version, basedOn: basedOn)
    }
    let proof: EditProof
    do throws(EditProblem) { proof = try await prove(texts, of: entry, as: candidate) } catch {
      throw .edit(error)
    }
    var told = explanation
    if proof.files.script != entry.files.script {
      let words = await backtest(proof.granted, of: id)
      if !words.isEmpty { told += " " + words }
    }
    if let noticed = proof.noticed { told += " " + noticed }
    let version = NewVersion(
      texts: texts, author: author, explanation: told, report: proof.report, basedOn: basedOn,
      createdAt: settings.now())
    let run: NewRun? =
      if let outcome = proof.outcome {
        await judged(outcome, of: entry.serving(proof.files), reason: .edit)
      } else { nil }
    let step = try await rememberForUndo(id, "Changed the files.")
    let typed = Array(proof.typed)
    let number = try await stored { () throws(StorageError) in
      if !typed.isEmpty {
        try await storage.allow(typed, of: id, by: "person", at: settings.now())
      }
      let record = try await storage.addVersion(version, to: id)
      if var run {
        run.version = record.version
        try await storage.save(run, of: id)
      }
      return record.version
    }
    try await serve(id)
    try await completeUndo(step, id)
    await note("Saved version \(number). \(told)", by: author.rawValue, id)
    if proof.outcome == nil { await finishInCommand(startRun(id, .edit)) }
    return (number, proof.noticed)
  }

  /// Goes back to an older version, as a new one: nothing is lost.
  @discardableResult
  public func restore(
    _ id: BlockID, _ number: VersionNumber, basedOn: VersionNumber? = nil
  ) async throws(EngineError) -> Card {
    let serving = try known(id).record.version
    if let basedOn, basedOn != serving { throw .conflict(serving: serving, basedOn: basedOn) }
    let step = try await rememberForUndo(id, "Went back to version \(number).")
    let card = try await goBack(id, to: number)
    try await completeUndo(step, id)
    return card
  }

  /// Lets the texts of an older version serve, as a new one. What the gate finds is told and refuses nothing:
  /// whoever goes back leaves something worse.
  func goBack(_ id: BlockID, to number: VersionNumber) async throws(EngineError) -> Card {
    let entry = try await entry(id)
    let texts = try await texts(of: id, version: number)
    let (report, found) = await look(at: texts, of: entry)
    let past = try await pastFailure(of: number, id)
    let notices = [found, past].compactMap(\.self).joined(separator: " ")
    let noticed = notices.isEmpty ? nil : notices
    let told = ["Went back to version \(number).", noticed].compactMap(\.self)
      .joined(separator: " ")
    let version = NewVersion(
      texts: texts, author: .restore, explanation: told, report: report,
      basedOn: entry.record.version, createdAt: settings.now())
    try await stored { () throws(StorageError) in
      _ = try await storage.addVersion(version, to: id)
    }
    try await serve(id)
    await note(told, id)
    await finishInCommand(startRun(id, .edit))
    var card = try await card(id)
    card.noticed = noticed
    return card
  }

  /// What is known of a version that never ran well, as a sentence; `nil` when it did, or when none of its runs is
  /// kept.
  private func pastFailure(
    of version: VersionNumber, _ id: BlockID
  ) async throws(EngineError) -> String? {
    let runs = try await runs(of: id, limit: Self.runsOfPast).filter { $0.version == version }
    guard let last = runs.first?.failure, !runs.contains(where: \.isOK) else { return nil }
    let why = last.message.trimmingEnd { $0.isWhitespace || $0 == "." }
    return "Version \(version) never ran well when it was live; its last run failed: \(why)."
  }

  /// Runs that are asked how an older version did.
  private static let runsOfPast = 500

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

  /// The new version serves from now on.
  func serve(_ id: BlockID) async throws(EngineError) {
    try await refreshEntry(id)
    try await planAfterChange(id)
    let block = try await entry(id)
    // The store wrote the working copy along unless somebody is in the middle of an edit.
    if let copy = try? await storage.workingCopy(of: id), copy == block.texts {
      entries[id]?.editing.base = block.record.version
      entries[id]?.editing.problem = nil
    }
    hub.send(.cardChanged(id))
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
