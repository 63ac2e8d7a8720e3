/// What people and models write instead of a path, and what they probably meant.
enum PathMistake {
  static func sentence(for text: String, at position: Int, of bytes: [UInt8]) -> String {
    guard position < bytes.count else { return "the path '\(text)' ends too early" }
    let found = String(decoding: bytes[position...], as: UTF8.self).first.map(String.init) ?? ""
    if found == "-" {
      return "the path '\(text)' has a hyphen; write such a key as ['…']"
    }
    return "the path '\(text)' cannot be read at '\(found)'"
  }

  /// A path that reads, when the mistake is one of the known ones: a JSON Pointer, a number
  /// after a dot, a hyphen in a name, a leading dot.
  static func correction(of text: String) -> String? {
    var candidate = text
    if candidate.hasPrefix("/") { candidate = fromPointer(candidate) }
    if candidate.hasPrefix(".") { candidate.removeFirst() }
    var rewritten = ""
    for (index, part) in candidate.split(separator: ".", omittingEmptySubsequences: false)
      .enumerated()
    {
      let bracket = part.firstIndex(of: "[") ?? part.endIndex
      let name = String(part[..<bracket])
      if let number = Int(name), index > 0 {
        rewritten += "[\(number)]"
      } else if !name.isEmpty, name.contains("-"), !name.contains(" "), !name.contains("'") {
        rewritten += index == 0 ? "$['\(name)']" : "['\(name)']"
      } else {
        rewritten += index == 0 ? name : "." + name
      }
      rewritten += part[bracket...]
    }
    guard rewritten != text, (try? PathParser.path(rewritten)) != nil else { return nil }
    return rewritten
  }

  private static func fromPointer(_ pointer: String) -> String {
    pointer.dropFirst().split(separator: "/")
      .map { $0.replacing("~1", with: "/").replacing("~0", with: "~") }
      .joined(separator: ".")
  }
}
