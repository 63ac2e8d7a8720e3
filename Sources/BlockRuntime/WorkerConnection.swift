import CSandbox
import Foundation
import Glibc
import Synchronization
import WorkerProtocol

/// The host's end of the socket of one run.
///
/// A child asks one thing at a time and reads the answer before it asks again. One that does not is
/// not ours any more: nothing that it sends or does not read may pile up in the host.
///
/// Frames come out of ``next(within:)``: at first the thread of the run waits for them by itself,
/// because most scripts answer at once and each thread that has to be woken costs as much as a
/// fork; then the reactor's thread does. ``send(_:)`` never blocks: what the child does not read
/// waits in a buffer that holds one answer.
final class WorkerConnection: Sendable {
  let descriptor: Int32
  private let frames: AsyncStream<Frame>
  private let continuation: AsyncStream<Frame>.Continuation
  private let state: Mutex<State>
  private let reactor: Reactor

  private struct State {
    var reader = FrameReader()
    var outgoing: [UInt8] = []
    var sent = 0
    var isClosed = false
    /// The reactor reads, not the run.
    var isWatched = false
    /// Frames the run has read ahead.
    var early: ArraySlice<Frame> = []
    /// Bytes of frames that nobody has taken yet.
    var waiting = 0
    /// The child said what no child of ours says.
    var isBroken = false
    var answering: Task<HTTPBroker.Reply, Never>?
  }

  init(descriptor: Int32, reactor: Reactor) {
    self.descriptor = descriptor
    self.reactor = reactor
    (frames, continuation) = AsyncStream.makeStream(of: Frame.self)
    state = Mutex(State())
  }

  /// One message, and the log lines before it.
  private static let maximumWaiting = Frame.maximumBody + Frame.maximumHeader + (1 << 20)

  /// The next frame, if it is there within this time. Holds this thread as long, and the processor
  /// too unless it sleeps.
  func early(within time: Duration, sleeps: Bool) -> Frame? {
    if let frame = takeEarly() { return frame }
    guard state.withLock({ !$0.isWatched && !$0.isClosed && $0.sent == $0.outgoing.count }) else {
      return nil
    }
    guard dash_wait_readable(descriptor, UInt64(time / .microseconds(1)), sleeps) else {
      return nil
    }
    // A child that went away is noticed again by the reactor, once it watches.
    _ = readable()
    return takeEarly()
  }

  private func takeEarly() -> Frame? {
    state.withLock { state in
      let frame = state.early.popFirst()
      state.waiting -= frame?.count ?? 0
      return frame
    }
  }

  /// Did the child break the protocol?
  var isBroken: Bool { state.withLock { $0.isBroken } }

  /// Lets the reactor read from now on.
  func watch() {
    let isNew = state.withLock { state in
      defer { state.isWatched = true }
      return !state.isWatched
    }
    if isNew { reactor.add(self) }
  }

  /// The next frame of a connection that is watched; `nil` when the child has gone.
  func next() async -> Frame? {
    if let frame = takeEarly() { return frame }
    var iterator = frames.makeAsyncIterator()
    let frame = await iterator.next()
    state.withLock { $0.waiting -= frame?.count ?? 0 }
    return frame
  }

  /// Closes the socket, now or soon.
  func close() {
    let isWatched = state.withLock { state in
      defer { state.isWatched = true }
      return state.isWatched
    }
    if isWatched { return reactor.close(self) }
    ended()
    Glibc.close(descriptor)
  }

  func send(_ frame: Frame) {
    let wantsWriting = state.withLock { state in
      // Who asks again without having read the answer never will.
      if state.sent < state.outgoing.count { state.isBroken = true }
      guard !state.isClosed, !state.isBroken else { return false }
      state.outgoing += frame.encoded
      write(&state)
      return state.sent < state.outgoing.count
    }
    if wantsWriting { reactor.ring() }
  }

  /// Reads what is there. Called by the reactor, or by the run before it is watched.
  /// - Returns: `false` when the child closed its end or broke the protocol.
  func readable() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    return state.withLock { state in
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 {
          state.reader.append(buffer[..<count])
          guard deliver(&state) else { return false }
          if count < buffer.count { return true }
        } else {
          return count < 0 && (errno == EAGAIN || errno == EINTR)
        }
      }
    }
  }

  private func deliver(_ state: inout State) -> Bool {
    while let frame = state.reader.next() {
      state.waiting += frame.count
      if state.isWatched { continuation.yield(frame) } else { state.early.append(frame) }
    }
    state.isBroken = state.isBroken || state.reader.isBroken || state.waiting > Self.maximumWaiting
    return !state.isBroken
  }

  /// Does anything wait to be written?
  var wantsWriting: Bool { state.withLock { $0.sent < $0.outgoing.count } }

  /// Writes what waits. Called by the reactor.
  func writable() { state.withLock { write(&$0) } }

  private func write(_ state: inout State) {
    while state.sent < state.outgoing.count {
      let count = state.outgoing[state.sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      state.sent += count
    }
    if state.sent == state.outgoing.count {
      state.outgoing.removeAll(keepingCapacity: true)
      state.sent = 0
    }
  }

  /// Waits for an answer, which is cancelled when the child goes away.
  func finish(_ answer: Task<HTTPBroker.Reply, Never>) async -> HTTPBroker.Reply {
    let isClosed = state.withLock { state in
      state.answering = answer
      return state.isClosed
    }
    if isClosed { answer.cancel() }
    return await answer.value
  }

  /// No frame comes any more. Called once, before the descriptor is closed.
  func ended() {
    let answering = state.withLock { state in
      state.isClosed = true
      return state.answering
    }
    answering?.cancel()
    continuation.finish()
  }
}
