import CLua
import CSandbox
import WorkerProtocol

#if canImport(Glibc)
import Glibc
#endif

/// One run of one script in a child: the order in, the ending out, then the end of the process.
struct ScriptRun {
  let lua: LuaState
  let channel: HostChannel
  let sandbox: UnsafePointer<dash_sandbox>

  func perform(on socket: Int32) -> Never {
    channel.connect(socket)
    guard case .run(let order) = channel.receive() else { channel.endForNonsense() }
    arm(order, socket)
    if order.isProfiled { lua.beginProfile() }
    let ending = ending(of: order)
    if order.isProfiled { channel.send(.profile(lua.endProfile())) }
    channel.send(ending)
    _exit(DASH_EXIT_OK.exitStatus)
  }

  /// Does what a run does, without limits, so that what the first use of anything costs (symbols,
  /// metadata, tables of the parsers, pages) is not paid while somebody waits.
  func rehearse() {
    let params = #"{"a":[1,2.5,"ü",null,true]}"#
    let script = """
      local json = require "json"
      return function(ctx)
        local ok, problem = pcall(error, ctx.reason)
        return { text = json.encode(ctx.params), list = json.decode("[1]"), number = 1.5, ok = ok }
      end
      """
    dash_lua_arm(0, 0)
    for script in [script, "return function() error('rehearsal') end"] {
      let order = RunOrder(
        script: Array(script.utf8)[...],
        context: RunOrder.Context(
          params: Array(params.utf8)[...], now: 0, reason: "rehearsal", block: "rehearsal"))
      if case .run(let order)? = passed(HostMessage.run(order).encoded, HostMessage.init) {
        _ = passed(ending(of: order).encoded, ChildMessage.init)
      }
    }
  }

  /// A message after it went through a socket, where sockets can still be made: in the zygote.
  private func passed<Message>(
    _ encoded: () throws(WireProblem) -> [UInt8], _ read: ([UInt8]) throws(WireProblem) -> Message
  ) -> Message? {
    guard let frame = try? encoded() else { return nil }
    var pair: [Int32] = [-1, -1]
    guard getpid() == sandbox.pointee.zygote,
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0
    else { return try? read(Array(frame.dropFirst(Frame.prefixLength))) }
    defer {
      channel.connect(-1)
      pair.forEach { close($0) }
    }
    channel.connect(pair[0])
    channel.send(frame)
    channel.connect(pair[1])
    return try? read(channel.receiveFrame())
  }

  /// Sets the limits of this run.
  private func arm(_ order: RunOrder, _ socket: Int32) {
    let memory = max(1, order.memory)
    let meter = lua.meter
    meter.pointee.report_fd = socket
    meter.pointee.peak = meter.pointee.used
    meter.pointee.limit = meter.pointee.used + memory
    // Native parsers hold their trees outside of Lua: as much again, and room for the C library.
    dash_sandbox_limit_memory(sandbox, memory * 2 + (32 << 20))
    dash_lua_arm(UInt64(max(1, order.milliseconds)), UInt64(max(1, order.cpuSeconds)))
  }

  /// The last message.
  private func ending(of order: RunOrder) -> ChildMessage {
    do {
      guard order.isCheck else {
        let result = try lua.run(order, mustBeTable: true)
        return .result(result, use)
      }
      try lua.compile(order.script)
      return .result(ScriptResult(data: Array("null".utf8)[...]), use)
    } catch {
      return .failure(error, use)
    }
  }

  private var use: ProcessUse {
    ProcessUse(memory: lua.meter.pointee.peak, cpuMilliseconds: Int(dash_cpu_milliseconds()))
  }
}
