import BlockModel
import Egress
import Foundation

/// Something that stood at one place of a source's answers and stands at another now.
struct SourceRenaming: Hashable {
  enum Kind: Hashable {
    /// The key is called otherwise, or lies deeper: `price` → `amount`, `price` → `price.value`.
    case key(String, to: [String])
    /// What was read through some things is read through others: `meta.headline` → `headline`.
    case chain([String], to: [String])
    /// Everything lies in a wrapper: `data`.
    case wrapper([String])
    /// A class or an id of a page: `story` → `news-item`.
    case mark(String, to: String)
    /// A part of a selector: `li.story` → `article.story`.
    case selector(String, to: String)
    /// A whole selector, of a page that is built anew: `ul > li.story` → `article.card`.
    case element(String, to: String)
    /// The key is where it was, and its value is written otherwise.
    case value(String)
  }

  var kind: Kind
  /// How the value at its place says what the old one said, when it is not the same.
  var reading: ValueReading?
  /// The evidence, as a clause: `'price' is gone, and 'amount' has 9 of its 10 values`.
  var evidence: String

  /// What was renamed, in words: `renamed 'price' to 'amount'`.
  var words: String {
    switch kind {
    case .key(let old, let new) where new.count == 1:
      "renamed '\(old)' to '\(new[0])'" + also(new[0])
    case .key(let old, let new):
      "moved '\(old)' to '\(new.joined(separator: "."))'" + also(new.last ?? old)
    case .chain(let old, let new):
      "moved '\(old.joined(separator: "."))' to '\(new.joined(separator: "."))'"
    case .wrapper(let names): "put everything into '\(names.joined(separator: "."))'"
    case .mark(let old, let new): "renamed the class '\(old)' to '\(new)'"
    case .selector(let old, let new), .element(let old, let new):
      "has '\(new)' where '\(old)' was"
    case .value(let name): reading?.words(name) ?? ""
    }
  }

  private func also(_ name: String) -> String { reading.map { " and \($0.words(name))" } ?? "" }
}

extension SourceRenaming {
  /// For all that a script names and that answers have elsewhere or in another form: one list each.
  static func lists(
    _ answers: [(old: RecordedAnswer, new: RecordedAnswer)], script: String
  ) -> [[SourceRenaming]] {
    let names = Set(LuaTokens(script).tokens.map(\.text))
    var lists: [[SourceRenaming]] = []
    for (old, new) in answers {
      if let before = SourceShape(old), let after = SourceShape(new) {
        lists += candidates(from: before, to: after, named: names)
      } else {
        lists += marks(from: old, to: new, script: script)
        lists += lines(from: old, to: new, script: script)
      }
    }
    var seen: Set<[Kind]> = []
    return lists.filter { seen.insert($0.map(\.kind)).inserted }
  }

  /// The share of old values, or of texts, that a new place has to have.
  static let enough = 0.5
  /// Things in things that are followed.
  private static let levels = 3

  /// Keys, wrappers and columns, for all that the script names and the source has no more: one list for each,
  /// the likeliest first.
  ///
  /// What lies in a thing that was renamed or moved may be renamed, too: that is looked for behind the thing.
  static func candidates(
    from old: SourceShape, to new: SourceShape, named names: Set<String>, depth: Int = levels
  ) -> [[SourceRenaming]] {
    if let (name, wrapper) = wrapper(from: old, to: new) {
      return [[wrapper]]
        + candidates(from: old.wrapped(in: name), to: new, named: names, depth: 0)
        + values(from: old.wrapped(in: name), to: new, named: names)
    }
    let gone = old.values.keys.filter { path in
      isGone(path, old, new) && names.contains(name(path))
        // Of what lies below something that is gone the uppermost counts.
        && (parent(path).isEmpty || new.values[parent(path)] != nil || parent(path) == "[]")
    }.sorted()
    var lists: [[SourceRenaming]] = []
    var behind = old
    var followed: [String] = []
    for path in gone {
      let found = places(of: path, old, new)
      guard let first = found.first else { continue }
      followed.append(path)
      lists.append(found.map { $0.renaming })
      if old.values.keys.contains(where: { isBelow($0, path) }) {
        behind = behind.moved(path, to: first.place)
      }
    }
    if depth == Self.levels {
      lists += values(from: old, to: new, named: names)
      lists += chains(from: old, to: new, named: names, beside: followed)
    }
    guard depth > 0, behind.values != old.values else { return lists }
    let known = Set(lists.map { $0.map(\.kind) })
    return lists
      + candidates(from: behind, to: new, named: names, depth: depth - 1)
      .filter { !known.contains($0.map(\.kind)) }
  }

  /// Nothing stands there any more, or only what holds other things.
  static func isGone(_ path: String, _ old: SourceShape, _ new: SourceShape) -> Bool {
    guard let values = new.values[path] else { return true }
    return values.isEmpty && old.values[path]?.isEmpty == false
      && new.values.keys.contains { isBelow($0, path) }
  }

