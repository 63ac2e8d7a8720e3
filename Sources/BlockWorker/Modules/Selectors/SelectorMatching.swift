/// Finds the elements a selector names.
struct SelectorMatching {
  let tree: MarkupTree
  let scope: Int32
  private let nodes: [MarkupTree.Node]
  private let idName: Int32
  private let className: Int32

  init(tree: MarkupTree, scope: Int32) {
    self.tree = tree
    self.scope = scope
    nodes = tree.nodes
    idName = tree.number(of: "id")
    className = tree.number(of: "class")
  }

  /// The elements below `scope`, in document order.
  func select(_ list: SelectorList, limit: Int = .max) -> [Int32] {
    var found: [Int32] = []
    // Most selectors name one element, which leaves few to look at closely.
    let only = list.count == 1 ? list[0].parts[0].compound.name : nil
    let isName =
      only != nil && list[0].parts.count == 1 && list[0].parts[0].compound.conditions.isEmpty
    for index in searched(list) {
      let name = nodes[Int(index)].name
      guard name > 0, only == nil || name == only else { continue }
      if isName || matches(index, list) {
        found.append(index)
        if found.count == limit { break }
      }
    }
    return found
  }

  /// Below the scope; `+ p` and `~ p` look behind it.
  private func searched(_ list: SelectorList) -> Range<Int32> {
    let node = nodes[Int(scope)]
    let looksBehind = list.contains { selector in
      guard selector.parts.count > 1,
        case .scope? = selector.parts[selector.parts.count - 1].compound.conditions.first
      else { return false }
      return selector.parts.contains {
        switch $0.left {
        case .next, .later: true
        case .descendant, .child, nil: false
        }
      }
    }
    let end = looksBehind && node.parent >= 0 ? nodes[Int(node.parent)].end : node.end
    return scope + 1..<max(end, scope + 1)
  }

  func matches(_ index: Int32, _ list: SelectorList) -> Bool {
    for selector in list where matches(index, selector, 0) { return true }
    return false
  }

  private func matches(_ index: Int32, _ selector: Selector, _ part: Int) -> Bool {
    guard matches(index, selector.parts[part].compound) else { return false }
    guard part + 1 < selector.parts.count else { return true }
    let node = nodes[Int(index)]
    switch selector.parts[part].left {
    case .child:
      return node.parent >= 0 && matches(node.parent, selector, part + 1)
    case .descendant:
      var parent = node.parent
      while parent >= 0 {
        if matches(parent, selector, part + 1) { return true }
        parent = nodes[Int(parent)].parent
      }
      return false
    case .next:
      return node.previous >= 0 && matches(node.previous, selector, part + 1)
    case .later:
      var previous = node.previous
      while previous >= 0 {
        if matches(previous, selector, part + 1) { return true }
        previous = nodes[Int(previous)].previous
      }
      return false
    case nil: return false
    }
  }

  private func matches(_ index: Int32, _ compound: SelectorCompound) -> Bool {
    if let name = compound.name {
      guard nodes[Int(index)].name == name else { return false }
    }
    // The document itself is nothing but a scope.
    if index == 0, compound.conditions.isEmpty { return false }
    for condition in compound.conditions where !matches(index, condition) { return false }
    return true
  }

  private func matches(_ index: Int32, _ condition: SelectorCondition) -> Bool {
    switch condition {
    case .scope: return index == (scope == 0 ? rootElement : scope) || index == scope
    case _ where index == 0: return false
    case .id(let id):
      return tree.attribute(idName, of: index)?.elementsEqual(id) ?? false
    case .className(let name):
      guard let value = tree.attribute(className, of: index) else { return false }
      return contains(word: name, in: value, ignoresCase: false)
    case .attribute(let name, let match, let expected, let ignoresCase):
      guard let value = tree.attribute(name, of: index) else { return false }
      return matches(value, match, expected, ignoresCase)
    case .any(let list): return matches(index, list)
    case .not(let list): return !matches(index, list)
    case .has(let list): return list.contains { has(index, $0, $1) }
    case .nth(let a, let b, let fromEnd, let ofType, let of):
      if let of, !matches(index, of) { return false }
      let place = place(of: index, fromEnd: fromEnd, ofType: ofType, of: of) - b
      return a == 0 ? place == 0 : place % a == 0 && place / a >= 0
    case .empty:
      return nodes[Int(index)].end == index + 1
    case .root: return nodes[Int(index)].parent == 0
    case .link:
      let name = tree.name(index)
      return (name == "a" || name == "area") && tree.attribute("href", of: index) != nil
    case .checked:
      let attribute = tree.name(index) == "option" ? "selected" : "checked"
      return tree.attribute(attribute, of: index) != nil
    case .enabled: return isControl(index) && tree.attribute("disabled", of: index) == nil
    case .disabled: return isControl(index) && tree.attribute("disabled", of: index) != nil
    case .never: return false
    case .language(let language): return isWritten(index, in: language)
    case .contains(let text, let deep): return contains(index, text, deep: deep)
    }
  }

