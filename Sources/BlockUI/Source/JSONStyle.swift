import BlockModel

/// How a JSON text is laid out, read off the text itself, so that new parts look like their
/// neighbours.
struct JSONStyle: Hashable, Sendable {
  /// `\n` or `\r\n`.
  var newline = "\n"
  /// One step of indentation: spaces or a tab.
  var unit = "  "
  /// What stands between a key and its value.
  var colon = ": "
  /// What stands between the parts of what is written on one line.
  var comma = ", "
  /// What stands inside the braces of an object on one line.
  var padding = ""
  /// The text has no line breaks between values.
  var isOneLine = false
  /// Lists and objects that hold no others stand on one line.
  var keepsLeavesTogether = false

  /// The layout a program writes: ``JSONValue/WritingOptions/pretty``.
  static let pretty = JSONStyle()

  init() {}

  /// - Parameter neighbour: what stands beside a new part: it says first how things are written.
  init(of bytes: [UInt8], _ root: JSONSyntax, near neighbour: JSONSyntax? = nil) {
    if let feed = bytes.firstIndex(of: UInt8(ascii: "\n")), feed > 0,
      bytes[feed - 1] == UInt8(ascii: "\r")
    {
      newline = "\r\n"
    }
    var census = Census()
    if let neighbour { census.visit(neighbour, in: bytes, depth: 1) }
    census.visit(root, in: bytes, depth: 0)
    colon = census.colon ?? colon
    comma = census.comma ?? (colon.hasSuffix(" ") ? ", " : ",")
    padding = census.padding ?? padding
    unit = census.unit ?? unit
    isOneLine = !census.hasLines
    keepsLeavesTogether = census.leavesOnOneLine > census.leavesOnLines
  }

  /// Counts how the lists and objects of a text are written.
  private struct Census {
    var colon: String?
    var comma: String?
    var padding: String?
    var unit: String?
    var hasLines = false
    var leavesOnOneLine = 0
    var leavesOnLines = 0

    mutating func visit(_ node: JSONSyntax, in bytes: [UInt8], depth: Int) {
      let parts = node.parts
      guard let first = parts.first else { return }
      let opening = bytes[(node.range.lowerBound + 1)..<first.lowerBound]
      let isOnLines = opening.contains(UInt8(ascii: "\n"))
      if isOnLines {
        hasLines = true
        let outer = bytes.indentation(at: node.range.lowerBound)
        let inner = bytes.indentation(at: first.lowerBound)
        if unit == nil, inner.count > outer.count, inner.starts(with: outer) {
          unit = String(decoding: inner.dropFirst(outer.count), as: UTF8.self)
        }
      } else {
        if comma == nil, parts.count > 1 {
          let between = bytes[parts[0].upperBound..<parts[1].lowerBound]
          if !between.contains(UInt8(ascii: "\n")) {
            comma = String(decoding: between, as: UTF8.self)
          }
        }
        if padding == nil, !node.members.isEmpty {
          padding = String(decoding: opening, as: UTF8.self)
        }
      }
      let children = node.elements + node.members.map(\.value)
      if children.allSatisfy({ $0.parts.isEmpty }), depth > 0 {
        if isOnLines { leavesOnLines += 1 } else { leavesOnOneLine += 1 }
      }
      if colon == nil, let member = node.members.first {
        colon = String(
          decoding: bytes[member.keyRange.upperBound..<member.value.range.lowerBound],
          as: UTF8.self)
      }
      for child in children { visit(child, in: bytes, depth: depth + 1) }
    }
  }
}

extension JSONStyle {
  /// How a list or object takes its place.
  enum Spread: Hashable, Sendable {
    /// On one line with all it holds.
    case together
    /// As the text does it elsewhere.
    case usual
    /// A line for each of its parts.
    case lines
  }

  /// A value as text.
  ///
  /// - Parameter indent: the indentation of the line it begins on.
  func text(_ value: JSONValue, indent: String, _ spread: Spread) -> String {
    switch value {
    case .null, .bool, .integer, .number, .string: return value.json()
    case .array(let elements):
      return list(elements, "[", "]", indent, spread, isLeaf: value.isLeaf, padding: "") {
        text($0, indent: $1, $2)
      }
    case .object(let members):
      return list(
        members.map { ($0.key, $0.value) }, "{", "}", indent, spread, isLeaf: value.isLeaf,
        padding: padding
      ) { text(member: $0.0, $0.1, indent: $1, $2) }
    }
  }

  /// A key and its value as text.
  func text(
    member key: String, _ value: JSONValue, indent: String, _ spread: Spread
  ) -> String {
    JSONValue.string(key).json() + colon + text(value, indent: indent, spread)
  }

  private func list<Part>(
    _ parts: [Part], _ open: String, _ close: String, _ indent: String, _ spread: Spread,
    isLeaf: Bool, padding: String, _ write: (Part, String, Spread) -> String
  ) -> String {
    if parts.isEmpty { return open + close }
    if isOneLine || spread == .together || (spread == .usual && keepsLeavesTogether && isLeaf) {
      return open + padding + parts.map { write($0, indent, .together) }.joined(separator: comma)
        + padding + close
    }
    let inner = indent + unit
    return open + newline + inner
      + parts.map { write($0, inner, .usual) }.joined(separator: "," + newline + inner)
      + newline + indent + close
  }
}

extension JSONValue {
  /// Holds no list or object with something in it.
  fileprivate var isLeaf: Bool {
    let inner = array ?? object.map { Array($0.values) } ?? []
    return inner.allSatisfy { ($0.array?.isEmpty ?? true) && ($0.object?.isEmpty ?? true) }
  }
}

extension [UInt8] {
  /// The white space that the line around `offset` begins with.
  func indentation(at offset: Int) -> [UInt8] {
    let start = self[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return Array(self[start..<offset].prefix { $0 == 0x20 || $0 == 0x09 })
  }
}
