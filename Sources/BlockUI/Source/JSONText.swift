import BlockModel

/// A JSON text that is changed part by part. What an edit does not name stays byte for byte as it
/// is; what it adds is laid out like its neighbours.
///
/// It knows nothing of specs. Its edits take values of the present ``root``.
struct JSONText: Hashable, Sendable {
  private(set) var bytes: [UInt8]
  private(set) var root: JSONSyntax

  /// - Parameter text: JSON, as ``JSONValue/init(parsing:)`` reads it; else `nil`.
  init?(_ text: String) {
    bytes = Array(text.utf8)
    guard let root = JSONSyntax(bytes) else { return nil }
    self.root = root
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  private func style(near neighbour: JSONSyntax?) -> JSONStyle {
    JSONStyle(of: bytes, root, near: neighbour)
  }

  func value(_ node: JSONSyntax) -> JSONValue {
    (try? JSONValue(parsing: bytes[node.range])) ?? .null
  }

  func text(of range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func hasLines(_ range: Range<Int>) -> Bool {
    bytes[range].contains(UInt8(ascii: "\n"))
  }

  private func indent(at offset: Int) -> String {
    String(decoding: bytes.indentation(at: offset), as: UTF8.self)
  }

  private mutating func splice(_ range: Range<Int>, _ new: some Sequence<UInt8>)
    throws(SpecEditError)
  {
    var changed = bytes
    changed.replaceSubrange(range, with: Array(new))
    guard let root = JSONSyntax(changed) else {
      throw SpecEditError(.tooDeep, at: "", "the values would be nested too deeply")
    }
    (bytes, self.root) = (changed, root)
  }

  // MARK: Values

  /// Puts another value in the place of one.
  ///
  /// - Parameter isOpen: more will be put into it, so that it gets lines of its own where it can.
  mutating func replace(
    _ old: JSONSyntax, with value: JSONValue, isOpen: Bool = false
  ) throws(SpecEditError) {
    let spread: JSONStyle.Spread
    if old.parts.isEmpty {
      spread = isTogether(at: old.range.lowerBound) ? .together : isOpen ? .lines : .usual
    } else {
      spread = hasLines(old.range) ? .lines : .together
    }
    let indent = indent(at: old.range.lowerBound)
    try splice(old.range, style(near: old).text(value, indent: indent, spread).utf8)
  }

  /// Is the innermost list or object around an offset written on one line?
  private func isTogether(at offset: Int) -> Bool {
    var node = root
    while let inner = (node.elements + node.members.map(\.value)).first(where: {
      !$0.parts.isEmpty && $0.range.contains(offset) && $0.range.lowerBound < offset
    }) {
      node = inner
    }
    return !hasLines(node.range)
  }

  // MARK: Parts of lists and objects

  /// Where a new part comes to stand.
  struct Spot {
    var indent: String
    var spread: JSONStyle.Spread
    var style: JSONStyle
  }

  /// Adds a part to a list or object.
  ///
  /// - Parameters:
  ///   - index: 0…count of its parts.
  ///   - write: the text of the part.
  mutating func insert(
    into container: JSONSyntax, at index: Int, _ write: (Spot) -> String
  ) throws(SpecEditError) {
    let parts = container.parts
    guard !parts.isEmpty else { return try fill(container, write) }
    let separator = separator(in: container, before: index)
    let neighbour = min(max(index - 1, 0), parts.count - 1)
    var spot = Spot(
      indent: indent(at: parts[neighbour].lowerBound),
      spread: separator.contains(UInt8(ascii: "\n")) ? .usual : .together,
      style: style(near: container))
    if case .array(let elements) = container.content, !elements[neighbour].parts.isEmpty {
      spot.style = style(near: elements[neighbour])
      spot.spread = hasLines(parts[neighbour]) ? .lines : .together
    }
    if index == 0 {
      let start = parts[0].lowerBound
      try splice(start..<start, Array(write(spot).utf8) + separator)
    } else {
      let end = parts[index - 1].upperBound
      try splice(end..<end, separator + Array(write(spot).utf8))
    }
  }

  /// What stands between two parts, as the nearest two do it.
  private func separator(in container: JSONSyntax, before index: Int) -> [UInt8] {
    let parts = container.parts
    if parts.count > 1 {
      let left = min(max(index - 1, 0), parts.count - 2)
      let between = bytes[parts[left].upperBound..<parts[left + 1].lowerBound]
      let comma = between.firstIndex(of: UInt8(ascii: ",")) ?? between.startIndex
      return Self.lastLine(between[..<comma]) + [UInt8(ascii: ",")]
        + Self.lastLine(between[(comma + 1)...])
    }
    let opening = bytes[(container.range.lowerBound + 1)..<parts[0].lowerBound]
    guard opening.contains(UInt8(ascii: "\n")) else {
      return Array(style(near: container).comma.utf8)
    }
    return [UInt8(ascii: ",")] + Self.lastLine(opening)
  }

  /// White space without its empty lines.
  private static func lastLine(_ space: ArraySlice<UInt8>) -> [UInt8] {
    guard var start = space.lastIndex(of: UInt8(ascii: "\n")) else { return Array(space) }
    if start > space.startIndex, space[start - 1] == UInt8(ascii: "\r") { start -= 1 }
    return Array(space[start...])
  }

  /// The first part of an empty list or object.
  private mutating func fill(
    _ container: JSONSyntax, _ write: (Spot) -> String
  ) throws(SpecEditError) {
    let style = self.style(near: nil)
    let start = container.range.lowerBound
    let inside = (start + 1)..<(container.range.upperBound - 1)
    if style.isOneLine || isTogether(at: start) {
      let space = text(of: inside)
      let spot = Spot(indent: indent(at: start), spread: .together, style: style)
      return try splice(inside, (space + write(spot) + space).utf8)
    }
    let outer = indent(at: start)
    let spot = Spot(indent: outer + style.unit, spread: .usual, style: style)
    let line = style.newline + spot.indent
    try splice(inside, (line + write(spot) + style.newline + outer).utf8)
  }

  /// Takes a part out of a list or object, with one of the commas beside it.
  mutating func remove(_ index: Int, from container: JSONSyntax) throws(SpecEditError) {
    let parts = container.parts
    if index > 0 {
      try splice(parts[index - 1].upperBound..<parts[index].upperBound, [])
    } else if parts.count > 1 {
      try splice(parts[0].lowerBound..<parts[1].lowerBound, [])
    } else {
      let end = container.range.upperBound - 1
      let closing = parts[0].upperBound..<end
      let start = container.range.lowerBound + 1
      try splice(start..<(hasLines(closing) ? end : closing.lowerBound), [])
    }
  }

  /// Gives a member another key.
  mutating func rename(_ member: JSONSyntax.Member, to name: String) throws(SpecEditError) {
    try splice(member.keyRange, JSONValue.string(name).json().utf8)
  }

  /// Puts the parts of a list or object into another order; what stands between them stays.
  mutating func reorder(_ container: JSONSyntax, _ order: [Int]) throws(SpecEditError) {
    let parts = container.parts
    guard let first = parts.first, let last = parts.last else { return }
    var new: [UInt8] = []
    for (place, index) in order.enumerated() {
      if place > 0 { new += bytes[parts[place - 1].upperBound..<parts[place].lowerBound] }
      new += bytes[parts[index]]
    }
    try splice(first.lowerBound..<last.upperBound, new)
  }

  // MARK: Text that moves

  /// A part as text that can be put elsewhere.
  struct Piece {
    fileprivate let text: String
    fileprivate let indent: String

    /// The text where its first line has another indentation.
    func text(indent new: String) -> String {
      guard new != indent, text.utf8.contains(UInt8(ascii: "\n")) else { return text }
      let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let moved = lines.dropFirst().map { line -> String in
        let line = String(Substring(line))
        return line.utf8.starts(with: indent.utf8) ? new + line.dropFirst(indent.count) : line
      }
      return ([String(Substring(lines[0]))] + moved).joined(separator: "\n")
    }
  }

  func piece(_ range: Range<Int>) -> Piece {
    Piece(text: text(of: range), indent: indent(at: range.lowerBound))
  }

  /// Puts a piece in the place of a value.
  mutating func replace(_ old: JSONSyntax, with piece: Piece) throws(SpecEditError) {
    try splice(old.range, piece.text(indent: indent(at: old.range.lowerBound)).utf8)
  }
}
