import CLua
import WorkerProtocol

/// Lua values → JSON text: what a script returns is what specs are bound to.
///
/// A sequence becomes a list, any other table an object, the empty table an empty list; NaN and
/// infinities become `null`; invalid UTF-8 is replaced; functions and the like are refused by path.
struct LuaEncoding {
  struct Limits {
    var bytes: Int
    var depth: Int
    var values: Int
    /// Write the keys of objects in order, so that equal data give equal text.
    var sortsKeys = false

    /// What a script may return.
    static let result = Limits(
      bytes: WireField.data.most, depth: DataBounds.depth, values: DataBounds.values,
      sortsKeys: true)
    /// What `json.encode` may hold.
    static let text = Limits(bytes: 16 << 20, depth: 100, values: 1_000_000)
  }

  enum Failure: Error {
    /// The value at this path cannot be JSON, and why.
    case value(path: String, problem: String)
    /// The data are too large, deep or many.
    case limit(String)

    var message: String {
      switch self {
      case .value(let path, let problem): "\(path.isEmpty ? "the value" : path) \(problem)"
      case .limit(let message): message
      }
    }
  }

  private let call: LuaCall
  private let limits: Limits
  private(set) var bytes: [UInt8] = []
  private var values = 0
  private var path: [String] = []
  /// The tables around the value that is written, to notice one that holds itself.
  private var parents: [UnsafeRawPointer?] = []

  private init(_ call: LuaCall, _ limits: Limits) {
    self.call = call
    self.limits = limits
    bytes.reserveCapacity(1024)
  }

  /// The JSON text of the value at `index`.
  static func encode(
    _ index: Int32, of call: LuaCall, limits: Limits
  ) throws(Failure) -> [UInt8] {
    var encoding = LuaEncoding(call, limits)
    let top = lua_gettop(call.state)
    defer { lua_settop(call.state, top) }
    lua_pushvalue(call.state, index)
    try encoding.write()
    try encoding.checkLength()
    return encoding.bytes
  }

  /// Writes the value on top of the stack and leaves it there.
  private mutating func write() throws(Failure) {
    values += 1
    guard values <= limits.values else {
      throw .limit("the data have more than \(limits.values) values; return fewer rows")
    }
    try checkLength()
    let state = call.state
    switch lua_type(state, -1) {
    case LUA_TNIL: bytes += "null".utf8
    case LUA_TBOOLEAN: bytes += (call.bool(-1) ? "true" : "false").utf8
    case LUA_TNUMBER: writeNumber()
    case LUA_TSTRING: if let text = call.bytes(-1) { quote(text) }
    case LUA_TTABLE: try writeTable()
    case LUA_TLIGHTUSERDATA where call.isNull(-1): bytes += "null".utf8
    case LUA_TLIGHTUSERDATA where call.isEmptyObject(-1): bytes += "{}".utf8
    case let type: throw .value(path: pathText, problem: refusal(of: type))
    }
  }

  /// Why the value on top of the stack is no data. An object says itself what to do with it.
  private func refusal(of type: Int32) -> String {
    if type == LUA_TUSERDATA, call.reserve(3), lua_getmetatable(call.state, -1) != 0 {
      defer { call.pop() }
      if let advice = call.field("__data", of: -1, call.string) { return "is \(advice)" }
    }
    return "is a \(String(cString: lua_typename(call.state, type))); "
      + "only texts, numbers, booleans and tables can be data"
  }

  private func checkLength() throws(Failure) {
    guard bytes.count <= limits.bytes else { throw tooLong }
  }

  private var tooLong: Failure {
    .limit(
      "the data are larger than \(limits.bytes >> 10) KiB as JSON; return fewer rows or fields")
  }

  private mutating func writeNumber() {
    if lua_isinteger(call.state, -1) != 0 {
      bytes += String(lua_tointegerx(call.state, -1, nil)).utf8
    } else {
      let value = lua_tonumberx(call.state, -1, nil)
      bytes += (value.isFinite ? "\(value)" : "null").utf8
    }
  }

  private var pathText: String {
    path.reduce("") { text, part in
      part.hasPrefix("[") ? text + part : text.isEmpty ? part : "\(text).\(part)"
    }
  }

