/// Sets bindings inside a text right, each by its own suggestion.
enum TemplateRepair {
  /// The text with every broken binding replaced by what was meant; `nil` when one of them
  /// cannot be set right.
  static func repaired(_ text: String) -> String? {
    var result = ""
    var rest = Substring(text)
    while let open = rest.firstRange(of: "${") {
      result += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstIndex(of: "}") else { return nil }
      guard let binding = binding(String(rest[open.upperBound..<close])) else { return nil }
      result += binding
      rest = rest[rest.index(after: close)...]
    }
    result += rest
    return result != text && (try? Template(parsing: result)) != nil ? result : nil
  }

  private static func binding(_ inside: String) -> String? {
    if (try? Binding(parsing: inside)) != nil { return "${\(inside)}" }
    var pieces = Binding.pipes(inside)
    if (try? PathParser.path(pieces[0])) == nil {
      if let length = TemplateMistake.logic(in: pieces[0])?.suggestion, pieces.count == 1 {
        return length
      }
      guard let path = PathMistake.correction(of: pieces[0]) else { return nil }
      pieces[0] = path
    }
    for index in pieces.indices.dropFirst() {
      do {
        _ = try FormatCall(parsing: pieces[index])
      } catch {
        guard let meant = error.suggestion else { return nil }
        pieces[index] = meant
      }
    }
    return "${" + pieces.joined(separator: " | ") + "}"
  }
}
