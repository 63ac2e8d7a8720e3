/// Paths of members: only those that stay below the folder they are unpacked into.
enum MemberPath {
  private static let mostParts = 12
  private static let longestPart = 255

  /// The path as it is used, without what tar(1) writes around it (`./x`, `x/`).
  static func checked(_ text: String) throws(ArchiveProblem) -> String {
    func refuse(_ reason: String) -> ArchiveProblem {
      .refused(path: String(text.prefix(80)), because: reason)
    }
    guard !text.hasPrefix("/") else { throw refuse("its path does not stay in the archive") }
    var parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.first == "." { parts.removeFirst() }
    if parts.last == "" { parts.removeLast() }
    guard parts.count <= mostParts else { throw refuse("its path is too deep") }
    for part in parts {
      guard part != ".." else { throw refuse("its path does not stay in the archive") }
      guard !part.isEmpty, part != ".", part.utf8.count <= longestPart,
        part.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
      else { throw refuse("its path cannot be a path of a file") }
    }
    return parts.joined(separator: "/")
  }
}
