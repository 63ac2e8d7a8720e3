/// The text of nodes as a reader sees it, and their markup.
enum MarkupText {
  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  static func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = needle.first, bytes.count >= needle.count else { return needle.isEmpty }
    for start in bytes.startIndex...(bytes.endIndex - needle.count) where bytes[start] == first {
      if bytes[start..<start + needle.count].elementsEqual(needle) { return true }
    }
    return false
  }

  /// What no reader sees.
  private static let hidden: Set<String> = ["script", "style", "template", "noscript"]

  /// Elements that stand on lines of their own.
  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "br", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "tfoot", "thead", "title", "tr", "ul",
  ]
  private static let cells: Set<String> = ["td", "th", "option"]

  /// Text with runs of space folded to one.
  ///
  /// - Parameter lines: keep the ends of blocks and `<br>` as line breaks, else they are spaces.
  static func text(_ tree: MarkupTree, _ index: Int32, lines: Bool) -> [UInt8] {
    if !tree.isElement(index), index != 0 { return folded(tree.text(index)) }
    if tree.isHTML, hidden.contains(tree.name(index)) { return tree.rawText(index) }
    var out: [UInt8] = []
    // 0 none, 1 space, 2 line break: what stands between the text before and after.
    var pending = 0
    let kinds = tree.isHTML ? kinds(of: tree) : []
    var place = index
    var ends: [Int32] = []
    let end = tree.nodes[Int(index)].end
    while place < end {
      while let last = ends.last, last <= place {
        pending = 2
        ends.removeLast()
      }
      let node = tree.nodes[Int(place)]
      if node.name == MarkupTree.textName {
        append(tree.text(place), to: &out, pending: &pending, lines: lines)
      } else if tree.isHTML {
        switch kinds[Int(node.name)] {
        case 1 where place != index:
          place = node.end
          continue
        case 2:
          pending = 2
          ends.append(node.end)
        case 3: pending = max(pending, 1)
        default: break
        }
      }
      place += 1
    }
    return out
  }

  /// For each name of the tree: 1 hidden, 2 block, 3 cell.
  private static func kinds(of tree: MarkupTree) -> [UInt8] {
    tree.names.map {
      hidden.contains($0) ? 1 : blocks.contains($0) ? 2 : cells.contains($0) ? 3 : 0
    }
  }

  private static func append(
    _ text: ArraySlice<UInt8>, to out: inout [UInt8], pending: inout Int, lines: Bool
  ) {
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if isSpace(byte) {
        pending = max(pending, 1)
        index += 1
      } else if byte == 0xC2, index + 1 < text.endIndex, text[index + 1] == 0xA0 {
        pending = max(pending, 1)
        index += 2
      } else {
        if pending > 0, !out.isEmpty { out.append(pending == 2 && lines ? 10 : 32) }
        pending = 0
        out.append(byte)
        index += 1
      }
    }
  }

  static func folded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    var pending = 0
    append(text, to: &out, pending: &pending, lines: false)
    return out
  }

  // MARK: Markup

  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]
  private static let raw: Set<String> = ["script", "style", "xmp", "iframe", "noembed", "noframes"]

  /// The markup of a node; with `inner` only of what is in it.
  static func markup(_ tree: MarkupTree, _ index: Int32, inner: Bool) -> [UInt8] {
    var out: [UInt8] = []
    var open: [Int32] = []
    let end = tree.nodes[Int(index)].end
    var place = inner || index == 0 ? index + 1 : index
    while place < end || !open.isEmpty {
      if let last = open.last, place >= tree.nodes[Int(last)].end {
        out.append(contentsOf: Array("</\(tree.name(last))>".utf8))
        open.removeLast()
        continue
      }
      let node = tree.nodes[Int(place)]
      if node.name == MarkupTree.textName {
        let isRaw = tree.isHTML && node.parent > 0 && raw.contains(tree.name(node.parent))
        isRaw
          ? out.append(contentsOf: tree.text(place)) : escape(tree.text(place), false, into: &out)
      } else {
        let name = tree.name(place)
        out.append(contentsOf: Array("<\(name)".utf8))
        for attribute in tree.attributes(of: place) {
          out.append(contentsOf: Array(" \(tree.names[Int(attribute.name)])=\"".utf8))
          escape(tree.value(attribute), true, into: &out)
          out.append(UInt8(ascii: "\""))
        }
        out.append(UInt8(ascii: ">"))
        if !(tree.isHTML && void.contains(name)) { open.append(place) }
      }
      place += 1
    }
    return out
  }

  private static func escape(
    _ text: ArraySlice<UInt8>, _ isAttribute: Bool, into out: inout [UInt8]
  ) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): out.append(contentsOf: Array("&amp;".utf8))
      case UInt8(ascii: "<") where !isAttribute: out.append(contentsOf: Array("&lt;".utf8))
      case UInt8(ascii: ">") where !isAttribute: out.append(contentsOf: Array("&gt;".utf8))
      case UInt8(ascii: "\"") where isAttribute: out.append(contentsOf: Array("&quot;".utf8))
      default: out.append(byte)
      }
    }
  }
}
