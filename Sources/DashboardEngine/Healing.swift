public import Authoring
import BlockHealth
public import BlockModel
import BlockRuntime
import BlockStore
import Egress
import Foundation

/// Blocks whose source changed are repaired by Dash itself: with proof, on trial, and told.
extension DashboardEngine {
  /// Two failed runs so far apart are needed before a repair is tried.
  private static let patience: TimeInterval = 600
  /// An address that is gone for so long has moved.
  private static let patienceWithAddresses: TimeInterval = 6 * 3600
  /// Good runs until a repair counts as proved.
  private static let trialRuns = 3
  /// Failed attempts in a day after which nothing is tried any more.
  private static let attemptsOfDay = 3
  private static let day: TimeInterval = 86_400
  /// Questions to models in a day, of all blocks.
  private static let questionsOfDay = 20
  /// Seconds after a start in which no model is asked.
  private static let quietStart: TimeInterval = 300

  /// Tries to repair a block now.
  ///
  /// - Parameters:
  ///   - isDryRun: only tell what would be done.
  ///   - actor: `person`, or `heal` when Dash decided it.
  /// - Returns: what was seen, tried and done.
  @discardableResult
  public func heal(
    _ id: BlockID, isDryRun: Bool = false, by actor: String = "person"
  ) async throws(EngineError) -> HealReport {
    guard entries[id]?.repair == nil else {
      var report = HealReport()
      report.log = ["A repair of the block is under way."]
      return report
    }
    entries[id]?.repair = "The source changed; a repair is being tried on its newest answer."
    hub.send(.cardChanged(id))
    defer {
      entries[id]?.repair = nil
      hub.send(.cardChanged(id))
    }
    _ = await entries[id]?.run?.value
    let block = try await entry(id)
    let fresh = try await stored { () throws(StorageError) in
      try await storage.newRecordingFolder(of: id)
    }
    let report = await attempt(block, fresh, by: actor)
    await storage.discard(fresh)
    guard !isDryRun else { return report }
    guard let repair = report.repair else {
      if actor != "person", report.isAttempt, report.countsAsFailure { try await countFailure(id) }
      await note(report.text, by: "heal", id)
      return report
    }
    do throws(EngineError) { try await ship(repair, report, block) } catch {
      guard case .conflict = error else { throw error }
      var late = report
      late.repair = nil
      late.log.append(
        "Somebody made another version in the meantime; it stays, and the repair is dropped.")
      await note(late.text, by: "heal", id)
      return late
    }
    return report
  }

  // MARK: The attempt

  private func attempt(
    _ block: LoadedBlock, _ fresh: URL, by actor: String
  ) async -> HealReport {
    var report = HealReport()
    let recordings = (try? await storage.recordings(of: block.id)) ?? []
    let good = recordings.first { $0.isGood && $0.params == block.record.params }
    // Asked once more, past the cache; what the script stores is thrown away.
    var request = request(for: block, .heal, isFresh: true)
    request.cassette = request.cassette ?? .record(fresh)
    request.storage = runner.trialStorage()
    var outcome = await runner.run(request)
    var run = NewRun(
      outcome, version: block.record.version, reason: "heal", keep: Retention(runs: 1))
    let emptiness = await judge(
      &outcome, of: block, &run, answers: request.cassette == .record(fresh) ? fresh : nil)
    if emptiness == .said, outcome.failure == nil {
      report.log = ["The source says that there is nothing. The block works; nothing was changed."]
      return report
    }
    // What the run before doubted would be confirmed by this one.
    let doubt = (outcome.doubts.first ?? block.lastRun?.doubts.first)
      .map { RunFailure(.contractViolation, $0) }
    guard let failure = outcome.failure ?? Self.loss(from: good, to: outcome) ?? doubt else {
      report.log = ["The block works as it is: the source answers as before. Nothing was changed."]
      return report
    }
    guard let good else {
      report.log = [
        "Seen: \(failure.kind.rawValue): \(failure.message)",
        "No good run with these settings was recorded, so there is nothing to compare the source with.",
      ]
      return report
    }
    var wanted = HealRequest(
      block: block.id, files: block.grantedFiles, params: block.record.params,
      goodAnswers: good.folder, goodData: good.data, freshAnswers: fresh, failure: failure,
      now: settings.now())
    if case .record(let folder)? = request.cassette, folder == fresh {
      wanted.further = .record(fresh)
    }
    wanted.inferred = block.learned.rules(beside: block.files.manifest.contract)
    wanted.ledger = await ledger(of: block)
    var refusal = await refusalOfModels(by: actor)
    // Only what the answers prove helps here: a model would make something up.
    if outcome.failure == nil, failure == doubt { refusal = "the values are in doubt, not wrong." }
    if !failure.kind.isHealable { refusal = "a model cannot know where an address went." }
    wanted.mayAskModel = refusal == nil
    let calls = CallRecord()
    report = await healing(wanted) { calls.add($0) }
    report.countsAsFailure = failure != doubt && failure.kind.isHealable
    await keep(calls, of: block.id)
    if let refusal, report.repair == nil, report.isAttempt {
      report.log.append("No model was asked: \(refusal)")
    }
    return report
  }

