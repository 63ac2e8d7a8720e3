/// A parsed HTML or XML document: its nodes in document order in one array.
///
/// The descendants of a node are the places after it up to its ``Node/end``, so walking a subtree
/// is walking a range: no recursion, however deep a document is nested. Only one thread of one
/// process builds and reads it, which is why accesses are not checked to be exclusive.
final class MarkupTree {
  struct Node {
    /// Index into ``MarkupTree/names``, or ``MarkupTree/textName``.
    var name: Int32
    /// -1 for the document.
    var parent: Int32
    /// The place after the last descendant.
    var end: Int32 = 0
    /// The element sibling before, -1 for none.
    var previous: Int32 = -1
    /// From 1 among the element siblings.
    var position: Int32 = 0
    /// The number of element children.
    var elements: Int32 = 0
    /// The last element child, -1 for none.
    var lastElement: Int32 = -1
    /// Attributes of an element, bytes of a text.
    var first: Int32 = 0
    var count: Int32 = 0
  }

  struct Attribute {
    var name: Int32
    var first: Int32
    var count: Int32
  }

  static let textName: Int32 = -1

  /// Is this HTML: are names of elements and attributes the same in any case?
  let isHTML: Bool
  @exclusivity(unchecked) private(set) var nodes: [Node] = []
  @exclusivity(unchecked) private(set) var attributes: [Attribute] = []
  @exclusivity(unchecked) private(set) var bytes: [UInt8] = []
  @exclusivity(unchecked) private(set) var names: [String] = []
  @exclusivity(unchecked) private var nameIndex: [String: Int32] = [:]
  @exclusivity(unchecked) private var open: [Int32] = []
  /// Selectors of this document that were compiled before.
  var selectors: [String: SelectorList] = [:]
  /// The address relative links start from.
  var base = ""

  init(isHTML: Bool, capacity: Int = 0) {
    self.isHTML = isHTML
    nodes.reserveCapacity(capacity / 30)
    bytes.reserveCapacity(capacity)
    nodes.append(Node(name: intern("#document"), parent: -1, end: 1))
    open.append(0)
  }

  // MARK: Building

  func intern(_ name: String) -> Int32 {
    if let index = nameIndex[name] { return index }
    let index = Int32(names.count)
    names.append(name)
    nameIndex[name] = index
    return index
  }

  /// The number of a name, -2 when no element or attribute has it.
  func number(of name: String) -> Int32 { nameIndex[name] ?? -2 }

  /// The depth of the element that is open now.
  var depth: Int { open.count - 1 }

  func openElement(_ name: Int32) {
    let parent = open[open.count - 1]
    let index = Int32(nodes.count)
    var node = Node(name: name, parent: parent, first: Int32(attributes.count))
    node.previous = nodes[Int(parent)].lastElement
    nodes[Int(parent)].elements += 1
    nodes[Int(parent)].lastElement = index
    node.position = nodes[Int(parent)].elements
    nodes.append(node)
    open.append(index)
  }

  /// Adds an attribute to the element that was opened last.
  func add(attribute name: Int32, value: some Collection<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: value)
    attributes.append(
      Attribute(name: name, first: Int32(start), count: Int32(bytes.count - start)))
    nodes[nodes.count - 1].count += 1
  }

  func closeElement() {
    guard open.count > 1 else { return }
    nodes[Int(open.removeLast())].end = Int32(nodes.count)
  }

  /// Closes up to and with the innermost open element of that name; no such element, no change.
  func closeElement(_ name: Int32) {
    guard let place = open.lastIndex(where: { nodes[Int($0)].name == name }), place > 0 else {
      return
    }
    while open.count > place { closeElement() }
  }

  /// Adds text; text after text joins it.
  func add(text: some Collection<UInt8>) {
    guard !text.isEmpty else { return }
    let start = bytes.count
    bytes.append(contentsOf: text)
    let last = nodes.count - 1
    if nodes[last].name == Self.textName, nodes[last].parent == open[open.count - 1],
      Int(nodes[last].first + nodes[last].count) == start
    {
      nodes[last].count += Int32(bytes.count - start)
      return
    }
    var node = Node(name: Self.textName, parent: open[open.count - 1], first: Int32(start))
    node.count = Int32(bytes.count - start)
    node.end = Int32(nodes.count + 1)
    nodes.append(node)
  }

  func finish() {
    while open.count > 1 { closeElement() }
    nodes[0].end = Int32(nodes.count)
  }

  // MARK: Reading

  func isElement(_ index: Int32) -> Bool { nodes[Int(index)].name > 0 }

  func name(_ index: Int32) -> String {
    let name = nodes[Int(index)].name
    return name == Self.textName ? "#text" : names[Int(name)]
  }

  /// The bytes of a text node.
  func text(_ index: Int32) -> ArraySlice<UInt8> {
    let node = nodes[Int(index)]
    return bytes[Int(node.first)..<Int(node.first + node.count)]
  }

  func attributes(of index: Int32) -> ArraySlice<Attribute> {
    let node = nodes[Int(index)]
    guard node.name > 0 else { return [] }
    return attributes[Int(node.first)..<Int(node.first + node.count)]
  }

  func value(_ attribute: Attribute) -> ArraySlice<UInt8> {
    bytes[Int(attribute.first)..<Int(attribute.first + attribute.count)]
  }

  func attribute(_ name: Int32, of index: Int32) -> ArraySlice<UInt8>? {
    for attribute in attributes(of: index) where attribute.name == name { return value(attribute) }
    return nil
  }

  func attribute(_ name: String, of index: Int32) -> String? {
    attribute(number(of: name), of: index).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first child of any kind, `nil` for none.
  func firstChild(_ index: Int32) -> Int32? {
    index + 1 < nodes[Int(index)].end ? index + 1 : nil
  }

  /// The sibling after, of any kind.
  func next(_ index: Int32) -> Int32? {
    let node = nodes[Int(index)]
    guard node.parent >= 0 else { return nil }
    return node.end < nodes[Int(node.parent)].end ? node.end : nil
  }

  func children(_ index: Int32) -> [Int32] {
    var list: [Int32] = []
    list.reserveCapacity(Int(nodes[Int(index)].elements))
    var child = firstChild(index)
    while let current = child {
      if isElement(current) { list.append(current) }
      child = next(current)
    }
    return list
  }

  func nextElement(_ index: Int32) -> Int32? {
    var sibling = next(index)
    while let current = sibling, !isElement(current) { sibling = next(current) }
    return sibling
  }

  /// All text below a node, as it stands.
  func rawText(_ index: Int32) -> [UInt8] {
    var out: [UInt8] = []
    for place in index..<nodes[Int(index)].end where nodes[Int(place)].name == Self.textName {
      out.append(contentsOf: text(place))
    }
    return out
  }
}
