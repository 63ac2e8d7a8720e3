import CLua
import CSandbox

/// What a native function answers.
public enum NativeResult {
  /// So many values were pushed.
  case results(Int32)
  /// Raise this message. The C trampoline does it after Swift returned.
  case failure(String)
  /// Raise the value on top of the stack.
  case raise
}

/// Swift code that Lua calls. It must neither throw nor trap on any argument.
public typealias NativeFunction = (LuaCall) -> NativeResult

/// The native half of a stdlib module: `LuaStdlib/<name>.lua` gets these functions as `...`.
public struct NativeModule {
  public let name: String
  public let functions: [(String, NativeFunction)]
  /// The types of Swift objects its functions push, such as `html.node`. The Lua half finds the
  /// metatable of each under that name in `...`, to fill in `__index` and the like.
  public let objectTypes: [String]
  /// The types of places in such objects, found in the same way.
  public let placeTypes: [String]

  public init(
    _ name: String, _ functions: [(String, NativeFunction)], objectTypes: [String] = [],
    placeTypes: [String] = []
  ) {
    self.name = name
    self.functions = functions
    self.objectTypes = objectTypes
    self.placeTypes = placeTypes
  }
}

/// The only view of a Lua state that native code gets.
///
/// Everything here uses API functions that cannot raise: raw access, no metamethods, and an
/// allocator that ends the process instead of returning `NULL`. So no longjmp crosses Swift.
public struct LuaCall {
  public let state: OpaquePointer

  public init(_ state: OpaquePointer) { self.state = state }

  // MARK: Reading

  /// One of `LUA_TNIL`, `LUA_TTABLE`…, -1 for no value.
  public func type(_ index: Int32) -> Int32 { lua_type(state, index) }

  /// The name of the type of an argument, for messages.
  public func typeName(_ index: Int32) -> String {
    String(cString: lua_typename(state, lua_type(state, index)))
  }

  public func isNil(_ index: Int32) -> Bool { lua_type(state, index) <= LUA_TNIL }

  public func bool(_ index: Int32) -> Bool { lua_toboolean(state, index) != 0 }

  /// An integer, or a float without a fraction.
  public func integer(_ index: Int32) -> Int64? {
    guard lua_type(state, index) == LUA_TNUMBER else { return nil }
    var isInteger: Int32 = 0
    let value = lua_tointegerx(state, index, &isInteger)
    return isInteger != 0 ? value : nil
  }

  public func number(_ index: Int32) -> Double? {
    guard lua_type(state, index) == LUA_TNUMBER else { return nil }
    return lua_tonumberx(state, index, nil)
  }

  /// The bytes of a string; valid while the string is on the stack.
  public func bytes(_ index: Int32) -> UnsafeRawBufferPointer? {
    guard lua_type(state, index) == LUA_TSTRING else { return nil }
    var length = 0
    // Safe because a string value is never moved while it is referenced from the stack.
    guard let start = lua_tolstring(state, index, &length) else { return nil }
    return UnsafeRawBufferPointer(start: start, count: length)
  }

  /// A string with invalid UTF-8 replaced.
  public func string(_ index: Int32) -> String? {
    bytes(index).map { String(decoding: $0, as: UTF8.self) }
  }

  // MARK: Pushing

  /// Makes room for pushes of nested data. The message of a full stack is the caller's.
  public func reserve(_ slots: Int32) -> Bool { lua_checkstack(state, slots) != 0 }

  public func pushNil() { lua_pushnil(state) }
  public func push(_ value: Bool) { lua_pushboolean(state, value ? 1 : 0) }
  public func push(_ value: Int64) { lua_pushinteger(state, value) }
  public func push(_ value: Int) { lua_pushinteger(state, Int64(value)) }
  public func push(_ value: Double) { lua_pushnumber(state, value) }

  public func push(_ value: some StringProtocol) {
    var value = String(value)
    value.withUTF8 { push($0) }
  }

