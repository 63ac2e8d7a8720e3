/// Hands every event to every open page.
///
/// A page that does not read is dropped, not buffered: its connection ends and its browser comes
/// back, is told the revision of every card, and fetches what it missed. That is also why a
/// `Last-Event-ID`, right or wrong, changes nothing.
actor EventHub {
  /// One open page.
  struct Subscription: Sendable {
    let number: Int
    let beats: AsyncStream<Beat>
  }

  enum Beat: Sendable {
    case event(ServerEvent)
    case heart
  }

  private struct Subscriber {
    let beats: AsyncStream<Beat>.Continuation
    let drop: @Sendable () -> Void
  }

  /// Events that may wait for one page.
  private let depth: Int
  private let maximumPages: Int
  private var subscribers: [Int: Subscriber] = [:]
  private var next = 0

  init(depth: Int = 64, maximumPages: Int = 512) {
    self.depth = depth
    self.maximumPages = maximumPages
  }

  var pages: Int { subscribers.count }

  /// - Parameter drop: ends the connection of a page that does not read.
  func subscribe(drop: @escaping @Sendable () -> Void) throws(WebProblem) -> Subscription {
    guard subscribers.count < maximumPages else {
      throw WebProblem(
        .serviceUnavailable, "too_many_pages",
        "Too many pages are open. Close some; this one still shows its last state.")
    }
    next += 1
    let (stream, continuation) = AsyncStream.makeStream(
      of: Beat.self, bufferingPolicy: .bufferingOldest(depth))
    subscribers[next] = Subscriber(beats: continuation, drop: drop)
    return Subscription(number: next, beats: stream)
  }

  func unsubscribe(_ number: Int) {
    subscribers.removeValue(forKey: number)?.beats.finish()
  }

  /// Ends every stream; the pages come back when they can.
  func closeAll() {
    for number in subscribers.keys { unsubscribe(number) }
  }

  func publish(_ event: ServerEvent) { send(.event(event)) }

  /// A sign of life to every page.
  func beat() { send(.heart) }

  private func send(_ beat: Beat) {
    for (number, subscriber) in subscribers {
      switch subscriber.beats.yield(beat) {
      case .enqueued: continue
      case .terminated: unsubscribe(number)
      case .dropped:
        unsubscribe(number)
        subscriber.drop()
      @unknown default: unsubscribe(number)
      }
    }
  }
}
