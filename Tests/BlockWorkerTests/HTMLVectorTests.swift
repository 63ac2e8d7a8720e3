import Foundation
import TestSupport
import Testing

/// The tests of html5lib, as markup: what a page becomes is written down and compared as a text.
@Suite("HTML trees that others wrote", .enabled(if: Corpus.isThere, "needs ../shared/corpus"))
struct HTMLVectorTests {
  @Test(
    "a page becomes the tree of the standard, but for what the standard learned later",
    arguments: Corpus.files("vectors/html5lib_tree", ["dat"]))
  func trees(path: String) throws {
    let file = try Corpus.text(path)
    let vectors = HTMLVector.all(in: file)
    #expect(!vectors.isEmpty || path.hasSuffix("tests_innerHTML_1.dat"))
    let state = try luaState()
    for vector in vectors {
      let json = try state.run("return require('html').parse(\(vector.page.luaLiteral)):html()")
      let found = try JSONDecoder().decode(String.self, from: Data(json.utf8))
      let isRight = HTMLVector.inOrder(found) == HTMLVector.inOrder(vector.markup)
      #expect(
        isRight != Self.later.contains(vector.page),
        "\(vector.page)\n\(found)\n\(vector.markup)")
    }
  }

  /// Since 2024 a `<select>` may hold more than options; neither MyHTML nor gumbo before it knows that. Prefixes of
  /// attributes in foreign elements are no part of a name in our trees.
  private static let later: Set = [
    "<select><b><option><select><option></b></select>X",
    "<select><b><option><select><option></b></select>",
    "<svg xml:base xml:lang xml:space xml:baaah definitionurl>",
    "<math definitionurl xlink:title xlink:show>", "<select><hr>", "<select><option><hr>",
    "<select><optgroup><option><hr>", "<select><optgroup><hr>", "<select><option><optgroup><hr>",
    "<table><tr><td><select><hr>", "<table><tr><td><select><option><hr>",
    "<table><tr><td><select><optgroup><option><hr>", "<table><tr><td><select><optgroup><hr>",
    "<table><tr><td><select><option><optgroup><hr>", "<select><div><i></div><option>option",
    "<select><div>div 1</div><button>button</button><div>div 2</div><datalist><option>option</option></datalist><div>div 3</div></select>",
    "<select><button>button</select>", "<select><datalist>datalist</select>",
    "<select><button><select></select></button></select>",
    "<select><button><div><select></select>",
    "<select><div><option><img>option</option></div></select>",
    "<select><button><selectedcontent></button><option>X",
    "<select><button><selectedcontent></button><option>x<i>i<b>ib</i>b",
    "<select><button><selectedcontent></button><option>X<option>Y",
    "<select><button><selectedcontent></button><option>X<option selected>Y",
  ]
}

/// One test of a file.
private struct HTMLVector {
  var page: String
  var markup: String

  /// Those that parse a whole page without scripts.
  static func all(in file: String) -> [HTMLVector] {
    ("\n" + file).components(separatedBy: "\n#data\n").dropFirst().compactMap { text in
      var sections: [String: [Substring]] = [:]
      var section = "data"
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if [
          "#errors", "#new-errors", "#document", "#document-fragment", "#script-on", "#script-off",
        ]
        .contains(line) {
          section = String(line.dropFirst())
          sections[section] = []
        } else {
          sections[section, default: []].append(line)
        }
      }
      guard sections["document-fragment"] == nil, sections["script-on"] == nil,
        let tree = sections["document"]
      else { return nil }
      return HTMLVector(
        page: (sections["data"] ?? []).joined(separator: "\n"), markup: markup(of: tree))
    }
  }

  /// The markup with the attributes of each element in the order of their names, as the files have them.
  static func inOrder(_ markup: String) -> String {
    markup.replacing(/<([^\s>]+)((?: [^=\s]+="[^"]*"){2,})>/) { match in
      let attributes = match.2.matches(of: #/ [^=\s]+="[^"]*"/#).map { String($0.0) }
      return "<\(match.1)\(attributes.sorted().joined())>"
    }
  }

  // MARK: Trees

  private static let void: Set = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]
  private static let raw: Set = ["script", "style", "xmp", "iframe", "noembed", "noframes"]

  /// The lines below `#document`, two spaces for each level after a bar, as markup.
  private static func markup(of lines: [Substring]) -> String {
    var writer = Writer()
    for line in nodes(lines) {
      var depth = 0
      var rest = line.dropFirst(2)
      while rest.hasPrefix("  ") {
        rest = rest.dropFirst(2)
        depth += 1
      }
      writer.add(String(rest), depth: depth)
    }
    return writer.finish()
  }

  /// A line of each node: a text may hold line breaks.
  private static func nodes(_ lines: [Substring]) -> [String] {
    var nodes: [String] = []
    for line in lines {
      if line.hasPrefix("| ") {
        nodes.append(String(line))
      } else if let last = nodes.last, last.contains("\""), !last.hasSuffix("\"") || !line.isEmpty {
        nodes[nodes.count - 1] += "\n" + line
      }
    }
    return nodes
  }

  private struct Writer {
    private var out = ""
    private var tag = ""
    private var open: [(name: String, depth: Int)] = []
    /// Levels of `content`, which a template has between itself and its children.
    private var contents: [Int] = []

    mutating func add(_ node: String, depth: Int) {
      if !node.hasPrefix("<"), !node.hasPrefix("\""), node != "content" {
        return addAttribute(node)
      }
      endTag()
      while let last = open.last, last.depth >= depth { close() }
      while let last = contents.last, last >= depth { contents.removeLast() }
      if node == "content" {
        contents.append(depth)
      } else if node.hasPrefix("\"") {
        let text = String(node.dropFirst().dropLast())
        out += open.last.map { raw.contains($0.name) } == true ? text : escaped(text)
      } else if !node.hasPrefix("<!"), !node.hasPrefix("<?") {
        let name = node.dropFirst().dropLast().split(separator: " ").last?.lowercased() ?? ""
        tag = "<\(name)"
        open.append((name, depth))
      }
    }

    private mutating func addAttribute(_ node: String) {
      let parts = node.split(separator: "=", maxSplits: 1)
      let value = parts.count > 1 ? String(parts[1].dropFirst().dropLast()) : ""
      let quoted = value.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
      tag += " \(parts[0].lowercased())=\"\(quoted)\""
    }

    private mutating func endTag() {
      if !tag.isEmpty { out += tag + ">" }
      tag = ""
    }

    private mutating func close() {
      let name = open.removeLast().name
      if !void.contains(name) { out += "</\(name)>" }
    }

    private func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    mutating func finish() -> String {
      endTag()
      while !open.isEmpty { close() }
      return out
    }
  }
}
