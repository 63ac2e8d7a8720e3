import CSandbox
import WorkerProtocol

#if canImport(Glibc)
import Glibc
#endif

/// The process every run is a fork of: small, single-threaded, with the stdlib loaded.
///
/// The host sends the end of a socket for each child it wants. A few children wait, already forked
/// and sandboxed: a run costs sending one of them a frame, and no work here.
public struct Zygote {
  private let control: Int32
  private let lua: LuaState
  private let channel: HostChannel
  // Safe because it is allocated once and lives as long as the process.
  private let sandbox: UnsafeMutablePointer<dash_sandbox>
  private let signals: Int32
  /// The host's numbers of the children that live.
  private var numbers: [pid_t: Int32] = [:]
  private var processes: [Int32: pid_t] = [:]

  /// - Parameters:
  ///   - control: the `SOCK_SEQPACKET` socket to the host.
  ///   - stdlib: the folder `LuaStdlib`.
  ///   - extra: native modules without a Lua half, for tests.
  public init(
    control: Int32, stdlib: String, extra: [NativeModule] = []
  ) throws(LuaState.Failure) {
    self.control = control
    channel = HostChannel()
    let sources: [StdlibSource]
    do { sources = try StdlibFolder.sources(in: stdlib) } catch {
      throw LuaState.Failure(description: error.description)
    }
    lua = try LuaState(
      sources: sources, natives: NativeModules.all + HostModules.all(channel) + extra)
    sandbox = .allocate(capacity: 1)
    sandbox.initialize(to: dash_sandbox())
    _ = dash_program_to_large_pages()
    dash_sandbox_prepare(sandbox)
    dash_lua_watch(lua.meter)
    ScriptRun(lua: lua, channel: channel, sandbox: sandbox).rehearse()
    dash_lua_collect(lua.state)
    signals = dash_child_signals()
  }

  /// Serves until the host goes away.
  public mutating func serve() -> Never {
    sandbox.pointee.layers = layers()
    report(.ready(layers: sandbox.pointee.layers))
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
    var record = [UInt8](repeating: 0, count: ZygoteRecord.most)
    var descriptor: Int32 = -1
    let count = dash_receive(control, &record, record.count, &descriptor)
    guard count > 0 else { _exit(0) }
    defer { if descriptor >= 0 { close(descriptor) } }
    guard let order = try? ZygoteOrder(Array(record.prefix(Int(count)))) else { return }
    switch order {
    case .start(let child, let waits): start(child, on: descriptor, waits: waits)
    case .kill(let child): if let pid = processes[child] { kill(pid, SIGKILL) }
    }
  }

  /// Makes one more child at this end of its socket.
  private mutating func start(_ child: Int32, on socket: Int32, waits: Bool) {
    let pid = socket >= 0 ? dash_fork() : -1
    if pid == 0 { live(on: socket, rehearses: waits) }
    guard pid > 0 else {
      return report(.ended(child: child, .init(status: SIGKILL, cpuMilliseconds: 0)))
    }
    numbers[pid] = child
    processes[child] = pid
    if waits { report(.started(child: child, process: pid)) }
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
      guard let child = numbers.removeValue(forKey: pid) else { continue }
      processes[child] = nil
      let ending = ZygoteReport.Ending(
        status: status & 0xFFFF, cpuMilliseconds: Int(clamping: milliseconds))
      report(.ended(child: child, ending))
    }
  }

  private func report(_ report: ZygoteReport) {
    let record = report.encoded
    if dash_send(control, record, record.count, -1) != 0 { _exit(0) }
  }
}
