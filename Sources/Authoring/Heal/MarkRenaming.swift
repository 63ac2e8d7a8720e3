import BlockModel
import Egress
import Foundation

/// What a script selects by in a page, and that the page has no more.
extension SourceRenaming {
  /// A tag, or none, with a class or an id: `li.story`, `#main`.
  private struct Compound: Hashable, Comparable {
    var text: String
    var tag: String?
    var mark: String

    static func < (one: Compound, other: Compound) -> Bool { one.text < other.text }
  }

  /// For each selector of the script that finds nothing any more: what stands in as many places, those with the
  /// same texts first. Attributes that are gone follow.
  static func marks(
    from old: RecordedAnswer, to new: RecordedAnswer, script: String
  ) -> [[SourceRenaming]] {
    guard let before = PageMarks(old), let after = PageMarks(new) else { return [] }
    let strings = LuaTokens(script).tokens.filter { $0.kind == .string }.map(\.text)
    return compounds(strings).sorted().compactMap { renamed($0, before, after) }
      + attributes(strings, before, after) + tags(strings, before, after)
  }

  private static func compounds(_ strings: [String]) -> Set<Compound> {
    Set(
      strings.flatMap { text in
        text.matches(of: #/([A-Za-z][A-Za-z0-9]*)?[.#]([A-Za-z_][\w-]*)/#).map { match in
          Compound(
            text: String(match.0), tag: match.1.map { $0.lowercased() }, mark: String(match.2))
        }
      })
  }

  private static func renamed(
    _ compound: Compound, _ before: PageMarks, _ after: PageMarks
  ) -> [SourceRenaming]? {
    guard let place = before.marks[compound.mark],
      compound.tag.map(place.tags.contains) ?? true
    else { return nil }
    if let other = after.marks[compound.mark] {
      // The same mark on another tag.
      guard let tag = compound.tag, !other.tags.contains(tag), let new = other.tags.sorted().first,
        other.tags.count == 1
      else { return nil }
      return [
        SourceRenaming(
          kind: .selector(compound.text, to: new + compound.text.dropFirst(tag.count)),
          evidence: "'\(compound.mark)' is on <\(new)> now, and no longer on <\(tag)>")
      ]
    }
    let fresh = after.marks.filter { before.marks[$0.key] == nil }
    var found: [(share: Double, renaming: SourceRenaming)] = fresh.sorted { $0.key < $1.key }
      .compactMap { name, other in
        let share = place.share(in: other)
        guard share >= enough || (place.texts.isEmpty && other.count == place.count) else {
          return nil
        }
        let evidence =
          place.texts.isEmpty
          ? "no element has the class '\(compound.mark)' any more, and \(place.count) have '\(name)'"
          : "no element has the class '\(compound.mark)' any more, and '\(name)' has \(percent(share)) of its texts"
        guard let tag = compound.tag, !other.tags.contains(tag) else {
          return (
            share, SourceRenaming(kind: .mark(compound.mark, to: name), evidence: evidence)
          )
        }
        return (
          share,
          SourceRenaming(kind: .selector(compound.text, to: "." + name), evidence: evidence)
        )
      }
    found.sort { ($0.share, $1.renaming.evidence) > ($1.share, $0.renaming.evidence) }
    // Nothing but its tag is left of it.
    for (tag, other) in after.tags.sorted(by: { $0.key < $1.key }) {
      let share = place.share(in: other)
      guard share >= enough, other.count == place.count else { continue }
      found.append(
        (
          share,
          SourceRenaming(
            kind: .selector(compound.text, to: tag),
            evidence:
              "no element has the class '\(compound.mark)' any more, and <\(tag)> has \(percent(share)) of its texts"
          )
        ))
    }
    return found.isEmpty ? nil : found.prefix(4).map { $0.renaming }
  }

  /// Attributes that the script names.
  private static func attributes(
    _ strings: [String], _ before: PageMarks, _ after: PageMarks
  ) -> [[SourceRenaming]] {
    Set(strings).sorted().compactMap { name in
      guard let values = before.attributes[name], after.attributes[name] == nil else { return nil }
      let found = after.attributes.filter { before.attributes[$0.key] == nil }
        .sorted { $0.key < $1.key }.compactMap { other, theirs -> SourceRenaming? in
          let share = Double(values.intersection(theirs).count) / Double(values.count)
          guard share >= enough else { return nil }
          return SourceRenaming(
            kind: .key(name, to: [other]),
            evidence: "'\(name)' is gone, and '\(other)' has \(percent(share)) of its values")
        }
      return found.isEmpty ? nil : Array(found.prefix(3))
    }
  }

  /// Elements of XML that the script names in a path: `item/price`.
  private static func tags(
    _ strings: [String], _ before: PageMarks, _ after: PageMarks
  ) -> [[SourceRenaming]] {
    let names = Set(
      strings.flatMap { text in
        text.contains(".") || text.contains("#")
          ? [] : text.split { $0 == "/" || $0 == " " || $0 == ">" }.map(String.init)
      })
    return names.sorted().compactMap { name in
      guard let place = before.tags[name.lowercased()], after.tags[name.lowercased()] == nil else {
        return nil
      }
      let found = after.tags.filter { before.tags[$0.key] == nil }.sorted { $0.key < $1.key }
        .compactMap { other, theirs -> (share: Double, renaming: SourceRenaming)? in
          let share = place.share(in: theirs)
          guard share >= enough || (place.texts.isEmpty && theirs.count == place.count) else {
            return nil
          }
          return (
            share,
            SourceRenaming(
              kind: .selector(name, to: other),
              evidence: place.texts.isEmpty
                ? "no element is a <\(name)> any more, and \(place.count) are a <\(other)>"
                : "no element is a <\(name)> any more, and <\(other)> has \(percent(share)) of its texts"
            )
          )
        }
      return found.isEmpty
        ? nil : found.sorted { $0.share > $1.share }.prefix(3).map { $0.renaming }
    }
  }

  private static func percent(_ share: Double) -> String {
    "\(Int(clamping: (share * 100).rounded()))%"
  }
}
