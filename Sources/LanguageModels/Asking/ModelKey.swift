/// What proves to a server who asks. Never part of a log, a message or a stored prompt.
public enum ModelKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// An API key, in the header the protocol has for it.
  case key(String)
  /// A token for `Authorization: Bearer`.
  case token(String)

  var value: String {
    switch self {
    case .key(let value), .token(let value): value
    }
  }

  public var description: String { "key …" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
