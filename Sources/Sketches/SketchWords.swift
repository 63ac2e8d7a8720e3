/// The words of a wish, held against the names of fields: "scores" means `score` and `total_score`,
/// not `scoreboardName`; "temperature" means `temp_max`.
struct SketchWords: Sendable {
  private let stems: Set<String>

  init(_ words: [String]) { stems = Set(words.map { Self.stem($0.lowercased()) }) }

  /// Does a key on the way say one of the words?
  func isMeant(_ path: DataPath) -> Bool {
    !stems.isEmpty
      && path.keys.contains { key in
        isMeant(key.lowercased()) || FieldName(key).words.contains(where: isMeant)
      }
  }

  private func isMeant(_ word: String) -> Bool {
    let stem = Self.stem(word)
    return stems.contains(stem)
      || stem.count >= 4 && stem.allSatisfy(\.isLetter)
        && stems.contains {
          $0.count > stem.count && $0.hasPrefix(stem) && $0.allSatisfy(\.isLetter)
        }
  }

  /// Without the ending of a plural.
  private static func stem(_ word: String) -> String {
    if word.count > 4, word.hasSuffix("ies") { return word.dropLast(3) + "y" }
    if word.count > 4, ["ses", "xes", "ches", "shes"].contains(where: word.hasSuffix) {
      return String(word.dropLast(2))
    }
    return word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss")
      ? String(word.dropLast()) : word
  }
}
