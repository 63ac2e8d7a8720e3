import BlockModel

/// The members that a package may have. Anything else makes it none.
enum PackageMember: Hashable {
  case index
  case text(String)
  /// What is known of the recording of this number.
  case recording(Int)
  /// A file of a cassette.
  case answer(Int, name: String)

  /// - Returns: `nil` for a path that no package has.
  init?(path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 1 where path == BlockPackage.indexName: self = .index
    case 1
    where [BlockFiles.manifestName, BlockFiles.scriptName, BlockFiles.specName].contains(path):
      self = .text(path)
    case 2 where parts[0] == BlockPackage.answersName && parts[1].hasSuffix(".json"):
      guard let number = Self.number(parts[1].dropLast(5)) else { return nil }
      self = .recording(number)
    case 3 where parts[0] == BlockPackage.answersName && !parts[2].hasPrefix("."):
      guard let number = Self.number(parts[1][...]) else { return nil }
      self = .answer(number, name: parts[2])
    default: return nil
    }
  }

  /// Folders that may be told of.
  static func isFolder(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts[0] == BlockPackage.answersName
      && (parts.count == 1 || parts.count == 2 && number(parts[1]) != nil)
  }

  static func name(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count == 3, let number = Int(text),
      (1...BlockPackage.mostAnswers).contains(number), name(number) == text
    else { return nil }
    return number
  }
}
