import Foundation

/// Per place (host and port): how many requests are under way, and until when the place asked to be
/// left alone.
actor HostGate {
  private struct Waiting {
    let number: UInt64
    let end: ContinuousClock.Instant
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct Place {
    var running = 0
    var waiting: [Waiting] = []
    var closedUntil: Date?
  }

  private let limit: Int
  private var places: [String: Place] = [:]
  private var lastNumber: UInt64 = 0
  private var alarm: (end: ContinuousClock.Instant, task: Task<Void, any Error>)?

  init(limit: Int) { self.limit = limit }

  /// Waits for a turn at this place, as long as `time` and until the task is cancelled.
  /// - Returns: `true` with a turn, which needs one ``leave(_:)``; `false` without.
  func enter(_ place: String, within time: Duration) async -> Bool {
    if places[place, default: Place()].running < limit {
      places[place, default: Place()].running += 1
      return true
    }
    lastNumber += 1
    let number = lastNumber
    let end = ContinuousClock.now + time
    wake(by: end)
    return await withTaskCancellationHandler {
      // The turn is handed over by `leave`, so the count stays as it is.
      await withCheckedContinuation { continuation in
        places[place, default: Place()].waiting.append(
          Waiting(number: number, end: end, continuation: continuation))
      }
    } onCancel: {
      Task { await giveUp(number, at: place) }
    }
  }

  /// Sets the alarm for the first who is to give up; hundreds may wait with the same patience.
  private func wake(by end: ContinuousClock.Instant) {
    if let alarm, alarm.end <= end { return }
    alarm?.task.cancel()
    let task = Task { [weak self] in
      try await Task.sleep(until: end)
      await self?.giveUpLate()
    }
    alarm = (end, task)
  }

  private func giveUpLate() {
    alarm = nil
    let now = ContinuousClock.now
    for place in places.keys {
      let late = places[place]?.waiting.filter { $0.end <= now } ?? []
      places[place]?.waiting.removeAll { $0.end <= now }
      for waiting in late { waiting.continuation.resume(returning: false) }
    }
    if let next = places.values.flatMap(\.waiting).map(\.end).min() { wake(by: next) }
  }

  private func giveUp(_ number: UInt64, at place: String) {
    guard let index = places[place]?.waiting.firstIndex(where: { $0.number == number })
    else { return }
    places[place]?.waiting.remove(at: index).continuation.resume(returning: false)
  }

  func leave(_ place: String) {
    // In place: hundreds may wait, and a copy of them for each turn is felt.
    guard let index = places.index(forKey: place) else { return }
    if !places.values[index].waiting.isEmpty {
      places.values[index].waiting.removeFirst().continuation.resume(returning: true)
      return
    }
    places.values[index].running -= 1
    if places.values[index].running == 0, places.values[index].closedUntil == nil {
      places.remove(at: index)
    }
  }

  /// Places that are remembered only because they are closed. When there are more, those that are
  /// open again go.
  private static let mostIdle = 1000

  /// Remembers a `Retry-After`.
  func close(_ place: String, seconds: Int, now: Date) {
    if places.count > Self.mostIdle {
      places = places.filter { $0.value.running > 0 || ($0.value.closedUntil ?? now) > now }
    }
    places[place, default: Place()].closedUntil = now.addingTimeInterval(Double(seconds))
  }

  /// When the place wants to be asked again; `nil` when it may be asked now.
  func closedUntil(_ place: String, now: Date) -> Date? {
    places[place]?.closedUntil.flatMap { $0 > now ? $0 : nil }
  }

  /// Seconds until the place wants to be asked again; `nil` when it may be asked now.
  func secondsClosed(_ place: String, now: Date) -> Int? {
    guard let until = places[place]?.closedUntil else { return nil }
    let seconds = until.timeIntervalSince(now)
    if seconds > 0 { return Int(clamping: seconds.rounded(.up)) }
    places[place]?.closedUntil = nil
    return nil
  }
}
