/// What lies between two texts, line by line.
public struct Diff: Sendable, Hashable, CustomStringConvertible {
  public enum Line: Sendable, Hashable {
    case same(String)
    case removed(String)
    case added(String)
  }

  /// Changed lines that lie together, with a few unchanged ones around.
  public struct Hunk: Sendable, Hashable {
    /// Number of the first line in the old text, from 1.
    public var oldStart: Int
    /// Number of the first line in the new text, from 1.
    public var newStart: Int
    public var lines: [Line]
  }

  public var hunks: [Hunk]

  /// Unchanged lines kept before and after a change.
  static let context = 3
  /// Lines of one text above which a common middle is no longer looked for: the work is quadratic.
  static let maximumLines = 4_000

  public init(from old: String, to new: String) {
    self.init(lines: Self.lines(of: old), Self.lines(of: new))
  }

  init(lines old: [String], _ new: [String]) {
    hunks = Self.hunks(of: Self.walk(old, new))
  }

  public var isEmpty: Bool { hunks.isEmpty }

  public var addedLines: Int { count { if case .added = $0 { true } else { false } } }

  public var removedLines: Int { count { if case .removed = $0 { true } else { false } } }

  /// In the unified form of `diff -u`, without file names.
  public var description: String {
    hunks.map { hunk in
      let old = hunk.lines.count { if case .added = $0 { false } else { true } }
      let new = hunk.lines.count { if case .removed = $0 { false } else { true } }
      let head = "@@ -\(hunk.oldStart),\(old) +\(hunk.newStart),\(new) @@"
      return ([head] + hunk.lines.map(\.description)).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private func count(_ isCounted: (Line) -> Bool) -> Int {
    hunks.reduce(0) { $0 + $1.lines.count(where: isCounted) }
  }

  /// The last line break ends a line, it does not begin another.
  private static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// All lines of both texts in reading order, removed ones before added ones.
  private static func walk(_ old: [String], _ new: [String]) -> [Line] {
    if max(old.count, new.count) > maximumLines {
      return old == new ? old.map(Line.same) : old.map(Line.removed) + new.map(Line.added)
    }
    let difference = new.difference(from: old)
    let removed = Set(difference.removals.map(\.offset))
    let added = Set(difference.insertions.map(\.offset))
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        lines.append(.removed(old[left]))
        left += 1
      } else if right < new.count, added.contains(right) {
        lines.append(.added(new[right]))
        right += 1
      } else {
        lines.append(.same(old[left]))
        left += 1
        right += 1
      }
    }
    return lines
  }

  private static func hunks(of lines: [Line]) -> [Hunk] {
    let changes = lines.indices.filter { lines[$0].isChange }
    var ranges: [ClosedRange<Int>] = []
    for index in changes {
      let range = max(index - context, 0)...min(index + context, lines.count - 1)
      if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...range.upperBound
      } else {
        ranges.append(range)
      }
    }
    var (old, new, place) = (1, 1, 0)
    return ranges.map { range in
      for line in lines[place..<range.lowerBound] { line.count(&old, &new) }
      place = range.lowerBound
      return Hunk(oldStart: old, newStart: new, lines: Array(lines[range]))
    }
  }
}

extension Diff.Line: CustomStringConvertible {
  public var description: String {
    switch self {
    case .same(let text): " \(text)"
    case .removed(let text): "-\(text)"
    case .added(let text): "+\(text)"
    }
  }

  var isChange: Bool {
    switch self {
    case .same: false
    case .removed, .added: true
    }
  }

  fileprivate func count(_ old: inout Int, _ new: inout Int) {
    switch self {
    case .same:
      old += 1
      new += 1
    case .removed: old += 1
    case .added: new += 1
    }
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
