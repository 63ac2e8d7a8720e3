import CSandbox
import Foundation
import Synchronization
import WorkerProtocol

/// A running zygote as the host sees it: started by posix_spawn, asked over its control socket.
final class ZygoteProcess: Sendable {
  /// How a child ended, as the zygote saw it.
  struct Ending: Sendable {
    /// As of waitpid(2).
    var status: Int32
    var cpuMilliseconds: Int

    /// The signal that ended the child, 0 for none.
    var signal: Int32 { status & 0x7F }
    var exitStatus: Int32 { (status >> 8) & 0xFF }
  }

  /// A child that waits for a run at the other end of its connection.
  struct Child: Sendable {
    let pid: Int32
    let connection: WorkerConnection
  }

  private struct State {
    var idle: [Child] = []
    var takers: [CheckedContinuation<Child?, Never>] = []
    /// Children that were asked for and have not been announced yet.
    var starting = 0
    var endings: [Int32: Ending] = [:]
    var waitingForEnd: [Int32: CheckedContinuation<Ending?, Never>] = [:]
    /// Children whose end somebody will ask for.
    var expected: Set<Int32> = []
    var ready: [CheckedContinuation<Int32?, Never>] = []
    var layers: Int32?
    var isGone = false
  }

  let pid: pid_t
  private let control: Int32
  private let poolSize: Int
  private let reactor: Reactor
  private let state = Mutex(State())

  /// - Returns: `nil` when the executable cannot be started; `errno` says why.
  init?(_ configuration: RunnerConfiguration, reactor: Reactor) {
    self.reactor = reactor
    poolSize = min(max(0, configuration.poolSize), 16)
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { return nil }
    let arguments = [configuration.worker.path, configuration.stdlib.path]
    // Nothing of the host's environment, where keys of model providers may stand.
    // Symbols are bound at once in the zygote, not one by one in every child.
    let environment = ["LANG=C.UTF-8", "LD_BIND_NOW=1"]
    pid = arguments.withCStrings { arguments in
      environment.withCStrings { environment in
        dash_spawn(configuration.worker.path, arguments, environment, pair[1])
      }
    }
    Foundation.close(pair[1])
    guard pid > 0 else {
      Foundation.close(pair[0])
      return nil
    }
    control = pair[0]
    let thread = Thread { [self] in listen() }
    thread.name = "dash zygote"
    thread.start()
  }

