import CLua
import CSandbox
import WorkerProtocol

#if canImport(Glibc)
import Glibc
#endif

/// The child's end of the socket to the host: blocking, one question at a time.
final class HostChannel {
  /// The descriptor of the run's socket, -1 before the run began (tests without a host).
  private var socket: Int32 = -1
  /// Log lines and bytes sent so far; more than the caps are dropped here and once noted.
  private var logLines = 0
  private var logBytes = 0

  /// The script's line of the last question, for errors after a tail call, which leaves no frame.
  private var lastLine: Int32 = 0

  static let maximumLogLines = 1000
  static let maximumLogBytes = 256 << 10

  init() {}

  func connect(_ socket: Int32) { self.socket = socket }

  /// Sends a frame. A host that went away ends the child.
  func send(_ frame: Frame) {
    guard socket >= 0 else { return }
    let bytes = frame.encoded
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { _exit(DASH_EXIT_PROTOCOL.exitStatus) }
      sent += count
    }
  }

  /// Waits for the next frame of the host.
  func receive() -> Frame {
    guard let lengths = Frame.lengths(readExactly(Frame.prefixLength)) else {
      _exit(DASH_EXIT_PROTOCOL.exitStatus)
    }
    return Frame(header: readExactly(lengths.header), body: readExactly(lengths.body))
  }

  private func readExactly(_ count: Int) -> [UInt8] {
    guard socket >= 0 else { _exit(DASH_EXIT_PROTOCOL.exitStatus) }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let received = read(socket, buffer.baseAddress.map { $0 + filled }, count - filled)
        if received < 0, errno == EINTR { continue }
        guard received > 0 else { _exit(DASH_EXIT_PROTOCOL.exitStatus) }
        filled += received
      }
    }
  }

  // MARK: The native module `host`

  /// `host.ask(header, body) → header, body`, `host.note(level, text)`.
  var module: NativeModule {
    NativeModule(
      "host",
      [
        ("ask", { [self] call in ask(call) }),
        ("note", { [self] call in note(call) }),
        (
          "last_line",
          { [self] call in
            call.push(Int(lastLine))
            return .results(1)
          }
        ),
      ])
  }

  private func ask(_ call: LuaCall) -> NativeResult {
    guard socket >= 0 else { return .failure("there is no host to ask in this process") }
    let line = dash_lua_line(call.state, "block.lua")
    if line > 0 { lastLine = line }
    let header: [UInt8]
    do {
      header = try LuaEncoding.encode(1, of: call, limits: .text)
    } catch {
      return .failure(error.message)
    }
    guard header.count <= Frame.maximumHeader else {
      return .failure("the request is too large; send less at once")
    }
    send(Frame(header: header, body: call.bytes(2).map(Array.init) ?? []))
    let reply = receive()
    let problem = reply.header.withUnsafeBytes { LuaDecoding.push($0, to: call) }
    guard problem == nil, call.type(-1) == LUA_TTABLE else {
      _exit(DASH_EXIT_PROTOCOL.exitStatus)
    }
    // A limit cannot be caught: the child names its line and ends.
    call.getField("limit", of: -1)
    if let limit = call.string(-1) { dash_lua_end(call.state, limit) }
    call.pop()
    call.push(reply.body)
    return .results(2)
  }

  private func note(_ call: LuaCall) -> NativeResult {
    guard let level = call.string(1), let text = call.bytes(2) else {
      return .failure("log: a text is needed, got \(call.typeName(2))")
    }
    guard logLines <= Self.maximumLogLines, logBytes <= Self.maximumLogBytes else {
      return .results(0)
    }
    logLines += 1
    logBytes += text.count
    if logLines > Self.maximumLogLines || logBytes > Self.maximumLogBytes {
      log("warn", Array("the log is full; later lines of this run are not kept".utf8))
    } else {
      log(level, Array(text.prefix(10_000)))
    }
    return .results(0)
  }

  private func log(_ level: String, _ text: [UInt8]) {
    let level = level == "warn" || level == "error" ? level : "info"
    send(Frame(header: Array(#"{"type":"log","level":"\#(level)"}"#.utf8), body: text))
  }
}

extension Int {
  /// The exit statuses are an anonymous C enum, which Swift sees as `Int`.
  var exitStatus: Int32 { Int32(self) }
}
