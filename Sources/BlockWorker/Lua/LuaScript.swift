import CLua
import CSandbox
import WorkerProtocol

/// Runs scripts through the runner that `prelude.lua` returned: `runner(chunk, ctx, source, traces,
/// action, arguments) → ok, data or description, absent reads`.
extension LuaState {
  /// Compiles a script and runs it, or its action.
  ///
  /// - Parameters:
  ///   - source: the text whose lines messages show, when it is not the script itself.
  ///   - mustBeTable: only a table, or nothing, may come back, as from a block.
  func run(
    _ order: RunOrder, source: [UInt8]? = nil, mustBeTable: Bool
  ) throws(ScriptFailure) -> ScriptResult {
    let top = lua_gettop(state)
    defer { lua_settop(state, top) }
    let call = LuaCall(state)
    lua_getfield(state, LuaState.registry, "dash.run")
    try compile(order.script)
    try push(order.context, call)
    if let source { call.push(source) } else { call.push(order.script) }
    call.push(order.tracesAbsentKeys)
    if let action = order.action {
      call.push(action.name)
      try push(json: action.arguments, call)
    } else {
      call.pushNil()
      call.pushNil()
    }
    guard dash_lua_call(state, 6, 3, 0) == LUA_OK else {
      throw ScriptFailure(message: call.string(-1) ?? Self.speechless)
    }
    let absentReads = call.texts(-1)
    call.pop()
    guard call.bool(-2) else { throw failure(call) }
    guard !mustBeTable || call.isNil(-1) || call.type(-1) == LUA_TTABLE else {
      throw ScriptFailure(
        message:
          "the script returned a \(call.typeName(-1)); return one table, like { rows = rows }")
    }
    do {
      let data = try LuaEncoding.encode(-1, of: call, limits: .result)
      return ScriptResult(data: data[...], absentReads: absentReads)
    } catch {
      switch error {
      case .limit(let message): throw ScriptFailure(kind: ScriptFailure.limit, message: message)
      case .value: throw ScriptFailure(message: "the returned table: \(error.message)")
      }
    }
  }

  /// Pushes the compiled script.
  func compile(_ script: ArraySlice<UInt8>) throws(ScriptFailure) {
    // Safe because Lua reads the count it is given and copies what it keeps.
    let status = script.withUnsafeBytes {
      dash_lua_load(
        state, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, "@block.lua")
    }
    guard status != LUA_OK else { return }
    let text = LuaCall(state).string(-1) ?? ""
    let prefix = "block.lua:"
    guard text.hasPrefix(prefix) else { throw ScriptFailure(message: text) }
    let rest = text.dropFirst(prefix.utf8.count)
    let line = rest.prefix { $0 != ":" }
    throw ScriptFailure(
      message: "the script does not compile: \(rest.dropFirst(line.count + 2))",
      place: prefix + line)
  }

  private static let speechless = "the script failed again while its error was handled"

  /// Pushes `ctx`.
  private func push(_ context: RunOrder.Context, _ call: LuaCall) throws(ScriptFailure) {
    call.newTable(fields: 7)
    try push(json: context.params, call)
    call.setField("params")
    call.setField("now", context.now)
    call.setField("reason", context.reason)
    call.setField("block", context.block)
    call.setField("zone", context.zone)
    call.setField("locale", context.locale)
    if let lastSuccess = context.lastSuccess { call.setField("last_success", lastSuccess) }
  }

  private func push(json: ArraySlice<UInt8>, _ call: LuaCall) throws(ScriptFailure) {
    if let problem = json.withUnsafeBytes({ LuaDecoding.push($0, to: call) }) {
      throw ScriptFailure(message: "what the host sent is not JSON: \(problem)")
    }
  }

  /// The table on top that the prelude described an error with.
  private func failure(_ call: LuaCall) -> ScriptFailure {
    guard call.type(-1) == LUA_TTABLE else {
      return ScriptFailure(message: call.string(-1) ?? Self.speechless)
    }
    return ScriptFailure(
      kind: call.field("kind", of: -1, call.string) ?? ScriptFailure.scriptError,
      message: call.field("message", of: -1, call.string) ?? Self.speechless,
      place: call.field("at", of: -1, call.string),
      traceback: call.field("traceback", of: -1, call.texts) ?? [],
      retryAfter: call.field("retry_after", of: -1, call.integer).map { Int($0) })
  }
}