  /// The layers of the sandbox that are on, `nil` when the zygote ended before it was ready.
  func layers() async -> Int32? {
    await withCheckedContinuation { continuation in
      let known: Int32?? = state.withLock { state in
        if let layers = state.layers { return .some(layers) }
        if state.isGone { return .some(nil) }
        state.ready.append(continuation)
        return .none
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// A child for one run: one that waits, else a new one.
  /// - Returns: `nil` when none could be made.
  func take() async -> Child? {
    await withCheckedContinuation { continuation in
      let (child, isGone, mustStart): (Child?, Bool, Bool) = state.withLock { state in
        while let child = state.idle.popLast() {
          if !child.connection.isEnded { return (child, false, false) }
        }
        if state.isGone { return (nil, true, false) }
        state.takers.append(continuation)
        guard state.starting < state.takers.count else { return (nil, false, false) }
        state.starting += 1
        return (nil, false, true)
      }
      if child != nil || isGone { continuation.resume(returning: child) }
      if mustStart { send(ZygoteMessage(.start)) }
    }
  }

  /// Has as many children forked as shall wait.
  func fillPool() {
    let missing = state.withLock { state in
      let missing = poolSize + state.takers.count - state.idle.count - state.starting
      guard missing > 0, !state.isGone else { return 0 }
      state.starting += missing
      return missing
    }
    for _ in 0..<missing { send(ZygoteMessage(.start, value: 1)) }
  }

  func kill(_ child: Int32) { send(ZygoteMessage(.kill, pid: child)) }

  /// Waits until a child that was started has ended. `nil` when the zygote is gone.
  func ending(of child: Int32) async -> Ending? {
    await withCheckedContinuation { continuation in
      let known: Ending?? = state.withLock { state in
        if let ending = state.endings.removeValue(forKey: child) {
          state.expected.remove(child)
          return .some(ending)
        }
        if state.isGone { return .some(nil) }
        state.waitingForEnd[child] = continuation
        return .none
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Nobody will ask how this child ended.
  func forget(_ child: Int32) {
    state.withLock { state in
      state.expected.remove(child)
      state.endings[child] = nil
    }
  }

  /// Proportional set size of one waiting child in KiB.
  func memoryOfWaitingChild() -> Int? {
    let child = state.withLock { $0.idle.last }
    return child.map { Int(dash_pss_kib($0.pid)) }
  }

  /// Ends the zygote; its children end with it.
  func stop() { shutdown(control, Int32(SHUT_RDWR)) }

  var isGone: Bool { state.withLock { $0.isGone } }

  private func send(_ message: ZygoteMessage) {
    let bytes = message.encoded
    _ = dash_send(control, bytes, bytes.count, -1)
  }

  private func listen() {
    var bytes = [UInt8](repeating: 0, count: ZygoteMessage.length)
    var descriptor: Int32 = -1
    while case let count = dash_receive(control, &bytes, bytes.count, &descriptor), count > 0 {
      if let message = ZygoteMessage(bytes.prefix(count)) { receive(message, descriptor) }
    }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let left = state.withLock { state in
      state.isGone = true
      defer {
        state.takers = []
        state.idle = []
        state.waitingForEnd = [:]
        state.ready = []
      }
      return state
    }
    left.takers.forEach { $0.resume(returning: nil) }
    left.waitingForEnd.values.forEach { $0.resume(returning: nil) }
    left.ready.forEach { $0.resume(returning: nil) }
    Foundation.close(control)
  }

  private func receive(_ message: ZygoteMessage, _ descriptor: Int32) {
    switch message.kind {
    case .ready:
      let layers = Int32(truncatingIfNeeded: message.value)
      let waiting = state.withLock { state in
        state.layers = layers
        defer { state.ready = [] }
        return state.ready
      }
      waiting.forEach { $0.resume(returning: layers) }
      fillPool()
    case .started: started(message.pid, descriptor)
    case .ended:
      let ending = Ending(
        status: Int32(message.value & 0xFFFF), cpuMilliseconds: Int(message.value >> 16))
      let continuation = state.withLock { state -> CheckedContinuation<Ending?, Never>? in
        if let place = state.idle.firstIndex(where: { $0.pid == message.pid }) {
          state.idle.remove(at: place)
          state.expected.remove(message.pid)
          return nil
        }
        if let waiting = state.waitingForEnd.removeValue(forKey: message.pid) {
          state.expected.remove(message.pid)
          return waiting
        }
        // A child that ended while it still waited for a run is nobody's.
        if state.expected.contains(message.pid) { state.endings[message.pid] = ending }
        return nil
      }
      continuation?.resume(returning: ending)
    case .start, .kill: break
    }
  }

  /// A child waits: for whoever asked first, else in the pool.
  private func started(_ pid: Int32, _ descriptor: Int32) {
    var child: Child?
    if pid > 0, descriptor >= 0 {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      let connection = WorkerConnection(descriptor: descriptor, reactor: reactor)
      reactor.add(connection)
      child = Child(pid: pid, connection: connection)
    } else if pid > 0 {
      // No descriptor was left in this process to receive its socket.
      kill(pid)
    }
    let taker = state.withLock { state -> CheckedContinuation<Child?, Never>? in
      state.starting -= 1
      if let child { state.expected.insert(child.pid) }
      if !state.takers.isEmpty { return state.takers.removeFirst() }
      if let child { state.idle.append(child) }
      return nil
    }
    taker?.resume(returning: child)
  }
}

extension [String] {
  /// Calls `body` with a NULL-terminated array of C strings.
  fileprivate func withCStrings<Result>(
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = map { strdup($0) } + [nil]
    // Safe because the strings live until the call returned.
    defer { pointers.forEach { free($0) } }
    return body(pointers)
  }
}
