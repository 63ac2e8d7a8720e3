/// Hands every event to every open page.
///
/// A page that does not read is dropped, not buffered: its connection ends and its browser comes
/// back, is told the revision of every card, and fetches what it missed. That is also why a
/// `Last-Event-ID`, right or wrong, changes nothing.
///
/// When there are too many pages, one more takes the place of the oldest stream of the address with the
/// most: a page that is alive comes back, and one that only holds its place has lost it.
actor OpenPages {
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
    let address: String
    let beats: AsyncStream<Beat>.Continuation
    let drop: @Sendable () -> Void
  }

  /// Events that may wait for one page.
  private let depth: Int
  private let maximumPages: Int
  private var subscribers: [Int: Subscriber] = [:]
  private var next = 0

  init(depth: Int = 64, maximumPages: Int = 1_024) {
    self.depth = depth
    self.maximumPages = maximumPages
  }

  var pages: Int { subscribers.count }

  /// - Parameters:
  ///   - address: of the page's browser.
  ///   - drop: ends the connection of a page that does not read, or has to make way.
  func subscribe(
    from address: String, drop: @escaping @Sendable () -> Void
  ) -> Subscription {
    while subscribers.count >= maximumPages { makeRoom() }
    next += 1
    let (stream, continuation) = AsyncStream.makeStream(
      of: Beat.self, bufferingPolicy: .bufferingOldest(depth))
    subscribers[next] = Subscriber(
      address: address, beats: continuation, drop: drop)
    return Subscription(number: next, beats: stream)
  }

  func unsubscribe(_ number: Int) {
    subscribers.removeValue(forKey: number)?.beats.finish()
  }

  private func makeRoom() {
    let ofAddress = Dictionary(grouping: subscribers.keys) { subscribers[$0]?.address ?? "" }
    guard let oldest = ofAddress.values.max(by: { $0.count < $1.count })?.min() else { return }
    let drop = subscribers[oldest]?.drop
    unsubscribe(oldest)
    drop?()
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
