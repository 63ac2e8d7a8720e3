/// Reads selectors; see <https://www.w3.org/TR/selectors-4/>.
struct SelectorParsing {
  private let text: [UInt8]
  private var at = 0
  private let tree: MarkupTree
  private var depth = 0

  /// - Throws: ``SelectorProblem``.
  static func parse(_ selector: String, tree: MarkupTree) throws(SelectorProblem) -> SelectorList {
    if let known = tree.selectors[selector] { return known }
    guard selector.utf8.count <= 4000 else {
      throw SelectorProblem(text: "the selector is longer than 4000 bytes")
    }
    var parsing = SelectorParsing(text: Array(selector.utf8), tree: tree)
    let list = try parsing.list(end: nil)
    if tree.selectors.count < 500 { tree.selectors[selector] = list }
    return list
  }

  private init(text: [UInt8], tree: MarkupTree) {
    self.text = text
    self.tree = tree
  }

  // MARK: Lists

  private mutating func list(end: UInt8?) throws(SelectorProblem) -> SelectorList {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 20 else { throw SelectorProblem(text: "the selector is nested too deeply") }
    var list: SelectorList = []
    repeat {
      skipSpaces()
      var leading: SelectorCombinator?
      // `node:select("> li")` starts at the node itself.
      if end == nil, let found = explicitCombinator() {
        leading = found
        skipSpaces()
      }
      list.append(try selector(leading: leading))
      skipSpaces()
    } while take(UInt8(ascii: ","))
    try finish(end)
    return list
  }

