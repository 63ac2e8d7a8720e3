/// Why bytes are not a message, or a message cannot be sent.
public enum WireProblem: Error, Sendable, Hashable {
  /// The message ends inside of a field.
  case cutOff(field: String)
  /// A text is longer than it may be, a list has too many elements, or a number is too large.
  case beyond(field: String, most: Int)
  /// A text that is not UTF-8.
  case notText(field: String)
  /// A number that is none of the field's: below zero, NaN, infinite.
  case notInRange(field: String)
  /// A byte that stands for nothing.
  case unknown(field: String, byte: UInt8)
  /// Bytes after the last field.
  case trailing(count: Int)
  /// A frame that is empty or larger than any message.
  case frame(length: Int, most: Int)
}

extension WireProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cutOff(let field): "\(field) is cut off"
    case .beyond(let field, let most): "\(field) is beyond the limit of \(most)"
    case .notText(let field): "\(field) is not UTF-8"
    case .notInRange(let field): "\(field) is out of range"
    case .unknown(let field, let byte): "\(field) has no meaning for the byte \(byte)"
    case .trailing(let count): "\(count) bytes follow the last field"
    case .frame(let length, let most): "a frame of \(length) bytes; there are frames of 1…\(most)"
    }
  }
}
