import BlockHealth
public import BlockModel
import BlockRuntime
import BlockStore
import Foundation
public import OrderedCollections

extension DashboardEngine {
  /// Runs a block now, or waits for the run that is under way. One that is ending cannot hear anything new: it is
  /// followed by another.
  ///
  /// - Parameter isFresh: ask the sources even when the cache has answers that are still good.
  @discardableResult
  public func refresh(
    _ id: BlockID, isFresh: Bool = true
  ) async throws(EngineError) -> RunOutcome {
    // What a command allowed or set a moment ago is a part of it.
    if seenChanges != nil { try await catchUp() }
    if let entry = try? known(id), entry.isEnding { _ = await entry.run?.value }
    _ = try known(id)
    let run = startRun(id, .manual, isFresh: isFresh)
    return await run.value
  }

  /// One look at the clock and at the world: what the loop does every second.
  func tick() async {
    let now = settings.now()
    if let lastTick, now < lastTick - 5 { await planAnew() }
    lastTick = now
    do {
      try await catchUp()
      // The store tidies up when it is opened, and then once a day.
      let today = CivilDay(now)
      if let tidied, tidied != today { try await storage.tidy(now: now) }
      tidied = today
    } catch {
      logger.warning("\(error)")
    }
    await lookAtWorkingCopies()
    startDueRuns()
    deliverNotices()
  }

  /// Starts a run unless one is under way.
  @discardableResult
  func startRun(
    _ id: BlockID, _ reason: RunRequest.Reason, isFresh: Bool = false
  ) -> Task<RunOutcome, Never> {
    if let run = entries[id]?.run { return run }
    let run = Task { await perform(id, reason, isFresh: isFresh) }
    entries[id]?.run = run
    dueTimes[id] = nil
    hub.send(.cardChanged(id))
    return run
  }

  private func perform(
    _ id: BlockID, _ reason: RunRequest.Reason, isFresh: Bool
  ) async -> RunOutcome {
    defer { endRun(id) }
    guard let block = try? await entry(id) else {
      return RunOutcome(
        result: .failed(RunFailure(.host, "the block '\(id)' was deleted")),
        startedAt: settings.now())
    }
    var request = request(for: block, reason, isFresh: isFresh)
    var recording = await recordingFolder(for: block)
    if let recording { request.cassette = .record(recording) }
    var outcome = await runner.run(request)
    if recording == nil, lostRows(of: block, outcome.data) != nil, outcome.onlyAsked,
      let folder = await recordingFolder(for: block, isNeeded: true)
    {
      // Whether it is rightly empty is told by what the sources answer: it is asked once more.
      request.cassette = .record(folder)
      recording = folder
      outcome = await runner.run(request)
    }
    entries[id]?.isEnding = true
    let kept = await keep(outcome, of: block, reason: reason, answers: recording)
    if let recording { await keepRecording(recording, of: block, kept, at: request.now) }
    if kept.failure?.kind.isHealable == true || kept.failure?.kind == .httpStatus
      || !kept.doubts.isEmpty || block.record.author == .heal
    {
      // Not a part of the run: a repair waits for its end.
      Task { await considerHealing(id, after: kept, of: block.record.version) }
    }
    return kept
  }

  /// A run is over with all that belongs to it.
  private func endRun(_ id: BlockID) {
    entries[id]?.run = nil
    entries[id]?.isEnding = false
    // What was planned while it ran, by a change of the block, holds.
    plan(id, at: entries[id]?.nextRun)
    hub.send(.cardChanged(id))
    endScheduled(id)
    readMail(of: id)
  }

  func request(
    for entry: LoadedBlock, _ reason: RunRequest.Reason, isFresh: Bool = false,
    action: RunRequest.Action? = nil
  ) -> RunRequest {
    RunRequest(
      block: entry.id, files: entry.grantedFiles, params: entry.record.params, reason: reason,
      now: settings.now(), lastSuccess: entry.data?.at, action: action,
      cassette: settings.cassette(entry.id, entry.files.manifest), isFresh: isFresh)
  }