  private mutating func relativeList() throws(SelectorProblem) -> [(SelectorCombinator, Selector)] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 20 else { throw SelectorProblem(text: "the selector is nested too deeply") }
    var list: [(SelectorCombinator, Selector)] = []
    repeat {
      skipSpaces()
      let leading = explicitCombinator() ?? .descendant
      skipSpaces()
      list.append((leading, try selector(leading: leading)))
      skipSpaces()
    } while take(UInt8(ascii: ","))
    try finish(UInt8(ascii: ")"))
    return list
  }

  private mutating func finish(_ end: UInt8?) throws(SelectorProblem) {
    if let end {
      // As everywhere in CSS, the end of the text closes what is open.
      if at < text.count, !take(end) { throw unexpected() }
    } else if at < text.count {
      throw unexpected()
    }
  }

  private mutating func selector(
    leading: SelectorCombinator?
  ) throws(SelectorProblem) -> Selector {
    var selector = Selector()
    if let leading {
      selector.parts.append((SelectorCompound(conditions: [.scope]), nil))
      selector.parts.insert((try compound(), leading), at: 0)
    } else {
      selector.parts.append((try compound(), nil))
    }
    while true {
      let hadSpace = skipSpaces()
      guard let byte = peek, byte != UInt8(ascii: ","), byte != UInt8(ascii: ")") else { break }
      let combinator: SelectorCombinator
      if let explicit = explicitCombinator() {
        combinator = explicit
        skipSpaces()
      } else if hadSpace {
        combinator = .descendant
      } else {
        throw unexpected()
      }
      selector.parts.insert((try compound(), combinator), at: 0)
    }
    return selector
  }

  private mutating func explicitCombinator() -> SelectorCombinator? {
    if take(UInt8(ascii: ">")) { return .child }
    if take(UInt8(ascii: "+")) { return .next }
    if take(UInt8(ascii: "~")) { return .later }
    return nil
  }

  // MARK: Compounds

  private mutating func compound() throws(SelectorProblem) -> SelectorCompound {
    var compound = SelectorCompound()
    let start = at
    if take(UInt8(ascii: "*")) {
      if peek == UInt8(ascii: "|"), peek(1) != UInt8(ascii: "=") {
        at += 1
        if !take(UInt8(ascii: "*")) { compound.name = elementName(try identifier()) }
      }
    } else if startsIdentifier {
      compound.name = elementName(try identifier())
    }
    loop: while let byte = peek {
      switch byte {
      case UInt8(ascii: "#"):
        at += 1
        compound.conditions.append(.id(try identifier(isHash: true)))
      case UInt8(ascii: "."):
        at += 1
        compound.conditions.append(.className(try identifier()))
      case UInt8(ascii: "["):
        at += 1
        compound.conditions.append(try attribute())
      case UInt8(ascii: ":"):
        at += 1
        compound.conditions.append(contentsOf: try pseudoClass())
      default: break loop
      }
    }
    if at == start { throw unexpected() }
    return compound
  }

  private func elementName(_ name: [UInt8]) -> Int32 {
    let name = String(decoding: name, as: UTF8.self)
    return tree.number(of: tree.isHTML ? name.lowercased() : name)
  }

  private mutating func attribute() throws(SelectorProblem) -> SelectorCondition {
    skipSpaces()
    if peek == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "|") { at += 2 }
    if peek == UInt8(ascii: "|"), peek(1) != UInt8(ascii: "=") { at += 1 }
    var name = String(decoding: try identifier(), as: UTF8.self)
    if tree.isHTML { name = name.lowercased() }
    let number = tree.number(of: name)
    skipSpaces()
    if take(UInt8(ascii: "]")) || at == text.count {
      return .attribute(name: number, .present, value: [], ignoresCase: false)
    }
    var match = SelectorMatch.equals
    if let byte = peek, peek(1) == UInt8(ascii: "="),
      let found = Self.operators.first(where: { $0.0 == byte })
    {
      match = found.1
      at += 1
    }
    guard take(UInt8(ascii: "=")) else { throw unexpected() }
    skipSpaces()
    let value: [UInt8]
    if let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      value = try quoted()
    } else {
      value = try identifier()
    }
    skipSpaces()
    var ignoresCase =
      tree.isHTML && Self.caselessAttributes.contains(name)
    if let flag = peek, flag != UInt8(ascii: "]") {
      switch flag | 0x20 {
      case UInt8(ascii: "i"): ignoresCase = true
      case UInt8(ascii: "s"): ignoresCase = false
      default: throw unexpected()
      }
      at += 1
      skipSpaces()
    }
    if at < text.count, !take(UInt8(ascii: "]")) { throw unexpected() }
    return .attribute(name: number, match, value: value, ignoresCase: ignoresCase)
  }

  private static let operators: [(UInt8, SelectorMatch)] = [
    (UInt8(ascii: "~"), .word), (UInt8(ascii: "|"), .dash), (UInt8(ascii: "^"), .prefix),
    (UInt8(ascii: "$"), .suffix), (UInt8(ascii: "*"), .substring),
  ]

  /// Attributes of HTML whose values have no case; the frequent ones of the HTML standard's list.
  private static let caselessAttributes: Set<String> = [
    "align", "charset", "checked", "dir", "disabled", "http-equiv", "lang", "media", "method",
    "rel", "selected", "shape", "type", "valign",
  ]

  // MARK: Pseudo-classes

  private mutating func pseudoClass() throws(SelectorProblem) -> [SelectorCondition] {
    if peek == UInt8(ascii: ":") {
      throw SelectorProblem(text: "pseudo-elements cannot be selected")
    }
    let name = String(decoding: try identifier(), as: UTF8.self).lowercased()
    if take(UInt8(ascii: "(")) { return [try function(name)] }
    switch name {
    case "first-child": return [nth(0, 1)]
    case "last-child": return [nth(0, 1, fromEnd: true)]
    case "only-child": return [nth(0, 1), nth(0, 1, fromEnd: true)]
    case "first-of-type": return [nth(0, 1, ofType: true)]
    case "last-of-type": return [nth(0, 1, fromEnd: true, ofType: true)]
    case "only-of-type": return [nth(0, 1, ofType: true), nth(0, 1, fromEnd: true, ofType: true)]
    case "empty": return [.empty]
    case "root": return [.root]
    case "scope": return [.scope]
    case "link", "any-link": return [.link]
    case "checked": return [.checked]
    case "enabled": return [.enabled]
    case "disabled": return [.disabled]
    case "visited", "target", "hover", "active", "focus": return [.never]
    default:
      throw SelectorProblem(text: "the pseudo-class :\(name) is not known")
    }
  }

  private mutating func function(_ name: String) throws(SelectorProblem) -> SelectorCondition {
    switch name {
    case "is", "where", "matches", "any", "-webkit-any":
      return .any(try list(end: UInt8(ascii: ")")))
    case "not": return .not(try list(end: UInt8(ascii: ")")))
    case "has": return .has(try relativeList())
    case "nth-child": return try nthFunction(fromEnd: false, ofType: false)
    case "nth-last-child": return try nthFunction(fromEnd: true, ofType: false)
    case "nth-of-type": return try nthFunction(fromEnd: false, ofType: true)
    case "nth-last-of-type": return try nthFunction(fromEnd: true, ofType: true)
    case "lang":
      skipSpaces()
      let isQuoted = peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'")
      let value = isQuoted ? try quoted() : try identifier()
      skipSpaces()
      if at < text.count, !take(UInt8(ascii: ")")) { throw unexpected() }
      return .language(value)
    case "contains", "contains-own", "-soup-contains", "-soup-contains-own":
      skipSpaces()
      let isQuoted = peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'")
      let value = isQuoted ? try quoted() : try identifier()
      skipSpaces()
      if at < text.count, !take(UInt8(ascii: ")")) { throw unexpected() }
      return .contains(value, deep: !name.hasSuffix("own"))
    default:
      throw SelectorProblem(text: "the pseudo-class :\(name)() is not known")
    }
  }

  private func nth(
    _ a: Int, _ b: Int, fromEnd: Bool = false, ofType: Bool = false
  ) -> SelectorCondition {
    .nth(a: a, b: b, fromEnd: fromEnd, ofType: ofType, of: nil)
  }

  /// `2n+1`, `odd`, `-n + 3`, `4`, for children also `… of S`.
  private mutating func nthFunction(
    fromEnd: Bool, ofType: Bool
  ) throws(SelectorProblem) -> SelectorCondition {
    skipSpaces()
    var (a, b) = (0, 0)
    if takeWord("odd") {
      (a, b) = (2, 1)
    } else if takeWord("even") {
      (a, b) = (2, 0)
    } else {
      let sign = takeSign()
      let digits = takeDigits()
      if let byte = peek, byte | 0x20 == UInt8(ascii: "n") {
        at += 1
        a = sign * (digits ?? 1)
        let place = at
        skipSpaces()
        if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") {
          let sign = takeSign()
          skipSpaces()
          guard let digits = takeDigits() else { throw unexpected() }
          b = sign * digits
        } else {
          at = place
        }
      } else if let digits {
        b = sign * digits
      } else {
        throw unexpected()
      }
    }
    skipSpaces()
    var of: SelectorList?
    if !ofType, takeWord("of") {
      of = try list(end: UInt8(ascii: ")"))
    } else if at < text.count, !take(UInt8(ascii: ")")) {
      throw unexpected()
    }
    return .nth(a: a, b: b, fromEnd: fromEnd, ofType: ofType, of: of)
  }

  // MARK: Tokens

  private var peek: UInt8? { at < text.count ? text[at] : nil }
  private func peek(_ ahead: Int) -> UInt8? {
    at + ahead < text.count ? text[at + ahead] : nil
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    at += 1
    return true
  }

  @discardableResult
  private mutating func skipSpaces() -> Bool {
    let start = at
    while let byte = peek, byte == 32 || (9...13).contains(byte) { at += 1 }
    return at > start
  }

  private mutating func takeWord(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    guard at + bytes.count <= text.count,
      zip(text[at...], bytes).allSatisfy({ $0 | 0x20 == $1 })
    else { return false }
    at += bytes.count
    return true
  }

  private mutating func takeSign() -> Int {
    if take(UInt8(ascii: "-")) { return -1 }
    _ = take(UInt8(ascii: "+"))
    return 1
  }

  private mutating func takeDigits() -> Int? {
    var value: Int?
    while let byte = peek, (48...57).contains(byte) {
      value = min((value ?? 0) * 10 + Int(byte - 48), 1_000_000_000)
      at += 1
    }
    return value
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte >= 128 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      || (48...57).contains(byte) || (97...122).contains(byte | 0x20)
  }

  private var startsIdentifier: Bool {
    guard let byte = peek else { return false }
    if byte == UInt8(ascii: "\\") { return true }
    if byte == UInt8(ascii: "-") {
      guard let second = peek(1) else { return false }
      return second == UInt8(ascii: "\\") || Self.isName(second) && !(48...57).contains(second)
    }
    return Self.isName(byte) && !(48...57).contains(byte)
  }

  private mutating func identifier(isHash: Bool = false) throws(SelectorProblem) -> [UInt8] {
    guard startsIdentifier || (isHash && (peek.map(Self.isName) ?? false)) else {
      throw unexpected()
    }
    var name: [UInt8] = []
    while let byte = peek {
      if byte == UInt8(ascii: "\\") {
        at += 1
        escape(into: &name)
      } else if Self.isName(byte) {
        name.append(byte)
        at += 1
      } else {
        break
      }
    }
    return name
  }

  private mutating func quoted() throws(SelectorProblem) -> [UInt8] {
    let quote = text[at]
    at += 1
    var value: [UInt8] = []
    while let byte = peek, byte != quote {
      at += 1
      switch byte {
      case UInt8(ascii: "\\"): escape(into: &value)
      case 10, 12, 13: throw SelectorProblem(text: "a quoted value does not end")
      default: value.append(byte)
      }
    }
    _ = take(quote)
    return value
  }

  /// `\2d ` or `\:`, after the backslash.
  private mutating func escape(into out: inout [UInt8]) {
    var value: UInt32 = 0
    var digits = 0
    while digits < 6, let byte = peek, let digit = Self.hexDigit(byte) {
      value = value << 4 | UInt32(digit)
      digits += 1
      at += 1
    }
    if digits > 0 {
      if let byte = peek, byte == 32 || (9...13).contains(byte) { at += 1 }
      let scalar = value == 0 ? nil : Unicode.Scalar(value)
      out.append(contentsOf: Array(String(Character(scalar ?? "\u{FFFD}")).utf8))
    } else if let byte = peek {
      at += 1
      if byte != 10 { out.append(byte) }
    } else {
      out.append(contentsOf: [0xEF, 0xBF, 0xBD])
    }
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }

  private func unexpected() -> SelectorProblem {
    guard at < text.count else { return SelectorProblem(text: "it ends too early") }
    let rest = String(decoding: text[at...].prefix(12), as: UTF8.self)
    return SelectorProblem(text: "\"\(rest)\" is not expected at character \(at + 1)")
  }
}