  /// Why no model may be asked; `nil` when one may. What cannot be read refuses.
  private func refusalOfModels(by actor: String) async -> String? {
    let now = settings.now()
    // After a start sources may look worse than they are.
    if actor != "person", let startedAt, now.timeIntervalSince(startedAt) < Self.quietStart {
      return "Dash started a moment ago."
    }
    guard let calls = try? await storage.modelCalls(of: nil, limit: 1_000) else {
      return "Dash cannot read what models were asked today."
    }
    let asked = calls.count {
      $0.stage == "heal" && abs(now.timeIntervalSince($0.at)) < Self.day
    }
    return asked < Self.questionsOfDay
      ? nil : "repairs asked \(asked) questions within a day, and more are not allowed."
  }

  /// A run that is good by itself may lack what the one that was recorded had.
  private static func loss(from good: Recording?, to outcome: RunOutcome) -> RunFailure? {
    guard let good, let data = outcome.data,
      let lost = DataDiff(from: good.data, to: data).lost.first
    else { return nil }
    return RunFailure(
      .shapeDrift, "the source answered, and '\(lost)', which was there before, is gone")
  }

  /// Older scripts of the block, each once, with the card of their time; they may no more than the block may now.
  private func ledger(of block: LoadedBlock) async -> [(version: VersionNumber, files: BlockFiles)]
  {
    var known: Set<String> = [block.files.script]
    var ledger: [(version: VersionNumber, files: BlockFiles)] = []
    for version in (try? await storage.versions(of: block.id)) ?? []
    where version.number < block.record.version && ledger.count < 5 {
      guard let texts = try? await storage.texts(of: block.id, version: version.number),
        known.insert(texts.script).inserted, let old = try? texts.loaded()
      else { continue }
      var files = block.grantedFiles
      (files.script, files.spec) = (old.script, old.spec)
      ledger.append((version.number, files))
    }
    return ledger
  }

  /// The repair serves from now on, on trial.
  private func ship(
    _ repair: HealReport.Repair, _ report: HealReport, _ block: LoadedBlock
  ) async throws(EngineError) {
    let id = block.id
    guard var texts = block.texts else { return }
    (texts.script, texts.spec) = (repair.files.script, repair.files.spec)
    let version = NewVersion(
      texts: texts, author: .heal, explanation: repair.sentence, report: repair.report,
      basedOn: block.record.version, createdAt: settings.now())
    let step = try await rememberForUndo(id, "Repaired itself.")
    let before = block.record.version
    let told = await repairNotice(of: block, repair.sentence)
    var outcome = repair.outcome
    outcome.specProblems = []
    // What was learned holds for a repair: it gives the data that there were before.
    var run = await judged(outcome, of: block, reason: .heal)
    (run.notices, run.alertState) = ([told.notice], told.state)
    let proof = run
    let number = try await stored { () throws(StorageError) in
      try await storage.addRepair(version, proof: proof, trialRuns: Self.trialRuns, to: id)
    }.version
    hub.send(.noticesChanged)
    try await serve(id)
    try await completeUndo(step, id)
    await note(
      "\(report.text)\nVersion \(number) reads the source as it is now. It is on trial for \(Self.trialRuns) runs; to undo, go back to version \(before). \(report.cost)",
      by: VersionAuthor.heal.rawValue, id)
  }

