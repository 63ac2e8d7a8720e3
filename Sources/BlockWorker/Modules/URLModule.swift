/// `url`: reading and joining by ``URLReference``.
enum URLModule {
  static var module: NativeModule { NativeModule("url", [("parse", parse), ("join", join)]) }

  /// `parse(text) → {scheme, authority, path, query, fragment}`
  private static func parse(_ call: LuaCall) -> NativeResult {
    let url = URLReference(call.string(1) ?? "")
    call.newTable(fields: 5)
    if let scheme = url.scheme { call.setField("scheme", scheme) }
    if let authority = url.authority { call.setField("authority", authority) }
    call.setField("path", url.path)
    if let query = url.query { call.setField("query", query) }
    if let fragment = url.fragment { call.setField("fragment", fragment) }
    return .results(1)
  }

  /// `join(base, reference) → address`
  private static func join(_ call: LuaCall) -> NativeResult {
    call.push(URLReference.join(call.string(1) ?? "", call.string(2) ?? ""))
    return .results(1)
  }
}