  public func push(_ bytes: some Collection<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      _ = buffer.withMemoryRebound(to: CChar.self) {
        lua_pushlstring(state, $0.baseAddress, $0.count)
      }
    }
    if done == nil { push(Array(bytes)) }
  }

  public func newTable(array: Int = 0, fields: Int = 0) {
    lua_createtable(state, Int32(clamping: array), Int32(clamping: fields))
  }

  /// Moves the value on top into field `name` of the table below it.
  public func setField(_ name: String) {
    push(name)
    lua_rotate(state, -2, 1)
    lua_rawset(state, -3)
  }

  public func setField(_ name: String, _ value: some StringProtocol) {
    push(name)
    push(value)
    lua_rawset(state, -3)
  }

  public func setField(_ name: String, _ value: Int) {
    push(name)
    push(value)
    lua_rawset(state, -3)
  }

  public func setField(_ name: String, _ value: Bool) {
    push(name)
    push(value)
    lua_rawset(state, -3)
  }

  /// Moves the key and the value on top into the table below them.
  public func setPair() { lua_rawset(state, -3) }

  /// Moves the value on top to place `index` (from 1) of the table below it.
  public func setElement(_ index: Int) { lua_rawseti(state, -2, Int64(index)) }

  /// Pushes the raw field `name` of the table at `index` and returns its type.
  @discardableResult
  public func getField(_ name: String, of index: Int32) -> Int32 {
    let table = lua_absindex(state, index)
    push(name)
    return lua_rawget(state, table)
  }

  public func pop(_ count: Int32 = 1) { lua_settop(state, -count - 1) }

  // MARK: Tables

  /// What `read` makes of the raw field `name` of the table at `index`; `nil` when there is no table.
  public func field<Value>(
    _ name: String, of index: Int32, _ read: (Int32) -> Value?
  ) -> Value? {
    guard lua_type(state, index) == LUA_TTABLE else { return nil }
    getField(name, of: index)
    defer { pop() }
    return read(-1)
  }

  /// The length of the list at `index`, 0 when it is not one.
  public func length(_ index: Int32) -> Int {
    lua_type(state, index) == LUA_TTABLE ? Int(clamping: lua_rawlen(state, index)) : 0
  }

  /// Pushes the element `place` (from 1) of the list at `index`.
  public func getElement(_ place: Int, of index: Int32) {
    _ = lua_rawgeti(state, index, Int64(place))
  }

  /// The texts at the beginning of the list at `index`.
  public func texts(_ index: Int32) -> [String] {
    var texts: [String] = []
    for place in 0..<length(index) {
      getElement(place + 1, of: index)
      defer { pop() }
      guard let text = string(-1) else { break }
      texts.append(text)
    }
    return texts
  }

  // MARK: JSON

  /// Pushes `json.null`.
  public func pushNull() { lua_pushlightuserdata(state, nil) }

  public func isNull(_ index: Int32) -> Bool {
    lua_type(state, index) == LUA_TLIGHTUSERDATA && lua_touserdata(state, index) == nil
  }

  /// Pushes `json.empty_object`, which is written as `{}`. Its address is never read.
  public func pushEmptyObject() { lua_pushlightuserdata(state, Self.emptyObject) }

  public func isEmptyObject(_ index: Int32) -> Bool {
    lua_type(state, index) == LUA_TLIGHTUSERDATA && lua_touserdata(state, index) == Self.emptyObject
  }

  private static var emptyObject: UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: 1)
  }

  /// Marks the table on top of the stack: while it is empty it is written as `{}`, not `[]`.
  func markAsObject() {
    pushObjectMark()
    lua_setmetatable(state, -2)
  }

  /// Whether the table on top of the stack was marked by ``markAsObject()``.
  var isMarkedAsObject: Bool {
    guard lua_getmetatable(state, -1) != 0 else { return false }
    pushObjectMark()
    defer { pop(2) }
    return lua_rawequal(state, -1, -2) != 0
  }

  private func pushObjectMark() {
    guard lua_getfield(state, LuaState.registry, "dash.object") != LUA_TTABLE else { return }
    pop()
    lua_createtable(state, 0, 0)
    lua_pushvalue(state, -1)
    lua_setfield(state, LuaState.registry, "dash.object")
  }

  // MARK: Objects

  /// Pushes a Swift object as userdata of a type that ``NativeModule/objectTypes`` names.
  /// It is released when Lua collects the userdata.
  public func push(object: AnyObject, type: String) {
    let box = lua_newuserdatauv(state, MemoryLayout<UnsafeMutableRawPointer>.size, 0)
    // Safe because the box has the size of a pointer, and `__gc` of the type releases it once.
    box?.storeBytes(of: Unmanaged.passRetained(object).toOpaque(), as: UnsafeMutableRawPointer.self)
    luaL_setmetatable(state, type)
  }

  /// The Swift object at `index`, `nil` when it is not userdata of that type.
  public func object<Object: AnyObject>(_ index: Int32, type: String, as: Object.Type) -> Object? {
    guard let box = luaL_testudata(state, index, type) else { return nil }
    // Safe because only `push(object:type:)` makes userdata with this metatable.
    let pointer = box.load(as: UnsafeMutableRawPointer.self)
    return Unmanaged<AnyObject>.fromOpaque(pointer).takeUnretainedValue() as? Object
  }

  // MARK: Places in objects

  /// Pushes a list of places in the Swift object at the stack index `owner`, each as userdata of a
  /// type that ``NativeModule/placeTypes`` names. A place costs no Swift object, and keeps its own.
  public func push(places: [Int32], in owner: Int32, type: String) {
    let owner = lua_absindex(state, owner)
    lua_getfield(state, LuaState.registry, type)
    newTable(array: places.count)
    for (offset, place) in places.enumerated() {
      push(place: place, in: owner, metatable: lua_gettop(state) - 1)
      setElement(offset + 1)
    }
    lua_rotate(state, -2, 1)
    pop()
  }

  /// Pushes one place.
  public func push(place: Int32, in owner: Int32, type: String) {
    let owner = lua_absindex(state, owner)
    lua_getfield(state, LuaState.registry, type)
    push(place: place, in: owner, metatable: lua_gettop(state))
    lua_rotate(state, -2, 1)
    pop()
  }

  private func push(place: Int32, in owner: Int32, metatable: Int32) {
    let box = lua_touserdata(state, owner)
    let view = lua_newuserdatauv(state, MemoryLayout<PlaceInObject>.size, 1)
    // Safe because the owner is a box of `push(object:type:)`, and lives as long as the place.
    if let pointer = box?.load(as: UnsafeMutableRawPointer.self) {
      view?.storeBytes(of: PlaceInObject(object: pointer, place: place), as: PlaceInObject.self)
    }
    lua_pushvalue(state, owner)
    lua_setiuservalue(state, -2, 1)
    lua_pushvalue(state, metatable)
    lua_setmetatable(state, -2)
  }

  /// The place at `index` and the object it is in, `nil` when it is not userdata of that type.
  public func place<Object: AnyObject>(
    _ index: Int32, type: String, in: Object.Type
  ) -> (object: Object, place: Int32)? {
    guard let view = luaL_testudata(state, index, type) else { return nil }
    // Safe because only `push(place:in:type:)` makes userdata with this metatable, of one class of
    // objects for each type.
    let stored = view.load(as: PlaceInObject.self)
    return (
      Unmanaged<Object>.fromOpaque(stored.object).takeUnretainedValue(), stored.place
    )
  }

  /// Pushes the object of the place at `index`.
  public func pushOwner(of index: Int32) { lua_getiuservalue(state, index, 1) }
}

private struct PlaceInObject {
  var object: UnsafeMutableRawPointer
  var place: Int32
}
