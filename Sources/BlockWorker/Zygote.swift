import CSandbox
import WorkerProtocol

#if canImport(Glibc)
import Glibc
#endif

/// The process every run is a fork of: small, single-threaded, with the stdlib loaded.
///
/// A few children wait already forked and sandboxed; a run costs handing one of them its socket.
/// A new one is forked after the answer, while the host is busy with the run.
public struct Zygote {
  private let control: Int32
  private let lua: LuaState
  private let channel: HostChannel
  // Safe because it is allocated once and lives as long as the process.
  private let sandbox: UnsafeMutablePointer<dash_sandbox>
  private let signals: Int32
  private let poolSize: Int
  /// Children that wait for a run, with our end of the socket to each.
  private var waiting: [(pid: pid_t, handoff: Int32)] = []
  private var children: Set<pid_t> = []

  /// - Parameters:
  ///   - control: the `SOCK_SEQPACKET` socket to the host.
  ///   - stdlib: the folder `LuaStdlib`.
  ///   - poolSize: children that wait, 0…16; 0 forks for each run.
  public init(
    control: Int32, stdlib: String, poolSize: Int, extra: [NativeModule] = []
  ) throws(LuaState.Failure) {
    self.control = control
    self.poolSize = poolSize
    channel = HostChannel()
    let sources = try StdlibFolder.sources(in: stdlib)
    lua = try LuaState(sources: sources, natives: NativeModules.all + [channel.module] + extra)
    sandbox = .allocate(capacity: 1)
    sandbox.initialize(to: dash_sandbox())
    dash_sandbox_prepare(sandbox)
    signals = dash_child_signals()
  }

  /// Serves until the host goes away.
  public mutating func serve() -> Never {
    refill()
    answer(ZygoteMessage(.ready, value: UInt64(layers())))
    var polled = [
      pollfd(fd: control, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      guard poll(&polled, 2, -1) > 0 else { continue }
      if polled[1].revents != 0 { reap() }
      if polled[0].revents != 0 { receive() }
    }
  }

  /// The layers that are on in a child, found by making one.
  private func layers() -> Int32 {
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &pair) == 0 else { return 0 }
    defer { pair.forEach { close($0) } }
    let pid = dash_fork()
    if pid == 0 {
      var on = dash_sandbox_enter(sandbox, pair[1])
      write(3, &on, MemoryLayout<Int32>.size)
      _exit(0)
    }
    var on: Int32 = 0
    close(pair[1])
    pair[1] = -1
    return read(pair[0], &on, MemoryLayout<Int32>.size) == MemoryLayout<Int32>.size ? on : 0
  }

  private mutating func receive() {
    var bytes = [UInt8](repeating: 0, count: ZygoteMessage.length)
    var descriptor: Int32 = -1
    let count = dash_receive(control, &bytes, bytes.count, &descriptor)
    guard count > 0 else { _exit(0) }
    defer { if descriptor >= 0 { close(descriptor) } }
    guard let message = ZygoteMessage(bytes.prefix(Int(count))) else { return }
    switch message.kind {
    case .start where descriptor >= 0: start(message.value, on: descriptor)
    case .kill where children.contains(message.pid): kill(message.pid, SIGKILL)
    case .memory:
      let pid = waiting.first?.pid ?? 0
      answer(ZygoteMessage(.memory, pid: pid, value: pid > 0 ? dash_pss_kib(pid) : 0))
    case .start, .kill, .ready, .started, .ended: break
    }
  }

  private mutating func start(_ run: UInt64, on socket: Int32) {
    if waiting.isEmpty { fork() }
    guard let child = waiting.popLast() else {
      answer(ZygoteMessage(.started, pid: -1, value: run))
      return
    }
    var go: UInt8 = 1
    // A child that ended while it waited is noticed by `reap`; the host sees its socket close.
    _ = dash_send(child.handoff, &go, 1, socket)
    close(child.handoff)
    answer(ZygoteMessage(.started, pid: child.pid, value: run))
    refill()
  }

  private mutating func refill() {
    while waiting.count < poolSize, fork() {}
  }

  /// Makes one more waiting child.
  @discardableResult
  private mutating func fork() -> Bool {
    var pair: [Int32] = [-1, -1]
    guard
      socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0
    else { return false }
    let pid = dash_fork()
    if pid == 0 { wait(on: pair[1]) }
    close(pair[1])
    guard pid > 0 else {
      close(pair[0])
      return false
    }
    children.insert(pid)
    waiting.append((pid, pair[0]))
    return true
  }

  /// The life of a child.
  private func wait(on handoff: Int32) -> Never {
    _ = dash_sandbox_enter(sandbox, handoff)
    var go: UInt8 = 0
    var socket: Int32 = -1
    guard dash_receive(3, &go, 1, &socket) == 1, socket >= 0 else {
      _exit(DASH_EXIT_PROTOCOL.exitStatus)
    }
    close(3)
    ScriptRun(lua: lua, channel: channel, sandbox: sandbox).perform(on: socket)
  }

  private mutating func reap() {
    dash_child_signals_clear(signals)
    var status: Int32 = 0
    var milliseconds: UInt64 = 0
    while case let pid = dash_reap(&status, &milliseconds), pid > 0 {
      guard children.remove(pid) != nil else { continue }
      if let place = waiting.firstIndex(where: { $0.pid == pid }) {
        close(waiting.remove(at: place).handoff)
      }
      answer(
        ZygoteMessage(
          .ended, pid: pid, value: milliseconds << 16 | UInt64(UInt16(truncatingIfNeeded: status))))
    }
  }

  private func answer(_ message: ZygoteMessage) {
    let bytes = message.encoded
    if dash_send(control, bytes, bytes.count, -1) != 0 { _exit(0) }
  }
}
