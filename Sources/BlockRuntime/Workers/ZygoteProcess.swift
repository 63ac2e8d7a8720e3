import CSandbox
import Foundation
import Synchronization
import WorkerProtocol

/// A running zygote as the host sees it: started by posix_spawn, asked over its control socket.
final class ZygoteProcess: Sendable {
  /// How a child ended, as the zygote saw it.
  typealias Ending = ZygoteReport.Ending

  /// A process for one run, or one that will be one soon.
  struct Child: Sendable {
    /// Given by the host; the process has another one.
    let number: Int32
    let connection: WorkerConnection
    /// It was forked and sandboxed before it was wanted.
    let waits: Bool
  }

  private struct State {
    var idle: [Child] = []
    var lastNumber: Int32 = 0
    /// Of children that wait.
    var processes: [Int32: pid_t] = [:]
    var endings: [Int32: Ending] = [:]
    var waitingForEnd: [Int32: CheckedContinuation<Ending?, Never>] = [:]
    /// Children that should end by themselves, and since when.
    var leaving: [Int32: ContinuousClock.Instant] = [:]
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
  func take() -> Child? {
    let idle = state.withLock { state -> Child? in
      // One that ended is taken out as soon as the zygote tells.
      state.idle.popLast()
    }
    return idle ?? make(waits: false)
  }

  /// Has as many children forked as shall wait. A run that takes a while asks for it; after a short
  /// one it is done when its child has ended.
  func fillPool() {
    let missing = state.withLock { poolSize - $0.idle.count }
    for _ in 0..<max(0, missing) {
      guard let child = make(waits: true) else { return }
      let isTooMany = state.withLock { state in
        guard !state.isGone, state.idle.count < poolSize else { return true }
        state.idle.append(child)
        return false
      }
      if isTooMany { discard(child) }
    }
  }

  /// Asks for one more child. What it is told can be written at once: it reads when it lives.
  private func make(waits: Bool) -> Child? {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard !isGone, socketpair(AF_UNIX, type, 0, &pair) == 0 else { return nil }
    _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
    let number = state.withLock { state in
      state.lastNumber = state.lastNumber == .max ? 1 : state.lastNumber + 1
      state.expected.insert(state.lastNumber)
      return state.lastNumber
    }
    let child = Child(
      number: number, connection: WorkerConnection(descriptor: pair[0], reactor: reactor),
      waits: waits)
    let order = ZygoteOrder.start(child: number, waits: waits).encoded
    let isSent = dash_send(control, order, order.count, pair[1]) == 0
    Foundation.close(pair[1])
    guard isSent else {
      discard(child)
      return nil
    }
    return child
  }

  /// A child that has done its work ends by itself, and to wake the zygote for its sake would cost
  /// the run as much as its script. Should it not, it is killed when a later one has ended.
  func leave(_ child: Child) {
    state.withLock { state in
      state.leaving[child.number] = .now
      state.expected.remove(child.number)
      if state.endings.removeValue(forKey: child.number) != nil {
        state.leaving[child.number] = nil
      }
    }
    child.connection.close()
  }

  /// Ends a child that nobody needs.
  func discard(_ child: Child) {
    forget(child.number)
    kill(child.number)
    child.connection.close()
  }

  func kill(_ child: Int32) {
    let order = ZygoteOrder.kill(child: child).encoded
    _ = dash_send(control, order, order.count, -1)
  }

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
    let process = state.withLock { state in
      state.idle.first.flatMap { state.processes[$0.number] }
    }
    return process.map { Int(dash_pss_kib($0)) }
  }

  /// Ends the zygote; its children end with it.
  func stop() { shutdown(control, Int32(SHUT_RDWR)) }

  var isGone: Bool { state.withLock { $0.isGone } }

  private func listen() {
    var record = [UInt8](repeating: 0, count: ZygoteRecord.most)
    var descriptor: Int32 = -1
    while case let count = dash_receive(control, &record, record.count, &descriptor), count > 0 {
      if descriptor >= 0 { Foundation.close(descriptor) }
      if let report = try? ZygoteReport(Array(record.prefix(count))) { receive(report) }
    }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let left = state.withLock { state in
      state.isGone = true
      defer {
        state.idle = []
        state.waitingForEnd = [:]
        state.ready = []
      }
      return state
    }
    left.idle.forEach { $0.connection.close() }
    left.waitingForEnd.values.forEach { $0.resume(returning: nil) }
    left.ready.forEach { $0.resume(returning: nil) }
    Foundation.close(control)
  }

  private func receive(_ report: ZygoteReport) {
    switch report {
    case .ready(let layers):
      let waiting = state.withLock { state in
        state.layers = layers
        defer { state.ready = [] }
        return state.ready
      }
      waiting.forEach { $0.resume(returning: layers) }
      fillPool()
    case .started(let child, let process): state.withLock { $0.processes[child] = process }
    case .ended(let child, let ending): ended(child, ending)
    }
  }

  private func ended(_ child: Int32, _ ending: Ending) {
    let (idle, continuation) = state.withLock {
      state -> (Child?, CheckedContinuation<Ending?, Never>?) in
      state.processes[child] = nil
      state.leaving[child] = nil
      if let place = state.idle.firstIndex(where: { $0.number == child }) {
        state.expected.remove(child)
        return (state.idle.remove(at: place), nil)
      }
      if let waiting = state.waitingForEnd.removeValue(forKey: child) {
        state.expected.remove(child)
        return (nil, waiting)
      }
      if state.expected.contains(child) { state.endings[child] = ending }
      return (nil, nil)
    }
    continuation?.resume(returning: ending)
    killLate()
    // One that ended while it waited is not replaced at once: the next might end as soon.
    if let idle { idle.connection.close() } else { fillPool() }
  }
}

extension ZygoteProcess {
  /// Kills those that should have ended by themselves a second ago.
  private func killLate() {
    let late = state.withLock { state in
      let late = state.leaving.filter { .now - $0.value > .seconds(1) }.map(\.key)
      late.forEach { state.leaving[$0] = nil }
      return late
    }
    late.forEach(kill)
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
