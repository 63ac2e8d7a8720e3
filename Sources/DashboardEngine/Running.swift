import BlockHealth
public import BlockModel
import BlockRuntime
import BlockStore
import Foundation
public import OrderedCollections

extension DashboardEngine {
  /// Runs a block now, or waits for the run that is under way.
  ///
  /// - Parameter isFresh: ask the sources even when the cache has answers that are still good.
  @discardableResult
  public func refresh(
    _ id: BlockID, isFresh: Bool = true
  ) async throws(EngineError) -> RunOutcome {
    _ = try entry(id)
    let run = startRun(id, .manual, isFresh: isFresh)
    return await run.value
  }

  /// One look at the clock and at the world: what the loop does every second.
  func tick() async {
    let now = settings.now()
    // The clock was set back: times that were planned by the old one mean nothing.
    if let lastTick, now < lastTick - 5 { planFirstRuns() }
    lastTick = now
    do {
      let changes = try await storage.foreignChanges()
      if changes != seenChanges { try await reload() }
      // The store tidies up when it is opened, and then once a day.
      let today = CivilDay(now)
      if let tidied, tidied != today { try await storage.tidy(now: now) }
      tidied = today
    } catch {
      logger.warning("\(error)")
    }
    await lookAtWorkingCopies()
    startDueRuns()
  }

  private func startDueRuns() {
    let now = settings.now()
    let due = order.compactMap { entries[$0] }.filter { entry in
      entry.run == nil && !entry.record.isPaused && entry.damage == nil
        && entry.nextRun.map { $0 <= now } ?? false
    }.sorted { ($0.nextRun ?? now) < ($1.nextRun ?? now) }
    for entry in due.prefix(max(0, settings.concurrentRuns - scheduled.count)) {
      scheduled.insert(entry.id)
      startRun(entry.id, .schedule)
    }
  }

  /// Starts a run unless one is under way.
  @discardableResult
  func startRun(
    _ id: BlockID, _ reason: RunRequest.Reason, isFresh: Bool = false
  ) -> Task<RunOutcome, Never> {
    if let run = entries[id]?.run { return run }
    let run = Task { await perform(id, reason, isFresh: isFresh) }
    entries[id]?.run = run
    hub.send(.cardChanged(id))
    return run
  }

  private func perform(
    _ id: BlockID, _ reason: RunRequest.Reason, isFresh: Bool
  ) async -> RunOutcome {
    defer { scheduled.remove(id) }
    guard let entry = entries[id] else {
      return RunOutcome(
        result: .failed(RunFailure(.host, "the block '\(id)' was deleted")),
        startedAt: settings.now())
    }
    let outcome = await runner.run(request(for: entry, reason, isFresh: isFresh))
    return await keep(outcome, of: id, version: entry.record.version, reason: reason)
  }

  func request(
    for entry: BlockEntry, _ reason: RunRequest.Reason, isFresh: Bool = false,
    action: RunRequest.Action? = nil
  ) -> RunRequest {
    RunRequest(
      block: entry.id, files: entry.grantedFiles, params: entry.record.params, reason: reason,
      now: settings.now(), lastSuccess: entry.data?.at, action: action,
      cassette: settings.cassette(entry.id, entry.files.manifest), isFresh: isFresh)
  }

  /// Checks the spec against the data, makes the run durable, and only then shows it.
  private func keep(
    _ outcome: RunOutcome, of id: BlockID, version: VersionNumber, reason: RunRequest.Reason
  ) async -> RunOutcome {
    var outcome = outcome
    defer {
      entries[id]?.run = nil
      hub.send(.cardChanged(id))
    }
    guard let entry = entries[id], !Task.isCancelled else { return outcome }
    let isCurrent = entry.record.version == version
    if isCurrent, let data = outcome.data { outcome.specProblems = specProblems(entry, data) }
    let run = NewRun(
      outcome, version: version, reason: reason.rawValue, updatesData: isCurrent,
      keep: entry.files.manifest.keep.runs)
    do {
      let summary = try await storage.save(run, of: id)
      guard isCurrent else { return outcome }
      // As the store counts; see `refreshEntry`.
      entries[id]?.record.revision += 1
      take(summary, outcome, of: id)
    } catch {
      logger.error("\(error)", metadata: ["block": "\(id)"])
      let failure = RunFailure(.host, error.description)
      outcome.result = .failed(failure)
      take(
        RunSummary(
          id: 0, block: id, version: version, reason: reason.rawValue,
          startedAt: outcome.startedAt, duration: outcome.duration, failure: failure,
          specProblems: []), outcome, of: id)
    }
    return outcome
  }

  private func specProblems(_ entry: BlockEntry, _ data: JSONValue) -> [String] {
    let params = entry.files.manifest.values(entry.record.params)
    return entry.compiled?.check(data: data, params: params).errors.map(\.text) ?? []
  }

  private func take(_ summary: RunSummary, _ outcome: RunOutcome, of id: BlockID) {
    guard var entry = entries[id] else { return }
    entry.lastRun = summary
    entry.failures = summary.isOK ? 0 : entry.failures + 1
    if let data = outcome.data {
      entry.data = LastData(data: data, at: outcome.startedAt)
      entry.pictureRequests = entry.findPictureRequests()
    }
    entry.nextRun = Timetable.next(
      after: settings.now(), entry.files.manifest.schedule, failures: entry.failures,
      last: summary.failure, random: settings.random())
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
    let entry = try entry(id)
    let action = RunRequest.Action(name: name, arguments: arguments)
    let outcome = await runner.run(request(for: entry, .action, action: action))
    let run = NewRun(
      outcome, version: entry.record.version, reason: RunRequest.Reason.action.rawValue,
      updatesData: false, keep: entry.files.manifest.keep.runs)
    try await stored { () throws(StorageError) in _ = try await storage.save(run, of: id) }
    if outcome.failure == nil { _ = await startRun(id, .action).value }
    return outcome
  }
}
