import Foundation

/// Per place (host and port): how many requests are under way, and until when the place asked to be
/// left alone.
actor HostGate {
  private struct Place {
    var running = 0
    var waiting: [(number: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    var closedUntil: Date?
  }

  private let limit: Int
  private var places: [String: Place] = [:]
  private var lastNumber: UInt64 = 0

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
    let alarm = Task {
      try await Task.sleep(for: time)
      giveUp(number, at: place)
    }
    defer { alarm.cancel() }
    return await withTaskCancellationHandler {
      // The turn is handed over by `leave`, so the count stays as it is.
      await withCheckedContinuation { continuation in
        places[place, default: Place()].waiting.append((number, continuation))
      }
    } onCancel: {
      Task { await giveUp(number, at: place) }
    }
  }

  private func giveUp(_ number: UInt64, at place: String) {
    guard let index = places[place]?.waiting.firstIndex(where: { $0.number == number })
    else { return }
    places[place]?.waiting.remove(at: index).continuation.resume(returning: false)
  }

  func leave(_ place: String) {
    guard var entry = places[place] else { return }
    if entry.waiting.isEmpty {
      entry.running -= 1
    } else {
      entry.waiting.removeFirst().continuation.resume(returning: true)
    }
    places[place] = entry.running == 0 && entry.closedUntil == nil ? nil : entry
  }

  /// Remembers a `Retry-After`.
  func close(_ place: String, seconds: Int, now: Date) {
    places[place, default: Place()].closedUntil = now.addingTimeInterval(Double(seconds))
  }

  /// Seconds until the place wants to be asked again; `nil` when it may be asked now.
  func secondsClosed(_ place: String, now: Date) -> Int? {
    guard let until = places[place]?.closedUntil else { return nil }
    let seconds = until.timeIntervalSince(now)
    if seconds > 0 { return Int(seconds.rounded(.up)) }
    places[place]?.closedUntil = nil
    return nil
  }
}