  // MARK: After a run

  /// Counts the runs of a repair on trial, and tries one where it is time.
  func considerHealing(_ id: BlockID, after outcome: RunOutcome, of version: VersionNumber) async {
    guard let state = try? await storage.healState(of: id) else { return }
    do throws(EngineError) {
      if let trial = state.trial, trial.version == version {
        return try await judge(trial, of: id, state, by: outcome)
      }
      // One at a time; the others have their turn with their next run.
      guard !state.isQuarantined, !entries.values.contains(where: { $0.repair != nil }),
        outage == nil, try await isTimeToHeal(id, after: outcome)
      else { return }
      try await heal(id, by: "heal")
    } catch { logger.warning("\(error)", metadata: ["block": "\(id)"]) }
  }

  /// Two failed runs in a row, far enough apart, of the version that serves; of an address that is gone three, hours
  /// after the last good data. What a run doubts is looked at before the next run confirms it: its source may have another unit.
  private func isTimeToHeal(
    _ id: BlockID, after outcome: RunOutcome
  ) async throws(EngineError) -> Bool {
    let entry = try known(id)
    guard !entry.record.isPaused else { return false }
    guard let failure = outcome.failure else {
      return !outcome.doubts.isEmpty && !outcome.http.isEmpty
    }
    let now = settings.now()
    if failure.kind == .httpStatus,
      outcome.http.contains(where: { [404, 410].contains($0.status) })
    {
      guard entry.failures >= 3, let last = try await self.entry(id).data?.at else { return false }
      return now.timeIntervalSince(last) >= Self.patienceWithAddresses
    }
    guard failure.kind.isHealable, entry.failures >= 2 else { return false }
    let runs = try await runs(of: id, limit: min(entry.failures, 50))
    guard let first = runs.last(where: { $0.failure?.kind.isHealable == true }) else {
      return false
    }
    return now.timeIntervalSince(first.startedAt) >= Self.patience
  }

  private func judge(
    _ trial: HealState.Trial, of id: BlockID, _ state: HealState, by outcome: RunOutcome
  ) async throws(EngineError) {
    var state = state
    if let failure = outcome.failure {
      guard failure.kind.isHealable else { return }
      state.trial = nil
      _ = try await goBack(id, to: trial.before)
      // A version of somebody else forgets what was tried; this one does not.
      try await setHealState(state, id)
      await note(
        "Undid the repair of version \(trial.version), because it failed while it was on trial: \(failure.message)",
        by: "heal", id)
      return try await countFailure(id)
    }
    // Doubt is no proof.
    guard outcome.doubts.isEmpty else { return }
    let left = trial.left - 1
    state.trial =
      left > 0
      ? HealState.Trial(version: trial.version, before: trial.before, left: left) : nil
    if left <= 0 {
      state.failedAt = []
      await note(
        "The repair of version \(trial.version) has proved itself: \(Self.trialRuns) good runs.",
        by: "heal",
        id)
    }
    try await setHealState(state, id)
  }

  private func countFailure(_ id: BlockID) async throws(EngineError) {
    let now = settings.now()
    var state = try await stored { () throws(StorageError) in try await storage.healState(of: id) }
    state.failedAt = state.failedAt.filter { abs(now.timeIntervalSince($0)) < Self.day } + [now]
    state.isQuarantined = state.failedAt.count >= Self.attemptsOfDay
    try await setHealState(state, id)
    guard state.isQuarantined else { return }
    await note(
      "No more repairs will be tried: \(Self.attemptsOfDay) failed within a day. The block keeps asking its source; repair it by hand, or with `dash heal \(id)`.",
      by: "heal", id)
  }

  private func setHealState(_ state: HealState, _ id: BlockID) async throws(EngineError) {
    try await stored { () throws(StorageError) in try await storage.setHealState(state, of: id) }
  }
}
