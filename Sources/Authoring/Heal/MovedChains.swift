/// What a script reads through some things, and that a source has in others now.
extension SourceRenaming {
  /// Things on the way that are followed.
  private static let longest = 4

  /// For all that is gone from its place and stands at another one of the same row, or of the whole answer, up or
  /// down: one list each.
  /// - Parameter followed: what has a new name in its place, and needs no other.
  static func chains(
    from old: SourceShape, to new: SourceShape, named names: Set<String>,
    beside followed: [String]
  ) -> [[SourceRenaming]] {
    var (lists, known): ([[SourceRenaming]], [String]) = ([], followed)
    for path in old.values.keys.sorted() where isGone(path, old, new) {
      let (scope, chain) = split(path)
      guard !known.contains(where: { $0 == path || isBelow(path, $0) }), chain.count > 1,
        chain.count <= longest, chain.allSatisfy(names.contains)
      else { continue }
      let found = places(of: path, in: scope, old, new)
      guard !found.isEmpty else { continue }
      known.append(path)
      lists.append(
        found.map { place in
          SourceRenaming(
            kind: .chain(chain, to: split(place).chain),
            evidence: "'\(path)' is gone, and '\(place)' says the same")
        })
    }
    return lists
  }

  private static func places(
    of path: String, in scope: String, _ old: SourceShape, _ new: SourceShape
  ) -> [String] {
    let values = old.values[path] ?? []
    let below = old.values.keys.filter { isBelow($0, path) }
    return new.values.keys.sorted().filter { place in
      let (its, chain) = split(place)
      guard its == scope, place != path, (1...longest).contains(chain.count),
        place.hasSuffix("[]") == path.hasSuffix("[]"), old.values[place]?.isEmpty ?? true
      else { return false }
      if !below.isEmpty { return share(of: below, from: path, in: place, old, new) >= enough }
      guard values.count > 1 || values.first.map(isTelling) == true else { return false }
      let common = values.intersection(new.values[place] ?? [])
      return Double(common.count) >= enough * Double(values.count)
    }.prefix(3).map { $0 }
  }

  /// The innermost list around a place, and the names that lead there from its rows.
  private static func split(_ path: String) -> (scope: String, chain: [String]) {
    var rest = Substring(path)
    while rest.hasSuffix("[]") { rest = rest.dropLast(2) }
    guard let list = rest.ranges(of: "[].").last else {
      return ("", rest.split(separator: ".").map(String.init))
    }
    return (
      String(rest[..<list.upperBound]),
      rest[list.upperBound...].split(separator: ".").map(String.init)
    )
  }
}
