import CLua
import CSandbox
import WorkerProtocol

#if canImport(Glibc)
import Glibc
#endif

/// One run of one script in a child: the request in, the last word out, then the end.
struct ScriptRun {
  let lua: LuaState
  let channel: HostChannel
  let sandbox: UnsafePointer<dash_sandbox>

  func perform(on socket: Int32) -> Never {
    channel.connect(socket)
    let request = channel.receive()
    let call = LuaCall(lua.state)
    let problem = request.header.withUnsafeBytes { LuaDecoding.push($0, to: call) }
    guard problem == nil, call.type(-1) == LUA_TTABLE else { _exit(DASH_EXIT_PROTOCOL.exitStatus) }
    let table = lua_gettop(lua.state)
    arm(call, table, socket)
    finish(answer(call, table, request.body))
  }

  /// Does what a run does, without limits, so that what the first use of anything costs (symbols,
  /// metadata, tables of the parsers, pages) is not paid while somebody waits.
  func rehearse() {
    let call = LuaCall(lua.state)
    let top = lua_gettop(lua.state)
    let header = #"{"type":"run","check":false,"ctx":{"params":{"a":[1,2.5,"ü",null,true]}}}"#
    let script = """
      local json = require "json"
      return function(ctx)
        local ok, problem = pcall(error, ctx.reason)
        return { text = json.encode(ctx.params), list = json.decode("[1]"), number = 1.5, ok = ok }
      end
      """
    for script in [script, "return function() error('rehearsal') end"] {
      let request = passed(Frame(header: Array(header.utf8), body: Array(script.utf8)))
      if request.header.withUnsafeBytes({ LuaDecoding.push($0, to: call) }) == nil {
        _ = passed(answer(call, lua_gettop(lua.state), request.body))
      }
      lua_settop(lua.state, top)
    }
  }

  /// The frame after it went through a socket, where sockets can still be made: in the zygote.
  private func passed(_ frame: Frame) -> Frame {
    guard getpid() == sandbox.pointee.zygote else { return frame }
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else { return frame }
    defer {
      channel.connect(-1)
      pair.forEach { close($0) }
    }
    channel.connect(pair[0])
    channel.send(frame)
    channel.connect(pair[1])
    return channel.receive()
  }

  /// Sets the limits of this run.
  private func arm(_ call: LuaCall, _ request: Int32, _ socket: Int32) {
    func number(_ name: String, _ fallback: Int64) -> UInt64 {
      call.getField(name, of: request)
      defer { call.pop() }
      return UInt64(max(1, call.integer(-1) ?? fallback))
    }
    let memory = number("memory_bytes", 128 << 20)
    let meter = lua.meter
    meter.pointee.report_fd = socket
    meter.pointee.peak = meter.pointee.used
    meter.pointee.limit = meter.pointee.used + Int(memory)
    // Native parsers hold their trees outside of Lua: as much again, and room for the C library.
    dash_sandbox_limit_memory(sandbox, Int(memory) * 2 + (32 << 20))
    dash_lua_arm(meter, number("milliseconds", 30_000), number("cpu_seconds", 30))
  }

  /// The last frame.
  private func answer(_ call: LuaCall, _ request: Int32, _ script: [UInt8]) -> Frame {
    lua_getfield(lua.state, LuaState.registry, "dash.run")
    if let problem = lua.compile(script: script) {
      return fail(problem.kind, problem.message, at: problem.place)
    }
    call.getField("check", of: request)
    if call.bool(-1) {
      return Frame(header: Array(#"{"type":"result"}"#.utf8), body: Array("null".utf8))
    }
    call.pop()
    lua_pushvalue(lua.state, request)
    call.push("source")
    call.push(script)
    lua_rawset(lua.state, -3)
    guard dash_lua_call(lua.state, 2, 3, 0) == LUA_OK else {
      return fail("script_error", call.string(-1) ?? "the script failed while it failed")
    }
    // Below: ok, then what was returned or described; on top the reads of absent keys.
    let absent = (try? LuaEncoding.encode(-1, of: call, limits: .text)) ?? Array("[]".utf8)
    call.pop()
    guard call.bool(-2) else {
      guard call.type(-1) == LUA_TTABLE else {
        return fail("script_error", call.string(-1) ?? "the script failed while it failed")
      }
      return failure(call)
    }
    return result(call, absent)
  }

  private func result(_ call: LuaCall, _ absent: [UInt8]) -> Frame {
    guard call.isNil(-1) || call.type(-1) == LUA_TTABLE else {
      return fail(
        "script_error",
        "the script returned a \(call.typeName(-1)); return one table, like { rows = rows }")
    }
    do {
      let data = try LuaEncoding.encode(-1, of: call, limits: .result)
      let header =
        #"{"type":"result","memory":\#(lua.meter.pointee.peak),"#
        + #""cpu_ms":\#(dash_cpu_milliseconds()),"absent":"#
      return Frame(header: Array(header.utf8) + absent + Array("}".utf8), body: data)
    } catch {
      switch error {
      case .limit(let message): return fail("limit", message)
      case .value: return fail("script_error", "the returned table: \(error.message)")
      }
    }
  }

  /// The table that the prelude described an error with.
  private func failure(_ call: LuaCall) -> Frame {
    call.setField("type", "fail")
    call.setField("memory", lua.meter.pointee.peak)
    call.setField("cpu_ms", Int(dash_cpu_milliseconds()))
    let header = try? LuaEncoding.encode(-1, of: call, limits: .text)
    guard let header, header.count <= Frame.maximumHeader else {
      return fail("script_error", "the script raised something that cannot be shown")
    }
    return Frame(header: header)
  }

  private func fail(_ kind: String, _ message: String, at place: String? = nil) -> Frame {
    let call = LuaCall(lua.state)
    call.newTable(fields: 5)
    call.setField("type", "fail")
    call.setField("kind", kind)
    call.setField("message", message)
    if let place { call.setField("at", place) }
    call.setField("memory", lua.meter.pointee.peak)
    call.setField("cpu_ms", Int(dash_cpu_milliseconds()))
    let header = try? LuaEncoding.encode(-1, of: call, limits: .text)
    return Frame(header: header ?? Array(#"{"type":"fail","kind":"script_error"}"#.utf8))
  }

  private func finish(_ frame: Frame) -> Never {
    channel.send(frame)
    _exit(DASH_EXIT_OK.exitStatus)
  }
}
