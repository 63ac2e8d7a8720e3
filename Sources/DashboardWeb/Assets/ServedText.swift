/// What is sent of a style sheet or a module of ours. Its comments are for those who open the file: they are a
/// quarter of what a browser would load.
enum ServedText {
  /// Lines that hold nothing but a comment become empty, so that each of the others keeps its number.
  ///
  /// Only lines are looked at: a text that goes over several lines must not begin one of them with `//` or `/*`.
  static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    var isInside = false
    let lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
    return Array(lines.map { content(of: $0, &isInside) }.joined(separator: [newline]))
  }

  /// - Parameter isInside: whether a comment began above and has not ended.
  private static func content(
    of line: ArraySlice<UInt8>, _ isInside: inout Bool
  ) -> ArraySlice<UInt8> {
    var text = line.drop { $0 == space }
    if !isInside {
      if text.starts(with: "//".utf8) { return [] }
      guard text.starts(with: "/*".utf8) else { return line }
      text = text.dropFirst(2)
      isInside = true
    }
    guard let end = end(of: text) else { return [] }
    isInside = false
    // A cast stands before what it is about.
    let rest = text[end...]
    return rest.allSatisfy { $0 == space } ? [] : rest
  }

  private static let newline = UInt8(ascii: "\n")
  private static let space = UInt8(ascii: " ")

  /// Where what follows `*/` begins.
  private static func end(of text: ArraySlice<UInt8>) -> Int? {
    text.indices.first {
      text[$0] == UInt8(ascii: "/") && $0 > text.startIndex && text[$0 - 1] == UInt8(ascii: "*")
    }.map { $0 + 1 }
  }
}
