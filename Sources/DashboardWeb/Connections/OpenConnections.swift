import NIOCore
import Synchronization

/// Every open connection, and which of them makes way when there are too many.
///
/// Who holds connections open without asking anything must not keep others out: a newcomer takes the place
/// of the connection that has waited longest for a request. Only where all are being answered is the
/// newcomer refused.
final class OpenConnections: Sendable {
  struct Limits: Sendable {
    /// Open at the same time.
    var all = 4096
    /// Of one address; a proxy asks for everybody from one. More than there are live pages (`OpenPages`).
    var perAddress = 2048
    /// Of one address and without a request that is being answered. A browser keeps 6 for a site.
    var waitingPerAddress = 128
  }

  fileprivate enum State {
    /// For a request.
    case waiting
    case answering
    /// An answer without end: over as soon as the other side has nothing more to say. Browsers do not
    /// close half of a connection.
    case streaming
  }

  fileprivate struct Connection {
    let address: String
    let close: @Sendable () -> Void
    var state = State.waiting
    /// Grows with every change of a state: the smallest has waited longest.
    var since: Int
    var hasInput = true
  }

  fileprivate struct Book {
    var connections: [ObjectIdentifier: Connection] = [:]
    var ofAddress: [String: (all: Int, waiting: Int)] = [:]
    var time = 0
  }

  private let limits: Limits
  private let book = Mutex(Book())

  init(limits: Limits = Limits()) { self.limits = limits }

  /// Open connections.
  var count: Int { book.withLock { $0.connections.count } }

  /// - Parameters:
  ///   - address: of the other side, without port.
  ///   - close: ends the connection; called without a lock being held, from any thread.
  /// - Returns: is there room? If not, nothing is known of the connection and it must be ended.
  func open(
    _ connection: ObjectIdentifier, from address: String, close: @escaping @Sendable () -> Void
  ) -> Bool {
    let (isTaken, leaver) = book.withLock { book -> (Bool, Connection?) in
      let counts = book.ofAddress[address] ?? (0, 0)
      var leaver: Connection?
      if counts.all >= limits.perAddress || counts.waiting >= limits.waitingPerAddress {
        leaver = book.removeLongestWaiting(of: address)
        guard leaver != nil else { return (false, nil) }
      } else if book.connections.count >= limits.all {
        leaver = book.removeLongestWaiting(of: nil)
        guard leaver != nil else { return (false, nil) }
      }
      book.add(connection, Connection(address: address, close: close, since: book.tick()))
      return (true, leaver)
    }
    leaver?.close()
    return isTaken
  }

  func closed(_ connection: ObjectIdentifier) {
    book.withLock { _ = $0.remove(connection) }
  }

  /// A request came and is being answered.
  func answers(_ connection: ObjectIdentifier) { change(connection, to: .answering) }

  /// The answer is on its way; the next request may come.
  func waits(_ connection: ObjectIdentifier) { change(connection, to: .waiting) }

  /// The answer goes on until one of both sides ends it.
  func streams(_ connection: ObjectIdentifier) { change(connection, to: .streaming) }

  /// The other side sends nothing any more.
  func inputEnded(_ connection: ObjectIdentifier) {
    let isOver = book.withLock { book -> Connection? in
      book.connections[connection]?.hasInput = false
      return book.connections[connection].flatMap { $0.state == .streaming ? $0 : nil }
    }
    isOver?.close()
  }

  private func change(_ connection: ObjectIdentifier, to state: State) {
    let leaver = book.withLock { book -> Connection? in
      guard var known = book.remove(connection) else { return nil }
      known.state = state
      known.since = book.tick()
      book.add(connection, known)
      if state == .streaming, !known.hasInput { return known }
      let waiting = book.ofAddress[known.address]?.waiting ?? 0
      return waiting > limits.waitingPerAddress
        ? book.removeLongestWaiting(of: known.address) : nil
    }
    leaver?.close()
  }
}

extension OpenConnections.Book {
  fileprivate mutating func tick() -> Int {
    time += 1
    return time
  }

  fileprivate mutating func add(_ id: ObjectIdentifier, _ connection: OpenConnections.Connection) {
    connections[id] = connection
    count(connection, 1)
  }

  fileprivate mutating func remove(_ id: ObjectIdentifier) -> OpenConnections.Connection? {
    guard let connection = connections.removeValue(forKey: id) else { return nil }
    count(connection, -1)
    return connection
  }

  /// - Parameter address: `nil` means any.
  fileprivate mutating func removeLongestWaiting(of address: String?) -> OpenConnections.Connection?
  {
    let waiting = connections.filter { entry in
      entry.value.state == .waiting && (address == nil || entry.value.address == address)
    }
    return waiting.min { $0.value.since < $1.value.since }.flatMap { remove($0.key) }
  }

  private mutating func count(_ connection: OpenConnections.Connection, _ change: Int) {
    var counts = ofAddress[connection.address] ?? (0, 0)
    counts.all += change
    if connection.state == .waiting { counts.waiting += change }
    ofAddress[connection.address] = counts.all == 0 ? nil : counts
  }
}

extension Channel {
  /// What ``OpenConnections`` knows a connection by.
  var connectionID: ObjectIdentifier { ObjectIdentifier(self) }
}
