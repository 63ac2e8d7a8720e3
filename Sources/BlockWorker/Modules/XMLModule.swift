import CLua

/// `xml`: expat for what is XML, ``LenientXML`` for what only looks like it.
enum XMLModule {
  static var module: NativeModule {
    NativeModule("xml", [("parse", parse), ("markup_text", text)])
  }

  /// `parse(bytes, lenient, content_type?, metatable) → root`, or `nil, problem`; `root, problem` of
  /// broken XML that was read leniently. An element is `{name, attrs, children}`, its texts are
  /// strings among the children.
  private static func parse(_ call: LuaCall) -> NativeResult {
    guard let bytes = call.bytes(1) else {
      return .failure("xml.parse: text must be a string, got \(call.typeName(1))")
    }
    let decoded = BodyText.decode(bytes, format: .xml, contentType: call.string(3))
    let text = Array(decoded.drop { MarkupText.isSpace($0) })
    var tree: MarkupTree
    var problem: String?
    do throws(XMLParsing.Problem) {
      tree = try XMLParsing.parse(text)
    } catch {
      guard call.bool(2) else {
        call.pushNil()
        call.push(error.text)
        return .results(2)
      }
      tree = LenientXML.parse(text)
      problem = error.text
    }
    guard let root = tree.children(0).first else {
      call.pushNil()
      call.push("there is no element in it")
      return .results(2)
    }
    push(tree, root, call)
    guard let problem else { return .results(1) }
    call.push(problem)
    return .results(2)
  }

  /// Pushes an element as tables, without recursion: each open element has its table and the
  /// table of its children on the stack.
  private static func push(_ tree: MarkupTree, _ root: Int32, _ call: LuaCall) {
    let end = tree.nodes[Int(root)].end
    var open: [(end: Int32, count: Int)] = []
    var place = root
    let keepsMetatable = lua_type(call.state, 4) == LUA_TTABLE
    while place < end || !open.isEmpty {
      if let last = open.last, place >= last.end {
        call.setField("children")
        open.removeLast()
        guard !open.isEmpty else { return }
        open[open.count - 1].count += 1
        call.setElement(open[open.count - 1].count)
        continue
      }
      if tree.isElement(place) {
        guard call.reserve(10) else { return }
        call.newTable(fields: 3)
        if keepsMetatable {
          lua_pushvalue(call.state, 4)
          lua_setmetatable(call.state, -2)
        }
        call.setField("name", tree.name(place))
        let attributes = tree.attributes(of: place)
        call.newTable(fields: attributes.count)
        for attribute in attributes {
          call.push(tree.value(attribute))
          call.setField(tree.names[Int(attribute.name)])
        }
        call.setField("attrs")
        call.newTable(array: Int(tree.nodes[Int(place)].elements))
        open.append((tree.nodes[Int(place)].end, 0))
      } else {
        call.push(tree.text(place))
        open[open.count - 1].count += 1
        call.setElement(open[open.count - 1].count)
      }
      place += 1
    }
  }

  /// `markup_text(html) → what a reader sees of it`
  private static func text(_ call: LuaCall) -> NativeResult {
    guard let bytes = call.bytes(1) else {
      return .failure("a text is needed, got \(call.typeName(1))")
    }
    let isMarkup = bytes.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }
    guard isMarkup else {
      call.push(MarkupText.folded(Array(bytes)[...]))
      return .results(1)
    }
    call.push(MarkupText.text(HTMLParsing.parse(BodyText.utf8(bytes)), 0, lines: false))
    return .results(1)
  }
}
