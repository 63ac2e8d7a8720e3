/// What other template languages write, told apart so that the message can say what to do.
enum TemplateMistake {
  /// `{{x}}`, `{% if %}` and `{{#each}}` of Mustache, Liquid and Jinja.
  static func foreignSyntax(in text: String) -> SyntaxProblem? {
    if text.contains("{%") || text.contains("{{#") || text.contains("{{/") {
      return SyntaxProblem(
        code: .templateLogic,
        message: "texts have no blocks or loops; use 'when', 'each', or compute it in Lua")
    }
    guard text.contains("{{") else { return nil }
    return SyntaxProblem(
      code: .templateSyntax, message: "bindings are written ${path}, not {{path}}",
      suggestion: withoutMustaches(text))
  }

  /// The text with every `{{x}}` as `${x}`.
  static func withoutMustaches(_ text: String) -> String? {
    var result = ""
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{") {
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else { return nil }
      var before = rest[..<open.lowerBound]
      if before.last == "$" { before.removeLast() }
      result += before + "${"
      result += PathParser.trim(rest[open.upperBound..<close.lowerBound].filter { $0 != "{" }) + "}"
      rest = rest[close.upperBound...]
      if rest.first == "}" { rest.removeFirst() }
    }
    return result + rest
  }

  /// Operators and calls inside a binding.
  static func logic(in inside: String, found: String? = nil) -> SyntaxProblem? {
    let text = PathParser.trim(inside)
    if text.hasSuffix(".length") || text.hasPrefix("#") {
      let path = text.hasPrefix("#") ? String(text.dropFirst()) : String(text.dropLast(7))
      return SyntaxProblem(
        code: .templateLogic, message: "the length of a list is written ${\(path) | count}",
        suggestion: "${\(path) | count}")
    }
    if let open = text.firstIndex(of: "("), let last = text[..<open].last,
      last.isLetter || last.isNumber || last == "_"
    {
      let name = text[..<open].split { !($0.isLetter || $0.isNumber || $0 == "_") }.last ?? ""
      return SyntaxProblem(
        code: .unknownFunction,
        message:
          "there are no functions in a binding ('\(name)'); compute it in Lua or use a format",
        expected: FormatName.allCases.map(\.rawValue))
    }
    let operators = [
      "||", "&&", "==", "!=", "<", ">", "?", "+", "*", "/", "%", " - ", " or ", " and ",
    ]
    guard !text.hasPrefix("/"),
      let name = found ?? operators.first(where: { text.contains($0) })
    else { return nil }
    return SyntaxProblem(
      code: .templateLogic,
      message:
        "'\(PathParser.trim(name))' cannot be used in a binding; compute it in Lua and bind the result"
    )
  }
}