  /// Checks the spec against the data, makes the run durable, and only then shows it.
  /// - Parameter answers: what the sources answered, where it was recorded.
  private func keep(
    _ outcome: RunOutcome, of block: LoadedBlock, reason: RunRequest.Reason, answers: URL?
  ) async -> RunOutcome {
    let id = block.id
    var outcome = outcome
    guard let entry = entries[id], !Task.isCancelled else { return outcome }
    let version = block.record.version
    let isCurrent = entry.record.version == version
    if isCurrent, let data = outcome.data { outcome.specProblems = specProblems(block, data) }
    var run = NewRun(
      outcome, version: version, reason: reason.rawValue, updatesData: isCurrent,
      keep: block.files.manifest.keep)
    if isCurrent { await judge(&outcome, of: block, &run, answers: answers) }
    let failures = outcome.failure == nil ? 0 : entry.failures + 1
    let time = nextRun(of: block, failures: failures, last: outcome.failure, data: outcome.data)
    run.outcome = outcome
    run.nextRun = PlannedRun(time)
    if isCurrent {
      let block = LoadedBlock(entry: entry, content: block.content)
      let (before, after) = transition(of: block, by: outcome, failures: failures, reason)
      if before != after.state {
        run.transition =
          "It went from \(before.words) to \(after.state.words) after a run (\(reason.rawValue)). \(after.sentence)"
      }
      await addNotices(to: &run, of: block, before, after, failures: failures)
    }
    do {
      let summary = try await ledger.save(
        EndedRun(run, of: id), isAlone: reason != .schedule || line.count <= 1)
      guard isCurrent else { return outcome }
      if !run.notices.isEmpty {
        nextDelivery = nil
        hub.send(.noticesChanged)
      }
      // As the store counts; see `refreshEntry`.
      entries[id]?.record.revision += 1
      take(summary, outcome, run.memory, of: id, nextRun: time)
    } catch {
      logger.error("\(error)", metadata: ["block": "\(id)"])
      let failure = RunFailure(.host, error.description)
      outcome.result = .failed(failure)
      let summary = RunSummary(
        id: 0, block: id, version: version, reason: reason.rawValue,
        startedAt: outcome.startedAt, duration: outcome.duration, failure: failure,
        specProblems: [])
      let time = nextRun(of: block, failures: entry.failures + 1, last: failure, data: nil)
      take(summary, outcome, nil, of: id, nextRun: time)
    }
    return outcome
  }

  /// What a run does to the state of its block.
  private func transition(
    of block: LoadedBlock, by outcome: RunOutcome, failures: Int, _ reason: RunRequest.Reason
  ) -> (before: CardState, after: CardHealth.Verdict) {
    let now = settings.now()
    var before = block.health(now: now)
    before.isRunning = false
    var after = before
    after.lastRun = RunSummary(
      id: 0, block: block.id, version: block.record.version, reason: reason.rawValue,
      startedAt: outcome.startedAt, duration: outcome.duration, failure: outcome.failure,
      specProblems: outcome.specProblems,
      neededGrant: outcome.http.last { $0.neededGrant != nil }?.neededGrant)
    after.lastRun?.doubts = outcome.doubts
    after.failures = failures
    if let data = outcome.data { (after.data, after.dataAt) = (data, outcome.startedAt) }
    after.nextRun = nil
    (before.editProblem, after.editProblem) = (nil, nil)
    // A repair under way is not what the run did.
    (before.repair, after.repair) = (nil, nil)
    return (before.verdict.state, after.verdict)
  }

  private func specProblems(_ block: LoadedBlock, _ data: JSONValue) -> [String] {
    let params = block.files.manifest.values(block.record.params)
    return block.compiled?.check(data: data, params: params).errors.map(\.text) ?? []
  }

  private func take(
    _ summary: RunSummary, _ outcome: RunOutcome, _ memory: ContractMemory?, of id: BlockID,
    nextRun: Date?
  ) {
    guard var entry = entries[id] else { return }
    entry.lastRun = summary
    entry.failures = summary.isOK ? 0 : entry.failures + 1
    entry.record.nextRun = PlannedRun(nextRun)
    entry.nextRun = nextRun
    if let data = outcome.data, var content = entry.content {
      content.data = LastData(data: data, at: outcome.startedAt)
      content.memory = memory ?? content.memory
      content.pictureRequests = LoadedBlock(entry: entry, content: content).findPictureRequests()
      entry.content = content
    }
    entries[id] = entry
  }

  /// A button or checkbox was used: `on_action` runs, then the block.
  ///
  /// - Returns: the outcome of `on_action`; when it failed the block does not run.
  @discardableResult
  public func act(
    _ id: BlockID, _ name: String, _ arguments: JSONValue = .object([:])
  ) async throws(EngineError) -> RunOutcome {
    // A run under way may not know of the action any more; it ends first.
    _ = await entries[id]?.run?.value
    let entry = try await entry(id)
    let action = RunRequest.Action(name: name, arguments: arguments)
    let outcome = await runner.run(request(for: entry, .action, action: action))
    let run = NewRun(
      outcome, version: entry.record.version, reason: RunRequest.Reason.action.rawValue,
      updatesData: false, keep: entry.files.manifest.keep)
    try await stored { () throws(StorageError) in _ = try await storage.save(run, of: id) }
    if outcome.failure == nil { _ = await startRun(id, .action).value }
    return outcome
  }
}

extension RunOutcome {
  /// Sources were asked, and nothing was changed at them.
  fileprivate var onlyAsked: Bool {
    !http.isEmpty && http.allSatisfy { ["GET", "HEAD"].contains($0.method) }
  }
}
