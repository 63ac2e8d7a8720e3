/// `json`: decoding by simdjson, encoding by the rules of the data contract.
enum JSONModule {
  static var module: NativeModule {
    NativeModule(
      "json",
      [
        ("decode", decode), ("encode", encode), ("null", null), ("empty_object", emptyObject),
      ])
  }

  /// `decode(text) → value, nil, changes`, or `nil, problem`. `changes` is how many values could not be
  /// kept exactly, absent for none.
  private static func decode(_ call: LuaCall) -> NativeResult {
    guard let text = call.bytes(1) else {
      return .failure("json.decode: text must be a string, got \(call.typeName(1))")
    }
    var changes = 0
    if let problem = LuaDecoding.push(text, to: call, changes: &changes) {
      call.pushNil()
      call.push(problem)
      return .results(2)
    }
    guard changes > 0 else { return .results(1) }
    call.pushNil()
    call.push(changes)
    return .results(3)
  }

  /// `encode(value, sorted) → text`, or `nil, problem`.
  private static func encode(_ call: LuaCall) -> NativeResult {
    var limits = LuaEncoding.Limits.text
    limits.sortsKeys = call.bool(2)
    do {
      call.push(try LuaEncoding.encode(1, of: call, limits: limits))
      return .results(1)
    } catch {
      call.pushNil()
      call.push(error.message)
      return .results(2)
    }
  }

  private static func null(_ call: LuaCall) -> NativeResult {
    call.pushNull()
    return .results(1)
  }

  private static func emptyObject(_ call: LuaCall) -> NativeResult {
    call.pushEmptyObject()
    return .results(1)
  }
}
