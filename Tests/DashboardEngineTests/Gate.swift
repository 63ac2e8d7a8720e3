import Foundation
import Synchronization

/// Holds a source at its answer until a test lets it go on.
final class Gate: Sendable {
  private let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
  private let lock = NSCondition()
  private let isOpenNow = Atomic(false)

  var isOpen: Bool { isOpenNow.load(ordering: .sequentiallyConsistent) }

  /// Called by the source, which then waits; on a thread of its own.
  func arrive() {
    arrival.yield()
    lock.lock()
    while !isOpen { lock.wait() }
    lock.unlock()
  }

  /// The source was asked.
  func arrived() async {
    var iterator = arrivals.makeAsyncIterator()
    _ = await iterator.next()
  }

  func open() {
    lock.lock()
    isOpenNow.store(true, ordering: .sequentiallyConsistent)
    lock.broadcast()
    lock.unlock()
  }
}
