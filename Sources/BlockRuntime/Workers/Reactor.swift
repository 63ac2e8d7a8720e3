import Foundation
import Synchronization

/// One thread that waits for the sockets of all runs (poll(2)), so that no run holds a thread.
/// Runs at a time are few, so the list is made anew for each wait.
final class Reactor: Sendable {
  private struct State {
    var connections: [Int32: WorkerConnection] = [:]
    var closing: [WorkerConnection] = []
    var isStopped = false
  }

  private let state = Mutex(State())
  /// A pipe that ends the wait.
  private let bell: (read: Int32, write: Int32)

  init() {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    bell = (ends[0], ends[1])
    let thread = Thread { [self] in run() }
    thread.name = "dash runs"
    thread.start()
  }

  /// Watches a socket until ``close(_:)``, or until its child goes away.
  func add(_ connection: WorkerConnection) {
    state.withLock { $0.connections[connection.descriptor] = connection }
    ring()
  }

  func close(_ connection: WorkerConnection) {
    state.withLock { $0.closing.append(connection) }
    ring()
  }

  /// Looks again at what waits to be written.
  func ring() {
    var one: UInt8 = 1
    write(bell.write, &one, 1)
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    ring()
  }

  private func run() {
    while true {
      let (connections, closing, isStopped) = state.withLock { state in
        defer { state.closing = [] }
        return (Array(state.connections.values), state.closing, state.isStopped)
      }
      if isStopped { break }
      if !closing.isEmpty {
        closing.forEach(remove)
        continue
      }
      wait(for: connections)
    }
    state.withLock { Array($0.connections.values) }.forEach(remove)
    Foundation.close(bell.read)
    Foundation.close(bell.write)
  }

  private func wait(for connections: [WorkerConnection]) {
    var polled = connections.map { connection in
      pollfd(
        fd: connection.descriptor,
        events: Int16(connection.wantsWriting ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }
    polled.append(pollfd(fd: bell.read, events: Int16(POLLIN), revents: 0))
    guard poll(&polled, nfds_t(polled.count), -1) > 0 else { return }
    if polled[connections.count].revents != 0 {
      var rings = [UInt8](repeating: 0, count: 64)
      read(bell.read, &rings, rings.count)
    }
    for (connection, entry) in zip(connections, polled) where entry.revents != 0 {
      if entry.revents & Int16(POLLOUT) != 0 { connection.writable() }
      let isReadable = entry.revents & Int16(POLLIN | POLLHUP | POLLERR | POLLNVAL) != 0
      if isReadable, !connection.readable() { remove(connection) }
    }
  }

  /// Closes a connection once: later its descriptor may be another run's.
  private func remove(_ connection: WorkerConnection) {
    let isOpen = state.withLock { state in
      guard state.connections[connection.descriptor] === connection else { return false }
      state.connections[connection.descriptor] = nil
      return true
    }
    guard isOpen else { return }
    connection.ended()
    Foundation.close(connection.descriptor)
  }
}
