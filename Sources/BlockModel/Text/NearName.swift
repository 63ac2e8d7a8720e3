/// Did-you-mean: the nearest of some names by optimal string alignment.
public enum NearName {
  /// The nearest name, when it is near enough to be meant: the same but for case and
  /// separators, or at most a third of the letters away.
  public static func best(for name: String, among names: some Sequence<String>) -> String? {
    guard !name.isEmpty, name.utf8.count <= 60 else { return nil }
    let folded = fold(name)
    var best: (name: String, distance: Int)?
    for candidate in names where candidate != name {
      let distance = distance(folded, fold(candidate))
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best else { return nil }
    let limit = max(1, min(folded.count, fold(best.name).count) / 3)
    return best.distance <= limit ? best.name : nil
  }

  private static func fold(_ text: String) -> [Character] {
    text.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }.map { $0 }
  }

  /// Insertions, deletions, replacements and swaps of neighbours that make one text another.
  public static func distance(between left: String, and right: String) -> Int {
    distance(Array(left), Array(right))
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let same = left[row - 1] == right[column - 1]
        var cost = min(
          above[column] + 1, current[column - 1] + 1, above[column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          cost = min(cost, before[column - 2] + 1)
        }
        current.append(cost)
      }
      before = above
      above = current
    }
    return above[right.count]
  }
}
