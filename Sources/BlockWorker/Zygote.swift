import CSandbox
import WorkerProtocol

#if canImport(Glibc)
import Glibc
#endif

/// The process every run is a fork of: small, single-threaded, with the stdlib loaded.
///
/// The host keeps a few children waiting, already forked and sandboxed, each at the other end of a
/// socket of its own: a run costs sending it one frame, and no work here.
public struct Zygote {
  private let control: Int32
  private let lua: LuaState
  private let channel: HostChannel
  // Safe because it is allocated once and lives as long as the process.
  private let sandbox: UnsafeMutablePointer<dash_sandbox>
  private let signals: Int32
  private var children: Set<pid_t> = []

  /// - Parameters:
  ///   - control: the `SOCK_SEQPACKET` socket to the host.
  ///   - stdlib: the folder `LuaStdlib`.
  ///   - extra: native modules without a Lua half, for tests.
  public init(
    control: Int32, stdlib: String, extra: [NativeModule] = []
  ) throws(LuaState.Failure) {
    self.control = control
    channel = HostChannel()
    let sources = try StdlibFolder.sources(in: stdlib)
    lua = try LuaState(sources: sources, natives: NativeModules.all + [channel.module] + extra)
    sandbox = .allocate(capacity: 1)
    sandbox.initialize(to: dash_sandbox())
    dash_sandbox_prepare(sandbox)
    ScriptRun(lua: lua, channel: channel, sandbox: sandbox).rehearse()
    dash_lua_collect(lua.state)
    signals = dash_child_signals()
  }

  /// Serves until the host goes away.
  public mutating func serve() -> Never {
    sandbox.pointee.layers = layers()
    answer(ZygoteMessage(.ready, value: UInt64(sandbox.pointee.layers)))
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
    if descriptor >= 0 { close(descriptor) }
    guard let message = ZygoteMessage(bytes.prefix(Int(count))) else { return }
    switch message.kind {
    case .start: start(rehearses: message.value == 1)
    case .kill where children.contains(message.pid): kill(message.pid, SIGKILL)
    case .kill, .ready, .started, .ended: break
    }
  }

  /// Makes one more waiting child and sends the host its end of the socket.
  private mutating func start(rehearses: Bool) {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else {
      return answer(ZygoteMessage(.started, pid: -1))
    }
    let pid = dash_fork()
    if pid == 0 { live(on: pair[1], rehearses: rehearses) }
    close(pair[1])
    if pid > 0 {
      children.insert(pid)
      answer(ZygoteMessage(.started, pid: pid), descriptor: pair[0])
    } else {
      answer(ZygoteMessage(.started, pid: -1))
    }
    close(pair[0])
  }

  /// The life of a child. One that waits rehearses first: the kernel then maps and copies the pages
  /// of a run while nobody waits for it.
  private func live(on socket: Int32, rehearses: Bool) -> Never {
    // No run with less than what the host was told.
    guard dash_sandbox_enter(sandbox, socket) == sandbox.pointee.layers else {
      _exit(DASH_EXIT_SANDBOX.exitStatus)
    }
    let run = ScriptRun(lua: lua, channel: channel, sandbox: sandbox)
    if rehearses { run.rehearse() }
    run.perform(on: 3)
  }

  private mutating func reap() {
    dash_child_signals_clear(signals)
    var status: Int32 = 0
    var milliseconds: UInt64 = 0
    while case let pid = dash_reap(&status, &milliseconds), pid > 0 {
      guard children.remove(pid) != nil else { continue }
      answer(
        ZygoteMessage(
          .ended, pid: pid, value: milliseconds << 16 | UInt64(UInt16(truncatingIfNeeded: status))))
    }
  }

  private func answer(_ message: ZygoteMessage, descriptor: Int32 = -1) {
    let bytes = message.encoded
    if dash_send(control, bytes, bytes.count, descriptor) != 0 { _exit(0) }
  }
}
