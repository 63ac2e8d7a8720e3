import Foundation

/// Per host: how many requests are under way, and until when the host asked to be left alone.
actor HostGate {
  private struct Host {
    var running = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
    var closedUntil: Date?
  }

  private let limit: Int
  private var hosts: [String: Host] = [:]

  init(limit: Int) { self.limit = limit }

  /// Waits for a place at this host. Each call needs one ``leave(_:)``.
  func enter(_ host: String) async {
    if hosts[host, default: Host()].running < limit {
      hosts[host, default: Host()].running += 1
      return
    }
    // The place is handed over by `leave`, so the count stays as it is.
    await withCheckedContinuation { hosts[host, default: Host()].waiting.append($0) }
  }

  func leave(_ host: String) {
    guard var entry = hosts[host] else { return }
    if entry.waiting.isEmpty {
      entry.running -= 1
    } else {
      entry.waiting.removeFirst().resume()
    }
    hosts[host] = entry.running == 0 && entry.closedUntil == nil ? nil : entry
  }

  /// Remembers a `Retry-After`.
  func close(_ host: String, seconds: Int, now: Date) {
    hosts[host, default: Host()].closedUntil = now.addingTimeInterval(Double(seconds))
  }

  /// Seconds until the host wants to be asked again; `nil` when it may be asked now.
  func secondsClosed(_ host: String, now: Date) -> Int? {
    guard let until = hosts[host]?.closedUntil else { return nil }
    let seconds = until.timeIntervalSince(now)
    if seconds > 0 { return Int(seconds.rounded(.up)) }
    hosts[host]?.closedUntil = nil
    return nil
  }
}
