/// A node of an HTML document in the hands of a script.
private struct HTMLNode {
  let tree: MarkupTree
  let index: Int32
}

/// `html`: parsing by MyHTML, selectors by ``SelectorMatching``.
enum HTMLModule {
  private static let treeType = "html.tree"
  private static let nodeType = "html.node"

  static var module: NativeModule {
    NativeModule(
      "html",
      [
        ("parse", parse), ("select", select), ("first", first), ("matches", matches),
        ("closest", closest), ("text", text), ("markup", markup), ("attr", attribute),
        ("attrs", attributes), ("link", link), ("name", name), ("children", children),
        ("parent", parent), ("next", next), ("previous", previous), ("same", same),
        ("table", table), ("links", links), ("base", base),
      ], objectTypes: [treeType], placeTypes: [nodeType])
  }

  /// `parse(bytes, content_type?, url?) → node`
  private static func parse(_ call: LuaCall) -> NativeResult {
    guard let bytes = call.bytes(1) else {
      return .failure("html.parse: text must be a string, got \(call.typeName(1))")
    }
    let text = BodyText.decode(bytes, format: .html, contentType: call.string(2))
    let tree = HTMLParsing.parse(text)
    tree.base = call.string(3) ?? ""
    if let base = firstElement("base", of: tree), let href = tree.attribute("href", of: base) {
      tree.base = URLReference.join(tree.base, href)
    }
    call.push(object: tree, type: treeType)
    call.push(place: 0, in: -1, type: nodeType)
    return .results(1)
  }

  private static func firstElement(_ name: String, of tree: MarkupTree) -> Int32? {
    let number = tree.number(of: name)
    return tree.nodes.firstIndex { $0.name == number }.map(Int32.init)
  }

  // MARK: Finding

  private static func node(_ call: LuaCall, _ index: Int32 = 1) -> HTMLNode? {
    call.place(index, type: nodeType, in: MarkupTree.self).map {
      HTMLNode(tree: $0.object, index: $0.place)
    }
  }

  private static func noNode(_ function: String) -> NativeResult {
    .failure("node:\(function): call it with a colon on a node, as in page:\(function)(…)")
  }

  /// Pushes another node of the document of argument 1.
  private static func push(_ call: LuaCall, _ index: Int32?) -> NativeResult {
    if let index, index >= 0 {
      call.pushOwner(of: 1)
      call.push(place: index, in: -1, type: nodeType)
    } else {
      call.pushNil()
    }
    return .results(1)
  }

  private static func push(_ call: LuaCall, _ list: [Int32]) -> NativeResult {
    call.pushOwner(of: 1)
    call.push(places: list, in: -1, type: nodeType)
    return .results(1)
  }

  /// The compiled selector in argument 2, or what is wrong with it.
  private static func selector(
    _ call: LuaCall, _ function: String, _ tree: MarkupTree
  ) -> Result<SelectorList, SelectorProblem> {
    guard let text = call.string(2) else {
      return .failure(
        SelectorProblem(
          text: "node:\(function): selector must be a CSS selector, got \(call.typeName(2))"))
    }
    do throws(SelectorProblem) {
      return .success(try SelectorParsing.parse(text, tree: tree))
    } catch {
      return .failure(
        SelectorProblem(text: "node:\(function): the selector \"\(text)\": \(error.text)"))
    }
  }

