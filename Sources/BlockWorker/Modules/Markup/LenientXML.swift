import Notation

/// Reads markup that claims to be XML and is not: unknown entities, unclosed or crossed elements,
/// stray `&` and `<`, attributes without quotes, a text that ends in the middle.
struct LenientXML {
  private let text: [UInt8]
  private let tree: MarkupTree
  private var at = 0

  static func parse(_ text: [UInt8]) -> MarkupTree {
    var reader = LenientXML(text: text)
    reader.read()
    reader.tree.finish()
    return reader.tree
  }

  private init(text: [UInt8]) {
    self.text = text
    tree = MarkupTree(isHTML: false, capacity: text.count)
  }

  private mutating func read() {
    while at < text.count {
      if text[at] != UInt8(ascii: "<") {
        let end = text[at...].firstIndex(of: UInt8(ascii: "<")) ?? text.count
        tree.add(text: HTMLEntities.decoded(text[at..<end]))
        at = end
      } else if starts("<!--") {
        skip(to: "-->", from: at + 4)
      } else if starts("<![CDATA[") {
        let end = find("]]>", from: at + 9) ?? text.count
        tree.add(text: text[at + 9..<max(end, at + 9)])
        at = min(end + 3, text.count)
      } else if starts("<?") {
        skip(to: "?>", from: at + 2)
      } else if starts("<!") {
        declaration()
      } else if starts("</") {
        at += 2
        let name = self.name()
        skip(to: ">", from: at)
        tree.closeElement(tree.number(of: name))
      } else if at + 1 < text.count, Self.isNameStart(text[at + 1]) {
        at += 1
        element()
      } else {
        tree.add(text: text[at...at])
        at += 1
      }
    }
  }

  private mutating func element() {
    let name = tree.intern(self.name())
    let isTooDeep = tree.depth >= XMLParsing.maximumDepth
    if !isTooDeep { tree.openElement(name) }
    while at < text.count {
      while at < text.count, MarkupText.isSpace(text[at]) { at += 1 }
      guard at < text.count else { return }
      if text[at] == UInt8(ascii: ">") {
        at += 1
        return
      }
      if starts("/>") {
        at += 2
        if !isTooDeep { tree.closeElement() }
        return
      }
      if text[at] == UInt8(ascii: "<") { return }
      guard Self.isNameStart(text[at]) else {
        at += 1
        continue
      }
      let key = self.name()
      let value = attributeValue()
      if !isTooDeep { tree.add(attribute: tree.intern(key), value: HTMLEntities.decoded(value)) }
    }
  }

  private mutating func attributeValue() -> ArraySlice<UInt8> {
    while at < text.count, MarkupText.isSpace(text[at]) { at += 1 }
    guard at < text.count, text[at] == UInt8(ascii: "=") else { return [] }
    at += 1
    while at < text.count, MarkupText.isSpace(text[at]) { at += 1 }
    guard at < text.count else { return [] }
    let quote = text[at]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let end = text[(at + 1)...].firstIndex(of: quote) ?? text.count
      defer { at = min(end + 1, text.count) }
      return text[at + 1..<end]
    }
    let start = at
    while at < text.count, !MarkupText.isSpace(text[at]), text[at] != UInt8(ascii: ">") { at += 1 }
    return text[start..<at]
  }

  /// `<!DOCTYPE … [ … ]>`: skipped, so that what it declares is never used.
  private mutating func declaration() {
    var depth = 0
    while at < text.count {
      let byte = text[at]
      at += 1
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
      if byte == UInt8(ascii: ">"), depth <= 0 { return }
    }
  }

  private mutating func name() -> String {
    let start = at
    while at < text.count, Self.isNameStart(text[at]) || (45...58).contains(text[at]),
      text[at] != UInt8(ascii: "/")
    {
      at += 1
    }
    return String(decoding: text[start..<at], as: UTF8.self)
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    byte >= 128 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
      || (97...122).contains(byte | 0x20)
  }

  private func starts(_ prefix: String) -> Bool { text[at...].starts(with: prefix.utf8) }

  private func find(_ end: String, from start: Int) -> Int? {
    let end = Array(end.utf8)
    var index = start
    while index + end.count <= text.count {
      if text[index] == end[0], text[index...].starts(with: end) { return index }
      index += 1
    }
    return nil
  }

  private mutating func skip(to end: String, from start: Int) {
    at = find(end, from: start).map { $0 + end.utf8.count } ?? text.count
  }
}
