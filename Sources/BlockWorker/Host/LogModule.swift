import WorkerProtocol

/// The native half of `log`: `note(level, text)`.
final class LogModule {
  private let channel: HostChannel
  /// Lines and bytes sent so far; more than the caps are dropped here, and once noted.
  private var lines = 0
  private var bytes = 0

  private static let mostLines = 1000
  private static let mostBytes = 256 << 10

  init(_ channel: HostChannel) { self.channel = channel }

  var module: NativeModule { NativeModule("log", [("note", note)]) }

  private func note(_ call: LuaCall) -> NativeResult {
    guard let level = call.string(1), let text = call.bytes(2) else {
      return .failure("log: a text is needed, got \(call.typeName(2))")
    }
    guard lines <= Self.mostLines, bytes <= Self.mostBytes else { return .results(0) }
    lines += 1
    bytes += text.count
    if lines > Self.mostLines || bytes > Self.mostBytes {
      channel.send(
        .log(LogNote(.warn, "the log is full; later lines of this run are not kept")))
    } else {
      let text = String(decoding: text.prefix(WireField.note.most), as: UTF8.self)
      channel.send(.log(LogNote(Self.levels[level] ?? .info, text)))
    }
    return .results(0)
  }

  private static let levels: [String: LogNote.Level] = ["warn": .warn, "error": .error]
}
