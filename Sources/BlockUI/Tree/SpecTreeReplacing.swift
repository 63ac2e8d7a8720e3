import BlockModel

extension SpecTree {
  /// Makes another component of one: the new one's properties are set, what both kinds have with
  /// the same meaning stays as it is written (title, data, limits, conditions, `x-…` notes), the
  /// rest goes.
  ///
  /// - Parameters:
  ///   - place: the component.
  ///   - part: another kind, with what the old one cannot give; see ``SpecField`` for columns,
  ///     channels and texts of the fields it shows.
  public mutating func replace(at place: String, with part: SpecPart) throws(SpecEditError) {
    guard let new = part.component else {
      throw SpecEditError(.missing, at: place, "a component needs a type")
    }
    guard let old = element(at: place), let component = old.component else {
      throw SpecEditError(.shape, at: place, "there is no component at this place")
    }
    let shape = Catalogue.entry(of: new).shape
    var kept = old.node.members.map(\.key).filter { key in
      guard part.members[key] == nil else { return false }
      return key.hasPrefix("x-")
        || old.shape.rule(for: key).map { rule in
          shape.rule(for: key).map { $0.means(the: rule, as: new == component) } ?? false
        } ?? false
    }
    // What the new kind reads but does not allow here (a limit too high, a word it lacks) goes, too.
    while true {
      let keys = kept
      var changed = source
      try changed.become(part, keeping: Set(keys), shape, at: place)
      let wrong = Set(
        newIssues(in: changed).compactMap { issue -> String? in
          let parts = JSONPointer.parts(issue.at), outer = JSONPointer.parts(place)
          return parts.count > outer.count && parts.starts(with: outer) ? parts[outer.count] : nil
        })
      kept.removeAll { wrong.contains($0) && !$0.hasPrefix("x-") }
      guard kept.count < keys.count else {
        return try edit { text throws(SpecEditError) in text = changed }
      }
    }
  }
}

extension JSONText {
  /// The object at a place gets the members of a part; of its own it keeps some.
  fileprivate mutating func become(
    _ part: SpecPart, keeping kept: Set<String>, _ shape: ObjectShape, at place: String
  ) throws(SpecEditError) {
    func object() -> JSONSyntax { root.node(at: place) ?? root }
    // What comes is put in before anything goes, so that there is always a neighbour to follow.
    for (name, value) in part.members { try set(name, value, in: object(), shape) }
    while let index = object().members.lastIndex(where: {
      part.members[$0.key] == nil && !kept.contains($0.key)
    }) {
      try remove(index, from: object())
    }
  }
}

extension PropertyRule {
  /// Does the property of the same name of another component say the same? `size` of a list is a
  /// word, `size` of a chart a field; `title` of a list belongs to each row, of a section to it.
  fileprivate func means(the other: PropertyRule, as isSame: Bool) -> Bool {
    isSame || (isPerRow == other.isPerRow && kind.isAlike(other.kind))
  }
}

extension PropertyKind {
  fileprivate func isAlike(_ other: PropertyKind) -> Bool {
    switch (self, other) {
    case (.text, .text), (.value, .value), (.binding, .binding), (.url, .url),
      (.condition, .condition), (.format, .format), (.field, .field), (.tone, .tone),
      (.toneName, .toneName), (.words, .words), (.flag, .flag), (.flagOr, .flagOr),
      (.integer, .integer), (.number, .number), (.nodes, .nodes), (.arguments, .arguments):
      true
    case (.name(let rule), .name(let another)): rule == another
    case (.object(let shape), .object(let another)): shape.name == another.name
    case (.list(let kind, _), .list(let another, _)): kind.isAlike(another)
    case (.either(let kinds, let type), .either(let others, let another)):
      type == another && kinds.count == others.count
    default: false
    }
  }
}
