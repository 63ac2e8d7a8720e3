import CMyHTML

/// HTML5 text → ``MarkupTree`` by MyHTML.
///
/// What is nested deeper than 512 elements becomes siblings there, as in browsers: nothing is lost, and no
/// page makes the parser or a selector slow by its depth.
enum HTMLParsing {
  /// - Parameter text: valid UTF-8.
  static func parse(_ text: [UInt8]) -> MarkupTree {
    let tree = MarkupTree(isHTML: true, capacity: text.count)
    text.withUnsafeBytes { bytes in
      // Safe because the text stays where it is until the page is freed, and the tree copies what it keeps.
      guard
        let page = dash_html_parse(
          bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? emptyText, bytes.count)
      else { return }
      defer { dash_html_free(page) }
      var copy = HTMLCopy(page: page, tree: tree)
      copy.run()
    }
    tree.finish()
    return tree
  }

  private static var emptyText: UnsafePointer<CChar> {
    UnsafePointer(UnsafeRawPointer(StaticString("").utf8Start).assumingMemoryBound(to: CChar.self))
  }
}

/// Copies the events of a page into a tree.
private struct HTMLCopy {
  let page: OpaquePointer
  let tree: MarkupTree
  /// For each number that the page gave a name, the tree's.
  private var numbers: [Int32] = []

  init(page: OpaquePointer, tree: MarkupTree) {
    self.page = page
    self.tree = tree
  }

  mutating func run() {
    var event = dash_html_event()
    while dash_html_next(page, &event) {
      switch event.kind {
      case DASH_HTML_OPEN: tree.openElement(name(event.name))
      case DASH_HTML_ATTRIBUTE: tree.add(attribute: name(event.name), value: bytes(event))
      case DASH_HTML_TEXT: tree.add(text: bytes(event))
      default: tree.closeElement()
      }
    }
  }

  private func bytes(_ event: dash_html_event) -> UnsafeRawBufferPointer {
    // Safe because the page holds them until the next event and longer.
    UnsafeRawBufferPointer(start: event.bytes, count: event.length)
  }

  private mutating func name(_ number: UInt32) -> Int32 {
    while numbers.count <= Int(number) {
      var length = 0
      let start = dash_html_name(page, UInt32(numbers.count), &length)
      let bytes = UnsafeRawBufferPointer(start: start, count: length)
      let lower = bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
      numbers.append(tree.intern(String(decoding: lower, as: UTF8.self)))
    }
    return numbers[Int(number)]
  }
}
