/// A JSON text with its lines laid out anew: what fits stands on one line, the rest takes a line for each
/// member, indented by two spaces. Order, numbers and texts stay as they were written.
public struct JSONLayout {
  /// Columns of a line.
  private static let width = 100

  private let bytes: [UInt8]
  private var text = ""

  /// - Parameter source: JSON, perhaps after a byte order mark, which goes.
  /// - Returns: `nil` when it is not JSON, or nests too deep.
  public static func applied(to source: String) -> String? {
    let bytes = Array(source.utf8)
    guard let syntax = JSONSyntax(bytes) else { return nil }
    var layout = JSONLayout(bytes: bytes)
    layout.write(syntax, level: 0, column: 0, isWhole: true)
    return layout.text + "\n"
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func write(
    _ node: JSONSyntax, level: Int, column: Int, isWhole: Bool = false
  ) {
    // The whole file stands in several lines, so that a change of one member is a change of one line.
    guard !node.parts.isEmpty else {
      text += node.emptyText ?? source(node.range)
      return
    }
    // Behind a value there may be a comma.
    if !isWhole, let line = oneLine(node, within: Self.width - column - 1) {
      text += line
      return
    }
    let indent = String(repeating: "  ", count: level + 1)
    let isObject = if case .object = node.content { true } else { false }
    text += isObject ? "{" : "["
    for (index, part) in parts(of: node).enumerated() {
      let key = part.key.map { source($0) + ": " } ?? ""
      text += (index == 0 ? "\n" : ",\n") + indent + key
      write(part.value, level: level + 1, column: indent.count + key.count)
    }
    text += "\n" + String(repeating: "  ", count: level) + (isObject ? "}" : "]")
  }

  /// The value on one line; `nil` when it is longer.
  private func oneLine(_ node: JSONSyntax, within width: Int) -> String? {
    // A byte is at most a column.
    guard node.parts.count <= max(width, 0) else { return nil }
    let isObject: Bool
    switch node.content {
    case .scalar:
      let text = source(node.range)
      return text.count <= width ? text : nil
    case .array: isObject = false
    case .object: isObject = true
    }
    var line = isObject ? "{" : "["
    for (index, part) in parts(of: node).enumerated() {
      if index > 0 { line += ", " }
      if let key = part.key { line += source(key) + ": " }
      guard let value = oneLine(part.value, within: width - line.count) else { return nil }
      line += value
    }
    line += isObject ? "}" : "]"
    return line.count <= width ? line : nil
  }

  private func parts(of node: JSONSyntax) -> [(key: Range<Int>?, value: JSONSyntax)] {
    node.members.map { ($0.keyRange, $0.value) } + node.elements.map { (nil, $0) }
  }

  private func source(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}

extension JSONSyntax {
  /// A list or an object without anything in it.
  fileprivate var emptyText: String? {
    switch content {
    case .scalar: nil
    case .array: "[]"
    case .object: "{}"
    }
  }
}
