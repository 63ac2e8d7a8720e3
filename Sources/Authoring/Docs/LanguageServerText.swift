/// The stdlib as annotations for lua-language-server (https://luals.github.io/wiki/annotations), made of the
/// same comments as its documentation: completion, hover and diagnostics in VS Code and Neovim.
public struct LanguageServerText: Sendable {
  private let docs: StdlibDocs

  public init(_ docs: StdlibDocs) { self.docs = docs }

  /// A file for each module, and one for what a script finds around it.
  public var files: [(name: String, text: String)] {
    docs.modules.map { ("\($0.name).lua", Self.text($0)) } + [("script.lua", Self.script)]
  }

  private static func text(_ module: StdlibDocs.Module) -> String {
    // Methods belong to what functions return: `response`, `html.node`.
    var owners: [String] = []
    for function in module.functions {
      let owner = owner(function.name)
      if owner != module.name, !owners.contains(owner) { owners.append(owner) }
    }
    var parts = ["---@meta \(module.name)", "--- \(module.summary)\nlocal \(module.name) = {}"]
    for owner in owners {
      parts.append(
        "---@class \(className(owner, in: module.name))\n\(fields(of: owner))local \(owner) = {}")
    }
    parts += module.functions.map { text($0, in: module.name) }
    return parts.joined(separator: "\n\n") + "\n\nreturn \(module.name)\n"
  }

  private static func text(_ function: StdlibDocs.Function, in module: String) -> String {
    var lines = function.doc.split(separator: "\n").map { "--- \($0)" }
    lines += function.examples.map { "---     \($0.code)" }
    let parameters = function.parameters.map { text in
      let parts = text.split(separator: ":", maxSplits: 1).map {
        $0.drop { $0 == " " }
      }
      return (name: String(parts[0]), about: parts.count > 1 ? String(parts[1]) : "any")
    }
    lines += parameters.map { "---@param \($0.name) \(LanguageServerType($0.about).text)" }
    for result in (function.returns ?? "").components(separatedBy: "; ").prefix(1)
    where !result.isEmpty {
      lines.append("---@return \(LanguageServerType(result).text)")
    }
    let isValue = !function.signature.contains("(")
    if isValue {
      return
        (lines.filter { !$0.hasPrefix("---@return") }
        + ["---@type any", "\(function.name) = nil"]).joined(separator: "\n")
    }
    let names = parameters.map { $0.name.filter { $0 != "?" } }.joined(separator: ", ")
    return (lines + ["function \(function.name)(\(names)) end"]).joined(separator: "\n")
  }

  private static func owner(_ name: String) -> String {
    String(name.prefix { $0 != "." && $0 != ":" })
  }

  /// What the documentation calls it.
  static func className(_ owner: String, in module: String) -> String {
    switch owner {
    case "node": "html.node"
    case "element": "xml.element"
    default: owner
    }
  }

  private static func fields(of owner: String) -> String {
    guard owner == "response" else { return "" }
    return """
      ---@field status integer
      ---@field ok boolean below 400
      ---@field url string after redirects
      ---@field headers table<string, string>
      ---@field body string
      ---@field error string? why there is no good answer

      """
  }

  /// `ctx`, by the name that everybody gives it.
  private static let script = """
    ---@meta

    ---@class dash.context
    ---@field params table<string, any> the settings by name
    ---@field now integer the moment of the run, Unix seconds
    ---@field reason string why it runs: create, schedule, manual, edit, heal, action, cli, probe
    ---@field block string the id of the block
    ---@field zone string the person's time zone
    ---@field locale string the language of the card
    ---@field last_success integer? the moment of the last run that gave data

    """
}

/// A type as the stdlib's comments write it, in the words of lua-language-server.
struct LanguageServerType {
  /// The type and what is said of it.
  let text: String

  init(_ about: String) {
    let type = Self.firstType(of: about)
    let words = about.dropFirst(type.count).drop { $0 == " " }
    text = Self.converted(type) + (words.isEmpty ? "" : " \(words)")
  }

  private static func firstType(of text: String) -> String {
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case "{", "(", "<": depth += 1
      case "}", ")", ">": depth -= 1
      case " ": if depth == 0 { return String(text[..<index]) }
      default: break
      }
    }
    return text
  }

  private static let known: Set<String> = [
    "string", "number", "integer", "boolean", "table", "any", "nil", "function", "response",
    "html.node", "xml.element",
  ]

  private static func converted(_ type: String) -> String {
    let parts = pieces(of: type, by: "|")
    if parts.count > 1 { return parts.map(converted).joined(separator: "|") }
    if type.hasSuffix("[]") {
      let inner = converted(String(type.dropLast(2)))
      return inner.contains("|") ? "(\(inner))[]" : inner + "[]"
    }
    if type.hasSuffix("?") { return converted(String(type.dropLast())) + "?" }
    if type.hasPrefix("("), type.hasSuffix(")") {
      return "(\(converted(String(type.dropFirst().dropLast()))))"
    }
    if type.hasPrefix("{"), type.hasSuffix("}") {
      return table(pieces(of: String(type.dropFirst().dropLast()), by: ","))
    }
    if type.hasPrefix("table<") || type.hasPrefix("fun(") { return type }
    return known.contains(type) ? type : "table"
  }

  /// `{url: string}`, `{year, month}`, and `{string: string}` of any keys.
  private static func table(_ members: [String]) -> String {
    let pairs = members.map { member in
      let parts = pieces(of: member, by: ":")
      return (
        name: parts[0].filter { $0 != " " },
        type: parts.count > 1 ? parts[1...].joined(separator: ":").drop { $0 == " " } : "any"
      )
    }
    if pairs.count == 1, known.contains(pairs[0].name) {
      return "table<\(pairs[0].name), \(converted(String(pairs[0].type)))>"
    }
    let fields = pairs.filter { $0.name != "…" }.map { pair in
      // An example of a value stands for a text.
      let type = pair.type.hasPrefix("\"") ? "string" : converted(String(pair.type))
      return "\(pair.name): \(type)"
    }
    return fields.isEmpty ? "table" : "{ \(fields.joined(separator: ", ")) }"
  }

  /// Split outside of brackets.
  private static func pieces(of text: String, by separator: Character) -> [String] {
    var pieces = [""]
    var depth = 0
    for character in text {
      if "{(<".contains(character) { depth += 1 }
      if "})>".contains(character) { depth -= 1 }
      if character == separator, depth == 0 {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    return pieces.map { String($0.drop { $0 == " " }) }
  }
}
