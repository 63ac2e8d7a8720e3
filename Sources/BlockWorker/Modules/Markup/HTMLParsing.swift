import CGumbo

#if canImport(Glibc)
import Glibc
#endif

/// HTML5 text → ``MarkupTree`` by libgumbo.
enum HTMLParsing {
  /// - Parameter text: UTF-8.
  static func parse(_ text: [UInt8]) -> MarkupTree {
    let tree = MarkupTree(isHTML: true, capacity: text.count)
    var arena = GumboArena(textLength: text.count)
    var options = kGumboDefaultOptions
    options.max_errors = 0
    options.deallocator = { _, _ in }
    options.allocator = { arena, size in
      // Safe because the arena outlives the parse below, which alone uses it.
      arena?.assumingMemoryBound(to: GumboArena.self).pointee.allocate(size)
    }
    withUnsafeMutablePointer(to: &arena) { arena in
      options.userdata = UnsafeMutableRawPointer(arena)
      text.withUnsafeBytes { bytes in
        guard
          let output = gumbo_parse_with_options(
            &options, bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? emptyText,
            bytes.count),
          let document = output.pointee.document
        else { return }
        var copy = HTMLCopy(tree: tree)
        copy.copy(document)
      }
    }
    arena.free()
    tree.finish()
    return tree
  }

  private static var emptyText: UnsafePointer<CChar> {
    UnsafePointer(UnsafeRawPointer(StaticString("").utf8Start).assumingMemoryBound(to: CChar.self))
  }
}

/// Memory of one parse, freed at once: gumbo's own freeing recurses as deep as the document.
private struct GumboArena {
  /// Each block begins with the address of the one before.
  private var last: UnsafeMutableRawPointer?
  private var next = 0
  private var left = 0
  private let blockSize: Int
  private static let headSize = 16
  private static let hugePage = 2 << 20

  /// - Parameter textLength: bytes of the text; gumbo needs about twelve times as many.
  init(textLength: Int) {
    blockSize = textLength < Self.hugePage / 8 ? 1 << 17 : Self.hugePage
  }

  mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    let size = (max(size, 1) + 15) & ~15
    if size > left {
      // What is left of the block before is small, or the piece is large.
      let total = max(blockSize, size + Self.headSize)
      let isHuge = total == Self.hugePage
      let block = UnsafeMutableRawPointer.allocate(
        byteCount: total, alignment: isHuge ? Self.hugePage : 16)
      // One page instead of 512 that the kernel has to find and to empty one after the other.
      if isHuge { madvise(block, total, MADV_HUGEPAGE) }
      block.storeBytes(of: last, as: UnsafeMutableRawPointer?.self)
      last = block
      next = Self.headSize
      left = total - Self.headSize
    }
    defer {
      next += size
      left -= size
    }
    // Safe because pieces of a block are handed out once.
    return last.map { $0 + next }
  }

  mutating func free() {
    while let block = last {
      last = block.load(as: UnsafeMutableRawPointer?.self)
      block.deallocate()
    }
  }
}

/// Copies gumbo's tree without recursion.
private struct HTMLCopy {
  let tree: MarkupTree
  private var tags = [Int32](repeating: -1, count: Int(GUMBO_TAG_LAST.rawValue) + 1)

  init(tree: MarkupTree) { self.tree = tree }

  mutating func copy(_ document: UnsafeMutablePointer<GumboNode>) {
    // Safe because gumbo's nodes live in the arena, which the caller holds.
    var stack = [(document.pointee.v.document.children, UInt32(0))]
    while let (children, index) = stack.last {
      guard index < children.length, let data = children.data[Int(index)] else {
        stack.removeLast()
        if !stack.isEmpty { tree.closeElement() }
        continue
      }
      stack[stack.count - 1].1 += 1
      let node = data.assumingMemoryBound(to: GumboNode.self)
      switch node.pointee.type {
      case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
        let element = node.pointee.v.element
        open(element)
        stack.append((element.children, 0))
      case GUMBO_NODE_TEXT, GUMBO_NODE_CDATA, GUMBO_NODE_WHITESPACE:
        tree.add(text: bytes(node.pointee.v.text.text))
      default: break
      }
    }
  }

  private mutating func open(_ element: GumboElement) {
    tree.openElement(name(element))
    for index in 0..<Int(element.attributes.length) {
      guard let data = element.attributes.data[index] else { continue }
      let attribute = data.assumingMemoryBound(to: GumboAttribute.self).pointee
      tree.add(
        attribute: tree.intern(lowercased(bytes(attribute.name))), value: bytes(attribute.value))
    }
  }

  private mutating func name(_ element: GumboElement) -> Int32 {
    if element.tag == GUMBO_TAG_UNKNOWN {
      var piece = element.original_tag
      gumbo_tag_from_original_text(&piece)
      guard let data = piece.data else { return tree.intern("unknown") }
      return tree.intern(lowercased(UnsafeRawBufferPointer(start: data, count: piece.length)))
    }
    let tag = Int(element.tag.rawValue)
    if tags[tag] < 0 {
      tags[tag] = tree.intern(String(cString: gumbo_normalized_tagname(element.tag)))
    }
    return tags[tag]
  }

  private func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeRawBufferPointer {
    guard let text else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: text, count: strlen(text))
  }

  private func lowercased(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }, as: UTF8.self)
  }
}
