import CLua
import CSimdJSON

/// JSON text → Lua values.
///
/// Integers stay integers. `null` is an absent field in an object; in a list, where a hole would
/// break the length, it is `json.null` (a light userdata). An empty object is marked, so that it is
/// written as `{}` again.
enum LuaDecoding {
  /// Pushes the value of a JSON text.
  /// - Returns: `nil`, or what is wrong with the text; nothing is pushed then.
  static func push(_ text: UnsafeRawBufferPointer, to call: LuaCall) -> String? {
    var changes = 0
    return push(text, to: call, changes: &changes)
  }

  /// Pushes the value of a JSON text.
  ///
  /// - Parameter changes: becomes the number of values that could not be kept exactly.
  static func push(
    _ text: UnsafeRawBufferPointer, to call: LuaCall, changes: inout Int
  ) -> String? {
    var reason: UnsafePointer<CChar>?
    guard
      let document = dash_json_parse(
        text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, &reason)
    else { return reason.map { String(cString: $0) } ?? "unknown error" }
    // Safe because the nodes live until the document is freed and Lua copies every string.
    defer { dash_json_free(document) }
    changes = Int(dash_json_changes(document))
    var count = 0
    var node = dash_json_nodes(document, &count)
    let top = lua_gettop(call.state)
    guard let first = node, push(&node, call, first) else {
      lua_settop(call.state, top)
      return "the text is nested too deeply"
    }
    return nil
  }

  private static func push(
    _ node: inout UnsafePointer<dash_json_node>?, _ call: LuaCall,
    _ current: UnsafePointer<dash_json_node>
  ) -> Bool {
    guard lua_checkstack(call.state, 4) != 0 else { return false }
    let value = current.pointee
    node = current + 1
    switch value.type {
    case DASH_JSON_FALSE: lua_pushboolean(call.state, 0)
    case DASH_JSON_TRUE: lua_pushboolean(call.state, 1)
    case DASH_JSON_INTEGER: lua_pushinteger(call.state, value.integer)
    case DASH_JSON_DOUBLE: lua_pushnumber(call.state, value.number)
    case DASH_JSON_STRING: lua_pushlstring(call.state, value.string, Int(value.count))
    case DASH_JSON_ARRAY:
      lua_createtable(call.state, Int32(clamping: value.count), 0)
      for index in 0..<Int64(value.count) {
        guard let next = node, push(&node, call, next) else { return false }
        lua_rawseti(call.state, -2, index + 1)
      }
    case DASH_JSON_OBJECT:
      lua_createtable(call.state, 0, Int32(clamping: value.count))
      if value.count == 0 { call.markAsObject() }
      for _ in 0..<value.count {
        guard let key = node else { return false }
        lua_pushlstring(call.state, key.pointee.string, Int(key.pointee.count))
        guard push(&node, call, key + 1) else { return false }
        if lua_type(call.state, -1) == LUA_TLIGHTUSERDATA {
          lua_settop(call.state, -2)
          lua_pushnil(call.state)
        }
        lua_rawset(call.state, -3)
      }
    default: lua_pushlightuserdata(call.state, nil)
    }
    return true
  }
}
