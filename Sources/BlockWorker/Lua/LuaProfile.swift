import CLua
import CSandbox
import WorkerProtocol

/// Where the time of a script goes.
extension LuaState {
  func beginProfile() { dash_lua_profile(state) }

  /// The lines that were begun, in the order of the script.
  func endProfile() -> [ProfiledLine] {
    var count: Int32 = 0
    // Safe because the table is a static one of that many entries, and nothing writes to it any more.
    let table = UnsafeBufferPointer(start: dash_lua_profiled(state, &count), count: Int(count))
    return table.enumerated().filter { $0.element.hits > 0 }.prefix(WireField.profile.most).map {
      ProfiledLine(
        line: $0.offset, hits: Int(clamping: $0.element.hits),
        microseconds: Int(clamping: $0.element.nanoseconds / 1000))
    }
  }
}
