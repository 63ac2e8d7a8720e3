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

  private struct State {
    var starting: [UInt64: CheckedContinuation<Int32?, Never>] = [:]
    var endings: [Int32: Ending] = [:]
    var waitingForEnd: [Int32: CheckedContinuation<Ending?, Never>] = [:]
    /// Children whose end somebody will ask for.
    var expected: Set<Int32> = []
    var ready: [CheckedContinuation<Int32?, Never>] = []
    var layers: Int32?
    var memory: [CheckedContinuation<Int?, Never>] = []
    var isGone = false
  }

  let pid: pid_t
  private let control: Int32
  private let state = Mutex(State())

  /// - Returns: `nil` when the executable cannot be started; `errno` says why.
  init?(_ configuration: RunnerConfiguration) {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { return nil }
    let arguments = [
      configuration.worker.path, configuration.stdlib.path, String(configuration.poolSize),
    ]
    // Nothing of the host's environment, where keys of model providers may stand.
    let environment = ["LANG=C.UTF-8"]
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

  /// Hands `socket` to a child.
  /// - Returns: its pid, `nil` when none could be made.
  func start(_ run: UInt64, on socket: Int32) async -> Int32? {
    await withCheckedContinuation { continuation in
      let isGone = state.withLock { state in
        if !state.isGone { state.starting[run] = continuation }
        return state.isGone
      }
      guard !isGone else { return continuation.resume(returning: nil) }
      send(ZygoteMessage(.start, value: run), descriptor: socket)
    }
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
  func memoryOfWaitingChild() async -> Int? {
    await withCheckedContinuation { continuation in
      let isGone = state.withLock { state in
        if !state.isGone { state.memory.append(continuation) }
        return state.isGone
      }
      guard !isGone else { return continuation.resume(returning: nil) }
      send(ZygoteMessage(.memory))
    }
  }

  /// Ends the zygote; its children end with it.
  func stop() { shutdown(control, Int32(SHUT_RDWR)) }

  var isGone: Bool { state.withLock { $0.isGone } }

  private func send(_ message: ZygoteMessage, descriptor: Int32 = -1) {
    let bytes = message.encoded
    _ = dash_send(control, bytes, bytes.count, descriptor)
  }

  private func listen() {
    var bytes = [UInt8](repeating: 0, count: ZygoteMessage.length)
    var descriptor: Int32 = -1
    while case let count = dash_receive(control, &bytes, bytes.count, &descriptor), count > 0 {
      if descriptor >= 0 { Foundation.close(descriptor) }
      if let message = ZygoteMessage(bytes.prefix(count)) { receive(message) }
    }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let left = state.withLock { state in
      state.isGone = true
      defer {
        state.starting = [:]
        state.waitingForEnd = [:]
        state.ready = []
        state.memory = []
      }
      return state
    }
    left.starting.values.forEach { $0.resume(returning: nil) }
    left.waitingForEnd.values.forEach { $0.resume(returning: nil) }
    left.ready.forEach { $0.resume(returning: nil) }
    left.memory.forEach { $0.resume(returning: nil) }
    Foundation.close(control)
  }

  private func receive(_ message: ZygoteMessage) {
    switch message.kind {
    case .ready:
      let layers = Int32(truncatingIfNeeded: message.value)
      let waiting = state.withLock { state in
        state.layers = layers
        defer { state.ready = [] }
        return state.ready
      }
      waiting.forEach { $0.resume(returning: layers) }
    case .started:
      let continuation = state.withLock { state in
        if message.pid > 0 { state.expected.insert(message.pid) }
        return state.starting.removeValue(forKey: message.value)
      }
      continuation?.resume(returning: message.pid > 0 ? message.pid : nil)
    case .ended:
      let ending = Ending(
        status: Int32(message.value & 0xFFFF), cpuMilliseconds: Int(message.value >> 16))
      let continuation = state.withLock { state -> CheckedContinuation<Ending?, Never>? in
        if let waiting = state.waitingForEnd.removeValue(forKey: message.pid) {
          state.expected.remove(message.pid)
          return waiting
        }
        // A child that ended while it still waited for a run is nobody's.
        if state.expected.contains(message.pid) { state.endings[message.pid] = ending }
        return nil
      }
      continuation?.resume(returning: ending)
    case .memory:
      let waiting = state.withLock { state in
        state.memory.isEmpty ? nil : state.memory.removeFirst()
      }
      waiting?.resume(returning: message.pid > 0 ? Int(message.value) : nil)
    case .start, .kill: break
    }
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
