import BlockHealth
import BlockModel
import Foundation

/// When blocks run by themselves.
extension DashboardEngine {
  /// Wakes the schedule when the next block is due.
  struct Alarm {
    var time: Date
    var task: Task<Void, Never>
  }

  /// A clock on the wall may be set while the alarm sleeps; it does not sleep longer than this.
  private static let longestSleep: TimeInterval = 60

  /// Plans the next run of a block.
  /// - Parameter date: `nil` when it runs only when asked.
  func plan(_ id: BlockID, at date: Date?) {
    entries[id]?.nextRun = date
    let runsByItself = entries[id].map { !$0.record.isPaused && $0.run == nil } ?? false
    dueTimes[id] = runsByItself ? date : nil
    setAlarm()
  }

  func setAlarm() {
    guard isStarted, let due = dueTimes.earliest() else { return }
    if let alarm, alarm.time <= due { return }
    alarm?.task.cancel()
    let wait = due.timeIntervalSince(settings.now()).clamped(to: 0...Self.longestSleep)
    alarm = Alarm(
      time: due,
      task: Task { [weak self] in
        try? await Task.sleep(for: .milliseconds(Int(clamping: (wait * 1000).rounded(.up))))
        guard !Task.isCancelled else { return }
        await self?.ring()
      })
  }

  private func ring() {
    alarm = nil
    startDueRuns()
    setAlarm()
  }

  // MARK: Due blocks

  /// Puts what is due into the line, and starts what may run.
  func startDueRuns() {
    let now = settings.now()
    while let id = dueTimes.next(at: now) {
      guard let entry = entries[id], entry.run == nil, !entry.record.isPaused else { continue }
      let isSlow = entry.lastRun.map { $0.duration > Self.slow } ?? false
      line.add(RunLine.Claim(id: id, hosts: entry.hosts, isSlow: isSlow))
    }
    startFromLine()
  }

  /// A run that takes longer holds a place for slow blocks.
  private static let slow = Duration.seconds(5)

  private func startFromLine() {
    while let id = line.next() {
      if let content = entries[id]?.content {
        startScheduled(id, content)
      } else {
        Task { await readAndStart(id) }
      }
    }
  }

  private func readAndStart(_ id: BlockID) async {
    guard let content = try? await entry(id).content else { return endScheduled(id) }
    startScheduled(id, content)
    startFromLine()
  }

  /// - Parameter content: says which hosts it asks, and whether its files can be read.
  private func startScheduled(_ id: BlockID, _ content: BlockContent) {
    guard let entry = entries[id], entry.run == nil, !entry.record.isPaused,
      content.damage == nil
    else { return line.end(id) }
    guard line.learn(content.hosts, of: id) else { return putAway(id) }
    startRun(id, .schedule)
  }

  /// The run of a block is over, whoever wanted it; the next in the line may run.
  func endScheduled(_ id: BlockID) {
    line.end(id)
    putAway(id)
    startFromLine()
  }

  // MARK: The start

  /// Plans all blocks whose next run is known, and spreads those that are overdue, so that a start is no
  /// storm.
  /// - Returns: the blocks whose files have to be asked.
  func planFirstRuns() -> [BlockID] {
    let now = settings.now()
    var unplanned: [BlockID] = []
    for id in order {
      guard let entry = entries[id] else { continue }
      // A last run in the future means that the clock was set back, and what was planned by it is void.
      let isSetBack = entry.lastRun.map { $0.startedAt > now } ?? false
      switch entry.record.nextRun {
      case .at(let date) where !isSetBack:
        plan(id, at: date > now ? date : now + settings.startSpread * settings.random())
      case .never where !isSetBack: plan(id, at: nil)
      case .at, .never, .unknown: unplanned.append(id)
      }
    }
    return unplanned
  }

  /// Plans blocks by their manifests.
  func planFromFiles(_ ids: [BlockID]) async {
    for id in ids {
      guard let block = try? await entry(id), block.entry.nextRun == nil else { continue }
      plan(id, at: nextRun(of: block))
      putAway(id)
    }
  }

  /// The clock was set back: times that were planned by the old one mean nothing.
  func planAnew() async {
    for id in order { entries[id]?.nextRun = nil }
    await planFromFiles(order)
  }

  /// When the block runs next, counted from its last run.
  func nextRun(of block: LoadedBlock) -> Date? {
    Timetable.first(
      now: settings.now(), lastRun: block.lastRun?.startedAt,
      block.files.manifest.schedule, failures: block.failures, last: block.lastRun?.failure,
      validUntil: block.data?.data.validUntil, spread: settings.startSpread,
      place: settings.random())
  }

  /// A change of the block was proved by a run, or needs none: it runs next as if one had just ended.
  func planAfterChange(_ id: BlockID) async throws(EngineError) {
    let block = try await entry(id)
    plan(
      id,
      at: nextRun(
        of: block, failures: block.failures, last: block.lastRun?.failure, data: block.data?.data))
  }

  /// When the block runs next after what just ended.
  func nextRun(
    of block: LoadedBlock, failures: Int, last: RunFailure?, data: JSONValue?
  ) -> Date? {
    Timetable.next(
      after: settings.now(), block.files.manifest.schedule, failures: failures, last: last,
      validUntil: data?.validUntil, random: settings.random())
  }
}
