import CLua
import CSandbox

/// A restricted Lua state with the stdlib loaded. The zygote holds one; every child inherits it.
public final class LuaState {
  public let state: OpaquePointer
  // Safe because the meter is allocated once and freed after the state is closed.
  let meter: UnsafeMutablePointer<dash_meter>
  private var functions: [NativeFunction] = []

  /// What cannot be: `LuaStdlib/` is damaged or there is no memory.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Makes the state and runs `prelude.lua`, which loads all other modules.
  ///
  /// - Parameters:
  ///   - sources: all files of `LuaStdlib/`, among them `prelude`.
  ///   - natives: the native halves.
  ///   - memory: bytes of the Lua allocator, 0 for no limit.
  public init(sources: [StdlibSource], natives: [NativeModule], memory: Int = 0) throws(Failure) {
    meter = .allocate(capacity: 1)
    meter.initialize(
      to: dash_meter(used: 0, peak: 0, limit: memory, running: nil, report_fd: -1, owner: nil))
    guard let state = dash_lua_new(meter) else {
      meter.deallocate()
      throw Failure(description: "no memory for a Lua state")
    }
    self.state = state
    meter.pointee.owner = Unmanaged.passUnretained(self).toOpaque()
    dash_lua_open_libraries(state)
    try load(sources, natives)
  }

  deinit {
    lua_close(state)
    meter.deallocate()
  }

  /// Pushes a native function.
  public func push(_ function: @escaping NativeFunction) {
    functions.append(function)
    dash_lua_push_native(state, callSwift, Int32(functions.count - 1))
  }

  /// Registers the metatable of a kind of userdata: no field of it can be reached by scripts.
  /// - Parameter owns: it holds a Swift object, which is released when Lua collects it.
  private func registerType(_ name: String, owns: Bool) {
    _ = luaL_newmetatable(state, name)
    let call = LuaCall(state)
    defer {
      call.setField("__metatable", false)
      call.pop()
    }
    guard owns else { return }
    push { call in
      if let box = lua_touserdata(call.state, 1) {
        // Safe because Lua calls `__gc` once for each userdata.
        Unmanaged<AnyObject>.fromOpaque(box.load(as: UnsafeMutableRawPointer.self)).release()
      }
      return .results(0)
    }
    call.setField("__gc")
  }

  /// Calls `prelude.lua` with the native halves, the sources, and the debug library.
  private func load(_ sources: [StdlibSource], _ natives: [NativeModule]) throws(Failure) {
    let call = LuaCall(state)
    for module in natives {
      module.objectTypes.forEach { registerType($0, owns: true) }
      module.placeTypes.forEach { registerType($0, owns: false) }
    }
    guard let prelude = sources.first(where: { $0.name == "prelude" }) else {
      throw Failure(description: "LuaStdlib/prelude.lua is missing")
    }
    try compile(prelude)
    call.newTable()
    for module in natives {
      call.newTable()
      for (name, function) in module.functions {
        push(function)
        call.setField(name)
      }
      for name in module.objectTypes + module.placeTypes {
        _ = luaL_newmetatable(state, name)
        call.setField(name)
      }
      call.setField(module.name)
    }
    call.newTable()
    for source in sources where source.name != "prelude" {
      try compile(source)
      call.setField(source.name)
    }
    dash_lua_push_debug(state)
    guard dash_lua_call(state, 3, 1, 0) == LUA_OK else {
      throw Failure(description: "LuaStdlib: \(call.string(-1) ?? "unknown error")")
    }
    // The prelude returns its runner: kept in the registry, where no script can reach it.
    lua_setfield(state, LuaState.registry, "dash.run")
  }

  private func compile(_ source: StdlibSource) throws(Failure) {
    // Safe because Lua reads the count it is given and copies what it keeps.
    let status = source.text.withUnsafeBytes { text in
      dash_lua_load(
        state, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count,
        "=stdlib/\(source.name)")
    }
    guard status == LUA_OK else {
      throw Failure(
        description: "LuaStdlib/\(source.name).lua: \(LuaCall(state).string(-1) ?? "")")
    }
  }

  /// `LUA_REGISTRYINDEX`, which is a macro that Swift does not see.
  static let registry: Int32 = -1_000_000 - 1000

  fileprivate func call(_ index: Int, _ call: LuaCall) -> NativeResult { functions[index](call) }
}

/// The one door from C into Swift.
private func callSwift(_ state: OpaquePointer?, _ index: Int32) -> Int32 {
  guard let state, let owner = dash_lua_meter(state).pointee.owner else { return 0 }
  let call = LuaCall(state)
  // Room for what a native function pushes at one level; nested data reserve their own.
  guard call.reserve(20) else { return 0 }
  // Safe because the state, whose code runs now, is owned by this object.
  let result = Unmanaged<LuaState>.fromOpaque(owner).takeUnretainedValue().call(Int(index), call)
  switch result {
  case .results(let count): return count
  case .failure(let message):
    call.push(message)
    return -1
  case .raise: return -1
  }
}