  private static func select(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("select") }
    switch selector(call, "select", node.tree) {
    case .failure(let problem): return .failure(problem.text)
    case .success(let list):
      let found = SelectorMatching(tree: node.tree, scope: node.index).select(list)
      return push(call, found)
    }
  }

  private static func first(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("first") }
    switch selector(call, "first", node.tree) {
    case .failure(let problem): return .failure(problem.text)
    case .success(let list):
      let matching = SelectorMatching(tree: node.tree, scope: node.index)
      return push(call, matching.select(list, limit: 1).first)
    }
  }

  private static func matches(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("matches") }
    switch selector(call, "matches", node.tree) {
    case .failure(let problem): return .failure(problem.text)
    case .success(let list):
      call.push(SelectorMatching(tree: node.tree, scope: 0).matches(node.index, list))
      return .results(1)
    }
  }

  private static func closest(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("closest") }
    switch selector(call, "closest", node.tree) {
    case .failure(let problem): return .failure(problem.text)
    case .success(let list):
      let matching = SelectorMatching(tree: node.tree, scope: 0)
      var index = node.index
      while index > 0, !matching.matches(index, list) {
        index = node.tree.nodes[Int(index)].parent
      }
      return push(call, index > 0 ? index : nil)
    }
  }

  private static func children(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("children") }
    return push(call, node.tree.children(node.index))
  }

  private static func parent(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("parent") }
    return push(call, node.tree.nodes[Int(node.index)].parent)
  }

  private static func next(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("next") }
    return push(call, node.tree.nextElement(node.index))
  }

  private static func previous(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("previous") }
    return push(call, node.tree.nodes[Int(node.index)].previous)
  }

  private static func same(_ call: LuaCall) -> NativeResult {
    let other = node(call, 2)
    call.push(node(call).map { $0.tree === other?.tree && $0.index == other?.index } ?? false)
    return .results(1)
  }

  // MARK: Reading

  private static func name(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("name") }
    call.push(node.tree.name(node.index))
    return .results(1)
  }

  private static func text(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("text") }
    call.push(MarkupText.text(node.tree, node.index, lines: call.bool(2)))
    return .results(1)
  }

  private static func markup(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("html") }
    call.push(MarkupText.markup(node.tree, node.index, inner: call.bool(2)))
    return .results(1)
  }

  private static func attribute(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("attr") }
    guard let name = call.string(2) else {
      return .failure("node:attr: name must be a text, got \(call.typeName(2))")
    }
    if let value = node.tree.attribute(node.tree.number(of: name.lowercased()), of: node.index) {
      call.push(value)
    } else {
      call.pushNil()
    }
    return .results(1)
  }

  private static func attributes(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("attrs") }
    let list = node.tree.attributes(of: node.index)
    call.newTable(fields: list.count)
    for attribute in list {
      call.push(node.tree.value(attribute))
      call.setField(node.tree.names[Int(attribute.name)])
    }
    return .results(1)
  }

  /// `link(node, attribute) → absolute address`
  private static func link(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("url") }
    let tree = node.tree
    let names = call.string(2).map { [$0.lowercased()] } ?? ["href", "src", "content"]
    for name in names {
      if let value = tree.attribute(name, of: node.index) {
        call.push(URLReference.join(tree.base, value))
        return .results(1)
      }
    }
    call.pushNil()
    return .results(1)
  }

  private static func base(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("links") }
    call.push(node.tree.base)
    return .results(1)
  }

  /// `links(node) → {url, text}[]`, each address once.
  private static func links(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("links") }
    let tree = node.tree
    let (anchor, href) = (tree.number(of: "a"), tree.number(of: "href"))
    var seen: Set<String> = []
    call.newTable()
    for index in node.index..<tree.nodes[Int(node.index)].end
    where tree.nodes[Int(index)].name == anchor {
      guard let value = tree.attribute(href, of: index) else { continue }
      let url = URLReference.join(tree.base, String(decoding: value, as: UTF8.self))
      let isPlace = value.first { !MarkupText.isSpace($0) } == UInt8(ascii: "#")
      if isPlace || url.hasPrefix("javascript:") { continue }
      guard seen.insert(url).inserted else { continue }
      call.newTable(fields: 2)
      call.setField("url", url)
      call.push(MarkupText.text(tree, index, lines: false))
      call.setField("text")
      call.setElement(seen.count)
    }
    return .results(1)
  }

  /// `table(node) → {columns, rows, records}, is_cut`, or nil when there is no table.
  private static func table(_ call: LuaCall) -> NativeResult {
    guard let node = node(call) else { return noNode("table") }
    let tree = node.tree
    let name = tree.number(of: "table")
    let range = node.index..<tree.nodes[Int(node.index)].end
    guard let index = range.first(where: { tree.nodes[Int($0)].name == name }) else {
      call.pushNil()
      return .results(1)
    }
    let table = HTMLTable(tree, index)
    let columns = table.columns
    call.newTable(fields: 3)
    call.newTable(array: columns.count)
    for (place, column) in columns.enumerated() {
      call.push(column)
      call.setElement(place + 1)
    }
    call.setField("columns")
    call.newTable(array: table.rows.count)
    for (place, row) in table.rows.enumerated() {
      call.newTable(array: row.count)
      for (place, cell) in row.enumerated() {
        call.push(cell)
        call.setElement(place + 1)
      }
      call.setElement(place + 1)
    }
    call.setField("rows")
    call.newTable(array: table.rows.count)
    for (place, row) in table.rows.enumerated() where !columns.isEmpty {
      call.newTable(fields: row.count)
      for (cell, column) in zip(row, columns) {
        call.push(cell)
        call.setField(column)
      }
      call.setElement(place + 1)
    }
    call.setField("records")
    call.push(table.isCut)
    return .results(2)
  }
}
