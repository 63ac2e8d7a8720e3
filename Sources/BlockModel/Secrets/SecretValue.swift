/// The value of a secret as it is kept: what a person entered, without what surrounds it.
///
/// Servers strip spaces around the value of a header, and a value from a pipe ends with a line break;
/// neither belongs to a key.
public struct SecretValue: Hashable, Sendable {
  public let text: String
  /// Spaces were cut off, which is worth telling; one line break at the end is not.
  public let isTrimmed: Bool

  /// Why an entered text cannot be a secret.
  public enum Problem: Error, Hashable, CustomStringConvertible {
    case empty
    /// It would end the header it stands in.
    case controlCharacter

    public var description: String {
      switch self {
      case .empty: "the key is empty; enter its value"
      case .controlCharacter:
        "the key holds a line break or another control character; enter it on one line"
      }
    }
  }

  public init(entered: String) throws(Problem) {
    var whole = entered[...]
    // "\r\n" is one character.
    if whole.hasSuffix("\n") || whole.hasSuffix("\r\n") { whole.removeLast() }
    var text = whole
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isWhitespace == true { text.removeFirst() }
    guard !text.isEmpty else { throw .empty }
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { throw .controlCharacter }
    self.text = String(text)
    isTrimmed = text.count != whole.count
  }
}
