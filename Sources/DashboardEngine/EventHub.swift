import Foundation
import Synchronization

/// Hands every event to everyone who listens.
final class EventHub: Sendable {
  /// Events sent so far.
  let count = Atomic(0)
  private let listeners = Mutex<[UUID: AsyncStream<DashboardEvent>.Continuation]>([:])

  /// Events a listener may be behind; older ones are dropped, because each only says "look again".
  private static let backlog = 256

  func listen() -> AsyncStream<DashboardEvent> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: DashboardEvent.self, bufferingPolicy: .bufferingNewest(Self.backlog))
    let id = UUID()
    listeners.withLock { $0[id] = continuation }
    continuation.onTermination = { [weak self] _ in
      self?.listeners.withLock { $0[id] = nil }
    }
    return stream
  }

  func send(_ event: DashboardEvent) {
    count.add(1, ordering: .sequentiallyConsistent)
    for listener in listeners.withLock({ Array($0.values) }) { listener.yield(event) }
  }

  /// Ends all streams.
  func finish() {
    for listener in listeners.withLock({ Array($0.values) }) { listener.finish() }
  }
}
