public import BlockModel

/// JSON Patch operations (RFC 6902) on a text: what an operation does not name stays byte for byte.
public enum JSONPatching {
  /// The text after one operation of the kinds that fixes are made of: `replace`, `add` of a member,
  /// `remove`, and `move` to another name in the same object.
  ///
  /// - Returns: `nil` when the operation does not fit the text.
  public static func applied(_ operation: JSONValue, to text: String) -> String? {
    guard let path = operation["path"]?.string, var json = JSONText(text) else { return nil }
    let parts = JSONPointer.parts(path)
    do throws(SpecEditError) {
      switch operation["op"]?.string {
      case "replace":
        guard let value = operation["value"], let node = json.root.node(at: path) else {
          return nil
        }
        try json.replace(node, with: value)
      case "remove":
        guard let last = parts.last,
          let container = json.root.node(at: pointer(parts.dropLast())),
          let index = container.index(of: last)
        else { return nil }
        try json.remove(index, from: container)
      case "add":
        guard let value = operation["value"], let last = parts.last,
          let container = json.root.node(at: pointer(parts.dropLast()))
        else { return nil }
        try json.insert(into: container, at: container.parts.count) { spot in
          let written = spot.style.text(value, indent: spot.indent, spot.spread)
          return container.members.isEmpty && !container.elements.isEmpty
            ? written : JSONValue.string(last).json() + ": " + written
        }
      case "move":
        guard let from = operation["from"]?.string, let name = parts.last else { return nil }
        let old = JSONPointer.parts(from)
        guard old.dropLast() == parts.dropLast(),
          let container = json.root.node(at: pointer(parts.dropLast())),
          let member = container.members.first(where: { $0.key == old.last })
        else { return nil }
        try json.rename(member, to: name)
      default: return nil
      }
    } catch { return nil }
    // A text that means something else than the operation says is no fix.
    let expected = (try? JSONValue(parsing: text)).flatMap { Pointer.apply(operation, to: $0) }
    guard let expected, (try? JSONValue(parsing: json.text)) == expected else { return nil }
    return json.text
  }

  private static func pointer(_ parts: some Sequence<String>) -> String {
    parts.map { "/" + JSONPointer.escape($0) }.joined()
  }
}

extension JSONSyntax {
  /// The place of a part among ``parts``.
  fileprivate func index(of part: String) -> Int? {
    switch content {
    case .scalar: nil
    case .object(let members): members.firstIndex { $0.key == part }
    case .array(let elements): Int(part).flatMap { elements.indices.contains($0) ? $0 : nil }
    }
  }
}