  /// The nearest `lang` around the element decides.
  private func isWritten(_ index: Int32, in language: [UInt8]) -> Bool {
    let name = tree.number(of: "lang")
    var place = index
    while place > 0 {
      if let value = tree.attribute(name, of: place) {
        return matches(value, .dash, language, true)
      }
      place = nodes[Int(place)].parent
    }
    return false
  }

  private var rootElement: Int32 { tree.children(0).first ?? 0 }

  private func isControl(_ index: Int32) -> Bool {
    ["button", "input", "select", "textarea", "optgroup", "option", "fieldset"]
      .contains(tree.name(index))
  }

  // MARK: Relations

  private func has(
    _ index: Int32, _ combinator: SelectorCombinator, _ selector: Selector
  ) -> Bool {
    let node = nodes[Int(index)]
    let matching = SelectorMatching(tree: tree, scope: index)
    let range: Range<Int32>
    switch combinator {
    case .descendant, .child: range = index + 1..<node.end
    case .next, .later:
      guard node.parent >= 0 else { return false }
      range = node.end..<nodes[Int(node.parent)].end
    }
    for candidate in range where nodes[Int(candidate)].name > 0 {
      if matching.matches(candidate, selector, 0) { return true }
    }
    return false
  }

  /// From 1.
  private func place(of index: Int32, fromEnd: Bool, ofType: Bool, of: SelectorList?) -> Int {
    let node = nodes[Int(index)]
    if !ofType, of == nil {
      guard fromEnd else { return Int(node.position) }
      return Int(nodes[Int(node.parent)].elements - node.position) + 1
    }
    var place = 1
    func counts(_ sibling: Int32) -> Bool {
      if let of { return matches(sibling, of) }
      return nodes[Int(sibling)].name == node.name
    }
    if fromEnd {
      var sibling = nodes[Int(node.parent)].lastElement
      while sibling >= 0, sibling != index {
        if counts(sibling) { place += 1 }
        sibling = nodes[Int(sibling)].previous
      }
    } else {
      var sibling = node.previous
      while sibling >= 0 {
        if counts(sibling) { place += 1 }
        sibling = nodes[Int(sibling)].previous
      }
    }
    return place
  }

  // MARK: Values

  private func contains(_ index: Int32, _ text: [UInt8], deep: Bool) -> Bool {
    if text.isEmpty { return true }
    if deep { return MarkupText.find(text, in: tree.rawText(index)[...]) }
    var child = tree.firstChild(index)
    while let current = child {
      if !tree.isElement(current), MarkupText.find(text, in: tree.text(current)) { return true }
      child = tree.next(current)
    }
    return false
  }

  private func matches(
    _ value: ArraySlice<UInt8>, _ match: SelectorMatch, _ expected: [UInt8], _ ignoresCase: Bool
  ) -> Bool {
    if ignoresCase, match != .present {
      return matches(
        value.map(Self.lower)[...], match, expected.map(Self.lower), false)
    }
    switch match {
    case .present: return true
    case .equals: return value.elementsEqual(expected)
    case .word: return contains(word: expected, in: value, ignoresCase: false)
    case .dash:
      return value.starts(with: expected)
        && (value.count == expected.count
          || value[value.startIndex + expected.count] == UInt8(ascii: "-"))
    case .prefix: return !expected.isEmpty && value.starts(with: expected)
    case .suffix: return !expected.isEmpty && value.suffix(expected.count).elementsEqual(expected)
    case .substring: return !expected.isEmpty && MarkupText.find(expected, in: value)
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= 65 && byte <= 90 ? byte + 32 : byte
  }

  private func contains(
    word: [UInt8], in value: ArraySlice<UInt8>, ignoresCase: Bool
  ) -> Bool {
    guard !word.isEmpty, value.count >= word.count else { return false }
    var start = value.startIndex
    while start < value.endIndex {
      var end = start
      while end < value.endIndex, !MarkupText.isSpace(value[end]) { end += 1 }
      if end - start == word.count, value[start..<end].elementsEqual(word) { return true }
      start = end + 1
    }
    return false
  }
}
