import BlockModel
import Egress
import Foundation

/// Classes and ids of a page that a script selects by, and that the page has no more.
extension SourceRenaming {
  private static let maximumBytes = 512 << 10

  /// How often each class and id stands in a page, with the texts that follow it.
  private struct Marks {
    var counts: [String: Int] = [:]
    var texts: [String: Set<String>] = [:]

    init(_ page: String) {
      for match in page.matches(
        of: #/<[A-Za-z][^<>]*?\s(?:class|id)\s*=\s*["']([^"'<>]*)["'][^<>]*>([^<]*)/#)
      {
        let text = match.2.trimmingCharacters(in: .whitespacesAndNewlines)
        for name in match.1.split(whereSeparator: \.isWhitespace).map(String.init) {
          counts[name, default: 0] += 1
          if !text.isEmpty { texts[name, default: []].insert(text) }
        }
      }
    }
  }

  /// For each class that the script names and the page has no more: the new ones that stand in as many places,
  /// those with the same texts first.
  static func marks(
    from old: RecordedAnswer, to new: RecordedAnswer, script: String
  ) -> [[SourceRenaming]] {
    guard old.body.count <= maximumBytes, new.body.count <= maximumBytes else { return [] }
    let before = Marks(String(decoding: old.body, as: UTF8.self))
    let after = Marks(String(decoding: new.body, as: UTF8.self))
    let fresh = after.counts.keys.filter { before.counts[$0] == nil }.sorted()
    return selected(in: script).sorted().compactMap { mark in
      guard let count = before.counts[mark], after.counts[mark] == nil else { return nil }
      let texts = before.texts[mark] ?? []
      let found = fresh.compactMap { name -> (share: Double, renaming: SourceRenaming)? in
        let common = texts.intersection(after.texts[name] ?? [])
        let share = texts.isEmpty ? 0 : Double(common.count) / Double(texts.count)
        guard share >= 0.5 || (texts.isEmpty && after.counts[name] == count) else { return nil }
        return (
          share,
          SourceRenaming(
            kind: .mark(mark, to: name),
            evidence: texts.isEmpty
              ? "no element has the class '\(mark)' any more, and \(count) have '\(name)'"
              : "no element has the class '\(mark)' any more, and '\(name)' has \(Int(clamping: (share * 100).rounded()))% of its texts"
          )
        )
      }
      let sorted = found.sorted {
        ($0.share, $1.renaming.evidence) > ($1.share, $0.renaming.evidence)
      }
      return sorted.isEmpty ? nil : sorted.prefix(4).map { $0.renaming }
    }
  }

  /// Classes and ids in the selectors of a script: `.story`, `#main`.
  private static func selected(in script: String) -> Set<String> {
    var names: Set<String> = []
    for token in LuaTokens(script).tokens where token.kind == .string {
      for match in token.text.matches(of: #/[.#]([A-Za-z_][\w-]*)/#) {
        names.insert(String(match.1))
      }
    }
    return names
  }
}