  private static func places(
    of path: String, _ old: SourceShape, _ new: SourceShape
  ) -> [(place: String, renaming: SourceRenaming)] {
    let name = name(path)
    let parent = parent(path)
    let values = old.values[path] ?? []
    let below = old.values.keys.filter { isBelow($0, path) }
    var found: [(share: Double, place: String, renaming: SourceRenaming)] = []
    for (place, others) in new.values where old.values[place] == nil || isBelow(place, path) {
      guard place.hasSuffix("[]") == path.hasSuffix("[]"),
        let steps = steps(from: parent, to: place)
      else { continue }
      let share: Double
      if below.isEmpty {
        let common = values.intersection(others)
        share = values.isEmpty ? 0 : Double(common.count) / Double(values.count)
        // "yes" and "no" are everywhere.
        guard values.count > 1 || values.first.map(isTelling) == true else { continue }
      } else {
        // A list or an object: what lies in it tells.
        share = Self.share(of: below, from: path, in: place, old, new)
      }
      guard share >= enough else {
        let readings =
          below.isEmpty ? ValueReading.all(from: old.list(path), to: new.list(place)) : []
        for reading in readings {
          found.append(
            (
              0, place,
              SourceRenaming(
                kind: .key(name, to: steps), reading: reading,
                evidence: "'\(path)' is gone, and '\(place)' says the same in another form")
            ))
        }
        continue
      }
      let evidence =
        below.isEmpty
        ? "'\(path)' is gone, and '\(place)' has \(Int(clamping: (share * 100).rounded()))% of its values"
        : "'\(path)' is gone, and '\(place)' has the same members"
      found.append((share, place, SourceRenaming(kind: .key(name, to: steps), evidence: evidence)))
    }
    return found.sorted { ($0.share, $1.renaming.evidence) > ($1.share, $0.renaming.evidence) }
      .prefix(3).map { ($0.place, $0.renaming) }
  }

  /// The share of what lay in a thing that lies in another one: under its name, or under another with its values.
  static func share(
    of below: [String], from path: String, in place: String, _ old: SourceShape,
    _ new: SourceShape
  ) -> Double {
    let inside = new.values.filter { isBelow($0.key, place) }
    let same = below.filter { one in
      if new.values[place + one.dropFirst(path.count)] != nil { return true }
      let values = old.values[one] ?? []
      guard values.count > 1 || values.first.map(isTelling) == true else { return false }
      return inside.contains {
        Double(values.intersection($0.value).count) >= enough * Double(values.count)
      }
    }
    return Double(same.count) / Double(below.count)
  }

  /// Values that are where they were and are written otherwise.
  private static func values(
    from old: SourceShape, to new: SourceShape, named names: Set<String>
  ) -> [[SourceRenaming]] {
    old.values.keys.sorted().compactMap { path in
      let name = name(path)
      guard names.contains(name), !path.hasSuffix("[]") else { return nil }
      let before = old.list(path)
      if let elements = new.values[path + "[]"], let values = old.values[path], !values.isEmpty,
        Double(values.intersection(elements).count) >= enough * Double(values.count)
      {
        return [
          SourceRenaming(
            kind: .value(name), reading: .first, evidence: "'\(path)' is a list of its values now")
        ]
      }
      let readings = ValueReading.all(from: before, to: new.list(path))
      guard !readings.isEmpty else { return nil }
      return readings.map {
        SourceRenaming(
          kind: .value(name), reading: $0,
          evidence: "'\(path)' says the same as before in another form")
      }
    }
  }

  /// Everything that was at the top lies in one thing now.
  private static func wrapper(
    from old: SourceShape, to new: SourceShape
  ) -> (name: String, renaming: SourceRenaming)? {
    let paths = old.values.keys.filter { !$0.isEmpty }
    guard !paths.isEmpty, paths.allSatisfy({ new.values[$0] == nil }) else { return nil }
    let tops = Set(new.values.keys.map { $0.replacing("[]", with: ".[]") })
    let names = Set(
      tops.flatMap { path -> [String] in
        let parts = path.split(separator: ".").prefix { $0 != "[]" }.map(String.init)
        return (1...2).filter { $0 <= parts.count }.map { parts.prefix($0).joined(separator: ".") }
      })
    let fitting = names.filter { name in
      let same = paths.filter { path in
        new.values[path.hasPrefix("[]") ? name + path : name + "." + path] != nil
      }
      return Double(same.count) >= 0.8 * Double(paths.count)
    }
    guard let name = fitting.min(by: { $0.count < $1.count }) else { return nil }
    let renaming = SourceRenaming(
      kind: .wrapper(name.split(separator: ".").map(String.init)),
      evidence: "everything the source had is inside '\(name)' now")
    return (name, renaming)
  }

  // MARK: Paths

  /// `title` of `items[].title`; `items` of `items[]`.
  static func name(_ path: String) -> String {
    var path = Substring(path)
    while path.hasSuffix("[]") { path = path.dropLast(2) }
    return String(path.split(separator: ".").last ?? "")
  }

  static func parent(_ path: String) -> String {
    var path = Substring(path)
    while path.hasSuffix("[]") { path = path.dropLast(2) }
    guard let dot = path.lastIndex(of: ".") else { return "" }
    return String(path[..<dot])
  }

  static func isBelow(_ path: String, _ top: String) -> Bool {
    path.hasPrefix(top + ".") || (path.hasPrefix(top + "[]"))
  }

  /// The keys that lead from a place down to another one, without lists on the way.
  private static func steps(from parent: String, to place: String) -> [String]? {
    let prefix = parent.isEmpty ? "" : parent + "."
    var place = Substring(place)
    while place.hasSuffix("[]") { place = place.dropLast(2) }
    guard place.hasPrefix(prefix) else { return nil }
    let steps = place.dropFirst(prefix.count).split(separator: ".").map(String.init)
    guard !steps.isEmpty, steps.count <= 3, !steps.contains(where: { $0.contains("[]") }) else {
      return nil
    }
    return steps
  }

  /// A value that does not stand in other places by chance.
  static func isTelling(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): text.count >= 4
    case .integer(let number): abs(number) >= 100
    case .number: true
    case .null, .bool, .array, .object: false
    }
  }
}
