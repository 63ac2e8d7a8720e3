/// A compiled CSS selector list (Selectors Level 4, the subset that needs no user or browser).
/// Names are numbers of one ``MarkupTree``.
typealias SelectorList = [Selector]

/// Compounds from right to left, each with how it stands to the one at its left.
struct Selector {
  var parts: [(compound: SelectorCompound, left: SelectorCombinator?)] = []
}

enum SelectorCombinator {
  case descendant, child, next, later
}

struct SelectorCompound {
  /// `nil` for any element.
  var name: Int32?
  var conditions: [SelectorCondition] = []
}

enum SelectorMatch {
  case present, equals, word, dash, prefix, suffix, substring
}

indirect enum SelectorCondition {
  case id([UInt8])
  case className([UInt8])
  case attribute(name: Int32, SelectorMatch, value: [UInt8], ignoresCase: Bool)
  case any(SelectorList)
  case not(SelectorList)
  /// Selectors whose leftmost part is `scope`.
  case has([(SelectorCombinator, Selector)])
  case nth(a: Int, b: Int, fromEnd: Bool, ofType: Bool, of: SelectorList?)
  case empty, root, scope, link, checked, enabled, disabled
  /// What needs a reader or an address: `:visited`, `:target`, `:hover`.
  case never
  case language([UInt8])
  /// The element's own text, or with `deep` all text in it, contains this.
  case contains([UInt8], deep: Bool)
}

/// What is wrong with a selector.
struct SelectorProblem: Error {
  let text: String
}
