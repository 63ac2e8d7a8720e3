/// A field of a message: its name, for problems, and the most that may stand in it.
///
/// The one table of what a message may hold. Both ends check it: the sender, so that a script is told
/// which of its values is too long; the receiver, because a child is not believed.
public struct WireField: Sendable, Hashable {
  public let name: String
  /// Bytes of a text, elements of a list, or the value of a number that counts something.
  public let most: Int

  public init(_ name: String, most: Int) {
    self.name = name
    self.most = most
  }
}

extension WireField {
  // MARK: The run

  static let script = WireField("script", most: 16 << 20)
  static let params = WireField("params", most: 16 << 20)
  static let block = WireField("block", most: 256)
  static let reason = WireField("reason", most: 64)
  static let zone = WireField("zone", most: 64)
  static let locale = WireField("locale", most: 64)
  static let action = WireField("action", most: 1024)
  static let arguments = WireField("arguments", most: 1 << 20)
  static let milliseconds = WireField("milliseconds", most: 86_400_000)
  static let cpuSeconds = WireField("cpu seconds", most: 86_400)
  static let memory = WireField("memory", most: 1 << 46)
  /// Seconds since 1970, to about the year 5138, and back.
  static let time = WireField("time", most: 100_000_000_000)

  // MARK: Requests and answers

  static let requests = WireField("requests", most: 500)
  static let method = WireField("method", most: 32)
  static let url = WireField("url", most: 64 << 10)
  static let headers = WireField("headers", most: 64 << 10)
  static let headerName = WireField("header name", most: 256 << 10)
  static let headerValue = WireField("header value", most: 256 << 10)
  static let requestBody = WireField("body", most: 15 << 20)
  static let timeout = WireField("timeout", most: 86_400)
  static let ttl = WireField("ttl", most: 31 * 86_400)
  static let selector = WireField("selector", most: 2000)
  static let filling = WireField("text of a field", most: 10_000)
  static let steps = WireField("steps", most: 20)
  static let status = WireField("status", most: 999)
  static let answerBody = WireField("answer", most: 48 << 20)

  // MARK: Values and series

  static let key = WireField("key", most: 200)
  /// A value of `store` as JSON.
  static let value = WireField("value", most: 256 << 10)
  /// What `store` answers, as JSON.
  static let stored = WireField("stored", most: 48 << 20)
  static let points = WireField("last", most: 1 << 40)
  /// Seconds of a span: about 3,170 years.
  static let span = WireField("span", most: 100_000_000_000)

  // MARK: Notes and last words

  public static let note = WireField("note", most: 10_000)
  /// What a script returns, as JSON.
  public static let data = WireField("data", most: 1 << 20)
  static let absentReads = WireField("absent reads", most: 64)
  static let absentRead = WireField("absent read", most: 4096)
  static let kind = WireField("kind", most: 40)
  static let message = WireField("message", most: 16 << 10)
  static let place = WireField("place", most: 200)
  static let frames = WireField("traceback", most: 64)
  static let frame = WireField("frame", most: 1024)
  static let retryAfter = WireField("retry after", most: 1 << 40)
  public static let profile = WireField("profile", most: 4096)
  static let hits = WireField("hits", most: 1 << 40)
  static let microseconds = WireField("microseconds", most: 1 << 40)
  static let line = WireField("line", most: Int(Int32.max))

  // MARK: Host and zygote

  static let child = WireField("child", most: Int(Int32.max))
  static let process = WireField("process", most: Int(Int32.max))
  static let layers = WireField("layers", most: Int(Int32.max))
  static let exitStatus = WireField("status of exit", most: 0xFFFF)

  // MARK: Choices

  static let kindOfMessage = WireField("message", most: Int(UInt8.max))
  static let choice = WireField("choice", most: Int(UInt8.max))
}

/// What the data of a script may be besides ``WireField/data``: the worker keeps to it, and the host
/// looks again.
public enum DataBounds {
  /// Lists and objects inside of each other.
  public static let depth = 16
  /// Values, lists and objects included.
  public static let values = 200_000
}
