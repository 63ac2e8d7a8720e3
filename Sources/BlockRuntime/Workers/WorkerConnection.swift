import CSandbox
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
  private let frames: AsyncStream<[UInt8]>
  private let continuation: AsyncStream<[UInt8]>.Continuation
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
    var early: ArraySlice<[UInt8]> = []
    /// Bytes of frames that nobody has taken yet.
    var waiting = 0
    /// The child did what no child of ours does.
    var breach: Breach?
    /// Ends the answer that is being made.
    var cancelAnswer: (@Sendable () -> Void)?
  }

  init(descriptor: Int32, reactor: Reactor) {
    self.descriptor = descriptor
    self.reactor = reactor
    (frames, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    state = Mutex(State())
  }

  /// One message, and the log lines before it.
  private static let maximumWaiting = Frame.mostOfChild + (1 << 20)

  /// The next frame, if it is there within this time. Holds this thread as long, and the processor
  /// too unless it sleeps.
  func early(within time: Duration, sleeps: Bool) -> [UInt8]? {
    if let frame = takeEarly() { return frame }
    guard state.withLock({ !$0.isWatched && !$0.isClosed && $0.sent == $0.outgoing.count }) else {
      return nil
    }
    guard dash_wait_readable(descriptor, UInt64(clamping: time / .microseconds(1)), sleeps) else {
      return nil
    }
    // A child that went away is noticed again by the reactor, once it watches.
    _ = readable()
    return takeEarly()
  }

  private func takeEarly() -> [UInt8]? {
    state.withLock { state in
      let frame = state.early.popFirst()
      state.waiting -= frame?.count ?? 0
      return frame
    }
  }

  /// How the child broke the protocol, if it did.
  var breach: Breach? { state.withLock { $0.breach } }

  /// Lets the reactor read from now on.
  func watch() {
    let isNew = state.withLock { state in
      defer { state.isWatched = true }
      return !state.isWatched
    }
    if isNew { reactor.add(self) }
  }

  /// The next frame of a connection that is watched; `nil` when the child has gone.
  func next() async -> [UInt8]? {
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

  /// Sends a whole frame, now or as soon as the child reads.
  func send(_ frame: [UInt8]) {
    let wantsWriting = state.withLock { state in
      // Who asks again without having read the answer never will.
      if state.sent < state.outgoing.count { state.breach = state.breach ?? .impatient }
      guard !state.isClosed, state.breach == nil else { return false }
      state.outgoing = frame
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
    do throws(WireProblem) {
      while let frame = try state.reader.next() {
        state.waiting += frame.count
        if state.isWatched { continuation.yield(frame) } else { state.early.append(frame) }
      }
      if state.waiting > Self.maximumWaiting { state.breach = state.breach ?? .flood }
    } catch {
      state.breach = state.breach ?? .message(error)
    }
    return state.breach == nil
  }

  /// Does anything wait to be written?
  var wantsWriting: Bool { state.withLock { $0.sent < $0.outgoing.count } }

  /// Writes what waits. Called by the reactor.
  func writable() { state.withLock { write(&$0) } }

  private func write(_ state: inout State) {
    while state.sent < state.outgoing.count {
      // Safe because send(2) reads at most the count it is given before it returns.
      let count = state.outgoing[state.sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      state.sent += count
    }
    if state.sent == state.outgoing.count {
      state.outgoing = []
      state.sent = 0
    }
  }

  /// Waits for an answer, which is cancelled when the child goes away.
  func finish<Answer: Sendable>(_ answer: Task<Answer, Never>) async -> Answer {
    let isClosed = state.withLock { state in
      state.cancelAnswer = { answer.cancel() }
      return state.isClosed
    }
    if isClosed { answer.cancel() }
    defer { state.withLock { $0.cancelAnswer = nil } }
    return await answer.value
  }

  /// No frame comes any more. Called once, before the descriptor is closed.
  func ended() {
    let cancelAnswer = state.withLock { state in
      state.isClosed = true
      return state.cancelAnswer
    }
    cancelAnswer?()
    continuation.finish()
  }
}
