/// The kinds of messages between host and child: member `type` of a frame's header.
///
/// Host → child: ``run`` once, then one ``reply`` for each question.
/// Child → host: questions (``http``, ``store``), notes (``log``), and one last word
/// (``result``, ``fail`` or ``limit``).
public enum MessageType: String, Sendable, CaseIterable {
  /// `{"type", "check": bool, "milliseconds", "cpu_seconds", "memory_bytes", "ctx": {…},
  /// "action": {"name", "args"}?}`, body: the script.
  case run
  /// The answer to a question; the members are the question's, an `error` member says it failed.
  case reply
  /// `{"type", "requests": [{"method", "url", "headers": [[name, value]], "timeout", "ttl",
  /// "body_length"}]}`, body: all bodies one after the other.
  case http
  /// `{"type", "op": "get|set|delete|keys|append|range", …}`, body: the value as JSON.
  case store
  /// `{"type", "level"}`, body: the text. Has no reply.
  case log
  /// `{"type", "memory": peak bytes}`, body: the data as JSON.
  case result
  /// `{"type", "kind", "message", "at", "traceback": [], "memory"}`.
  case fail
  /// `{"type", "limit": "memory|seconds|cpu", "line"}`: the child ends itself.
  case limit
}

/// Messages between host and zygote over their `SOCK_SEQPACKET` pair: one fixed record each.
public struct ZygoteMessage: Sendable, Equatable {
  public enum Kind: UInt8, Sendable {
    /// Host → zygote, with a descriptor: fork a child at this end of a socket; the host may have
    /// written its run into the other end already. `value` is 1 when no run waits for the child, so
    /// that it rehearses one first.
    case start = 1
    /// Host → zygote: SIGKILL the child, if it is still there.
    case kill
    /// Zygote → host, once after its start: `value` = layers that are on (`DASH_LAYER_*`).
    case ready
    /// Zygote → host: a child that will wait was forked, `value` = its process id.
    case started
    /// Zygote → host: the child ended, `value` = CPU ms · 2¹⁶ + wait status. One that could not be
    /// forked has been killed, as it were.
    case ended
  }

  public var kind: Kind
  /// The number the host gave the child when it asked for it.
  public var child: Int32
  public var value: UInt64

  public init(_ kind: Kind, child: Int32 = 0, value: UInt64 = 0) {
    self.kind = kind
    self.child = child
    self.value = value
  }

  public static let length = 16

  public var encoded: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.length)
    bytes[0] = kind.rawValue
    for index in 0..<4 { bytes[4 + index] = UInt8(truncatingIfNeeded: child >> (8 * index)) }
    for index in 0..<8 { bytes[8 + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    return bytes
  }

  public init?(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.length, let kind = Kind(rawValue: bytes[0]) else { return nil }
    var child: UInt32 = 0
    var value: UInt64 = 0
    for index in 0..<4 { child |= UInt32(bytes[4 + index]) << (8 * UInt32(index)) }
    for index in 0..<8 { value |= UInt64(bytes[8 + index]) << (8 * UInt64(index)) }
    self.init(kind, child: Int32(bitPattern: child), value: value)
  }
}
