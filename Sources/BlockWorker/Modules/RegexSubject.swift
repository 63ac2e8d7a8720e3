import CPCRE2

/// A text that patterns are tried on, checked once: PCRE2 would look through all of it again for every
/// match, which makes the matches of a long text a matter of its length squared.
final class RegexSubject {
  /// Valid UTF-8 of the same length. Each byte that was no part of a character is a NUL, which no class
  /// of letters or digits has; what a match gives is taken from the text itself.
  let bytes: [UInt8]

  init(_ text: UnsafeRawBufferPointer) {
    let bytes = Array(text)
    self.bytes = String(validating: bytes, as: UTF8.self) == nil ? Self.repaired(bytes) : bytes
  }

  private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    var repaired = bytes
    var rest = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var place = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let character): place += character.count
      case .error(let length):
        for offset in place..<place + length { repaired[offset] = 0 }
        place += length
      case .emptyInput: return repaired
      }
    }
  }
}
