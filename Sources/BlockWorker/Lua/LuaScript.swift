import CLua
import CSandbox

/// Why a script failed, as the prelude describes it.
public struct ScriptFailure: Error, CustomStringConvertible {
  /// A raw value of `FailureKind`: `script_error`, `shape_drift`, `http_status`…
  public var kind: String
  public var message: String
  /// `block.lua:12`
  public var place: String?
  public var traceback: [String]

  public var description: String { (place.map { "\($0): " } ?? "") + message }
}

extension LuaState {
  /// Makes a state with the modules of a folder, for tests and tools that run without a worker.
  public convenience init(
    stdlib folder: String, natives: [NativeModule] = NativeModules.all
  ) throws(Failure) {
    let channel = HostChannel()
    try self.init(
      sources: try StdlibFolder.sources(in: folder), natives: natives + [channel.module])
  }

  /// Runs a script in this process, without limits: `return require("json").decode("[1]")`.
  ///
  /// - Returns: what the script returned, as JSON text with sorted keys.
  public func run(_ script: String) throws(ScriptFailure) -> String {
    let top = lua_gettop(state)
    defer { lua_settop(state, top) }
    let call = LuaCall(state)
    lua_getfield(state, LuaState.registry, "dash.run")
    if let problem = compile(script: Array("return function(ctx) \(script)\nend".utf8)) {
      throw problem
    }
    call.newTable()
    call.newTable()
    call.setField("ctx")
    call.setField("source", script)
    guard dash_lua_call(state, 2, 2, 0) == LUA_OK else {
      throw ScriptFailure(
        kind: "script_error", message: call.string(-1) ?? "", place: nil, traceback: [])
    }
    guard call.bool(-2) else { throw failure(call) }
    do {
      let text = try LuaEncoding.encode(-1, of: call, limits: .result)
      return String(decoding: text, as: UTF8.self)
    } catch {
      throw ScriptFailure(
        kind: "script_error", message: error.message, place: nil, traceback: [])
    }
  }

  /// Pushes the compiled script, or returns why it does not compile.
  func compile(script: [UInt8]) -> ScriptFailure? {
    let status = script.withUnsafeBytes {
      dash_lua_load(
        state, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, "@block.lua")
    }
    guard status != LUA_OK else { return nil }
    let text = LuaCall(state).string(-1) ?? ""
    var failure = ScriptFailure(
      kind: "script_error", message: text, place: nil, traceback: [])
    let prefix = "block.lua:"
    if text.hasPrefix(prefix) {
      let rest = text.dropFirst(prefix.utf8.count)
      let line = rest.prefix { $0 != ":" }
      failure.place = prefix + line
      failure.message = "the script does not compile: \(rest.dropFirst(line.count + 2))"
    }
    return failure
  }

  /// The table on top that the prelude described an error with.
  private func failure(_ call: LuaCall) -> ScriptFailure {
    func text(_ name: String) -> String? {
      call.getField(name, of: -1)
      defer { call.pop() }
      return call.string(-1)
    }
    guard call.type(-1) == LUA_TTABLE else {
      return ScriptFailure(
        kind: "script_error", message: call.string(-1) ?? "the script failed while it failed",
        place: nil, traceback: [])
    }
    var traceback: [String] = []
    if call.getField("traceback", of: -1) == LUA_TTABLE {
      while lua_rawgeti(state, -1, Int64(traceback.count + 1)) == LUA_TSTRING {
        traceback.append(call.string(-1) ?? "")
        call.pop()
      }
      call.pop()
    }
    call.pop()
    return ScriptFailure(
      kind: text("kind") ?? "script_error", message: text("message") ?? "unknown error",
      place: text("at"), traceback: traceback)
  }
}