  private mutating func writeTable() throws(Failure) {
    guard path.count < limits.depth else {
      throw .limit("the data are nested deeper than \(limits.depth) levels at \(pathText)")
    }
    let identity = lua_topointer(call.state, -1)
    guard !parents.contains(identity) else {
      throw .value(path: pathText, problem: "refers back to a table that contains it")
    }
    parents.append(identity)
    defer { parents.removeLast() }
    guard lua_checkstack(call.state, 6) != 0 else { throw .limit("the data are nested too deeply") }
    let length = Int(lua_rawlen(call.state, -1))
    if length == 0, isEmpty {
      bytes += (call.isMarkedAsObject ? "{}" : "[]").utf8
    } else if length > 0, isSequence(length) {
      try writeList(length)
    } else {
      try writeObject()
    }
  }

  private var isEmpty: Bool {
    lua_pushnil(call.state)
    guard lua_next(call.state, -2) != 0 else { return true }
    lua_settop(call.state, -3)
    return false
  }

  /// Are the keys just 1…length?
  private func isSequence(_ length: Int) -> Bool {
    var count = 0
    lua_pushnil(call.state)
    while lua_next(call.state, -2) != 0 {
      lua_settop(call.state, -2)
      count += 1
      guard count <= length, lua_isinteger(call.state, -1) != 0,
        (1...Int64(length)).contains(lua_tointegerx(call.state, -1, nil))
      else {
        lua_settop(call.state, -2)
        return false
      }
    }
    return true
  }

  private mutating func writeList(_ length: Int) throws(Failure) {
    bytes.append(UInt8(ascii: "["))
    for index in 1...length {
      if index > 1 { bytes.append(UInt8(ascii: ",")) }
      lua_rawgeti(call.state, -1, Int64(index))
      path.append("[\(index)]")
      try write()
      path.removeLast()
      lua_settop(call.state, -2)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func writeObject() throws(Failure) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for key in try keys() {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      key.text.withUnsafeBytes { quote($0) }
      bytes.append(UInt8(ascii: ":"))
      if let integer = key.integer {
        lua_rawgeti(call.state, -1, integer)
      } else {
        call.push(key.text)
        lua_rawget(call.state, -2)
      }
      path.append(String(decoding: key.text, as: UTF8.self))
      try write()
      path.removeLast()
      lua_settop(call.state, -2)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private struct Key {
    var text: [UInt8]
    var integer: Int64?
  }

  private func keys() throws(Failure) -> [Key] {
    var keys: [Key] = []
    // Keys alone may be too much: noticed before they are sorted.
    var length = bytes.count
    lua_pushnil(call.state)
    while lua_next(call.state, -2) != 0 {
      lua_settop(call.state, -2)
      if let text = call.bytes(-1) {
        keys.append(Key(text: Array(text)))
      } else if lua_isinteger(call.state, -1) != 0 {
        let integer = lua_tointegerx(call.state, -1, nil)
        keys.append(Key(text: Array(String(integer).utf8), integer: integer))
      } else {
        let type = call.typeName(-1)
        lua_settop(call.state, -2)
        throw .value(path: pathText, problem: "has a \(type) as a key; keys must be texts")
      }
      length += (keys.last?.text.count ?? 0) + 5
      if length > limits.bytes {
        lua_settop(call.state, -2)
        throw tooLong
      }
    }
    if limits.sortsKeys {
      keys.sort { $0.text.lexicographicallyPrecedes($1.text) }
    }
    return keys
  }

  private mutating func quote(_ text: UnsafeRawBufferPointer) {
    // Most texts need no escape: copy them at once.
    let needsCare = text.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 >= 0x80 }
    bytes.append(UInt8(ascii: "\""))
    if needsCare {
      for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { escape(scalar) }
    } else {
      bytes.append(contentsOf: text)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": bytes += "\\\"".utf8
    case "\\": bytes += "\\\\".utf8
    case "\n": bytes += "\\n".utf8
    case "\r": bytes += "\\r".utf8
    case "\t": bytes += "\\t".utf8
    case "\u{0}"..."\u{1F}":
      let digits = String(scalar.value, radix: 16)
      bytes += "\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8
    default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
  }
}
