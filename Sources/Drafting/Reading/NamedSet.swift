/// A record set of a source, or the values beside its lists, by the name that queries give it.
struct NamedSet: Sendable {
  let name: String
  var contents: Contents

  enum Contents: Sendable {
    case rows(DraftSource)
    /// One thing: nothing of it can be sorted, counted or left out.
    case facts(DraftFacts)
  }

  var isFacts: Bool { if case .facts = contents { true } else { false } }
}

extension SourceReading {
  /// What can be picked, the most likely first; no two have one name.
  var named: [NamedSet] {
    let rows = sets.filter { !$0.fields.isEmpty }.map { set in
      (set.caption ?? Self.plain(set.what), NamedSet.Contents.rows(set))
    }
    let facts = facts.map { [(Self.plain($0.what), NamedSet.Contents.facts($0))] } ?? []
    var taken: Set<String> = []
    return (prefersFacts ? facts + rows : rows + facts).map { name, contents in
      let name = String(name.prefix(80))
      var free = name
      var number = 2
      while !taken.insert(free.lowercased()).inserted {
        free = "\(name) \(number)"
        number += 1
      }
      return NamedSet(name: free, contents: contents)
    }
  }

  private static func plain(_ what: String) -> String {
    what.hasPrefix("the ") ? String(what.dropFirst(4)) : what
  }
}
