import BlockModel
import BlockUI

/// What can be said of a script without running it: names that do not exist.
struct Lint {
  static let maximumLines = 400

  /// Module → what it has.
  private let modules: [String: Set<String>]

  private static let globals: Set<String> = [
    "assert", "collectgarbage", "coroutine", "error", "getmetatable", "ipairs", "load", "math",
    "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require",
    "select", "setmetatable", "string", "table", "tonumber", "tostring", "type", "utf8", "xpcall",
    "_G", "_VERSION", "self",
  ]

  init(_ docs: StdlibDocs) {
    modules = Dictionary(
      docs.modules.map { module in
        let prefix = module.name + "."
        let own = module.functions.map(\.name).filter { $0.hasPrefix(prefix) }
        return (module.name, Set(own.map { String($0.dropFirst(prefix.count)) }))
      }, uniquingKeysWith: { $1 })
  }

  /// What is wrong at a line.
  struct Problem: Hashable {
    /// From 1; `nil` for what is wrong with the whole script.
    var line: Int?
    var sentence: String
  }

  /// A sentence for each problem, with its line.
  func problems(in script: String) -> [Problem] {
    let tokens = LuaTokens(script).tokens
    var problems: [Problem] = []
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false).count
    if lines > Self.maximumLines {
      problems.append(
        Problem(
          sentence:
            "The script has \(lines) lines; at most \(Self.maximumLines) are allowed. Write it shorter."
        ))
    }
    let declared = Self.declared(in: tokens)
    let aliases = Self.aliases(in: tokens)
    var seen: Set<String> = []
    func add(_ token: LuaTokens.Token, _ name: String, _ sentence: String) {
      if seen.insert(name).inserted {
        problems.append(Problem(line: token.line, sentence: sentence))
      }
    }
    for (index, token) in tokens.enumerated() {
      let before = index > 0 ? tokens[index - 1] : nil
      let after = index + 1 < tokens.count ? tokens[index + 1] : nil
      if token.is("require"), let name = Self.required(tokens, after: index),
        modules[name] == nil
      {
        add(
          token, "require \(name)",
          "there is no module '\(name)'\(Self.meant(name, modules.keys)); there are: \(modules.keys.sorted().joined(separator: ", "))."
        )
      }
      guard token.kind == .name, !LuaText.keywords.contains(token.text) else { continue }
      if let before, before.is(".") || before.is(":") || before.is("goto") || before.is("::") {
        if before.is("."), index >= 2, index < 3 || !tokens[index - 3].is("."),
          let module = aliases[tokens[index - 2].text], tokens[index - 2].kind == .name,
          let members = modules[module], !members.contains(token.text)
        {
          add(
            token, "\(module).\(token.text)",
            "\(module).\(token.text) does not exist\(Self.meant(token.text, members)); \(module) has: \(members.sorted().joined(separator: ", "))."
          )
        }
        continue
      }
      let isKey =
        after?.is("=") == true
        && (before.map { $0.is("{") || $0.is(",") || $0.is(";") } ?? false)
      let isAttribute = before?.is("<") == true && after?.is(">") == true
      guard !isKey, !isAttribute, !declared.contains(token.text),
        !Self.globals.contains(token.text)
      else { continue }
      if modules[token.text] != nil {
        add(
          token, token.text,
          "'\(token.text)' is used without `local \(token.text) = require \"\(token.text)\"`.")
      } else {
        let known = declared.union(Self.globals).union(modules.keys)
        add(
          token, token.text,
          "global '\(token.text)' does not exist\(Self.meant(token.text, known)). Declare it with local."
        )
      }
    }
    return problems
  }

  /// Settings that the script reads and the manifest does not declare: `ctx.params.nope` is always nil.
  static func unknownParams(in script: String, declared params: [Param]) -> [Problem] {
    let names = params.map(\.name)
    let tokens = LuaTokens(script).tokens
    let contexts = contexts(in: tokens)
    var holders: Set<String> = []
    var seen: Set<String> = []
    var problems: [Problem] = []
    for (index, token) in tokens.enumerated() {
      // `ctx.params`, or a local that was made of it.
      let isMember = index >= 2 && tokens[index - 1].is(".")
      let isParams =
        isMember && token.is("params") && contexts.contains(tokens[index - 2].text)
        && !(index >= 3 && tokens[index - 3].is("."))
      let isHolder =
        holders.contains(token.text) && token.kind == .name
        && !(index >= 1 && (tokens[index - 1].is(".") || tokens[index - 1].is(":")))
      guard isParams || isHolder else { continue }
      guard let (name, line) = member(tokens, after: index) else {
        if isParams, index >= 5, tokens[index - 3].is("="), tokens[index - 5].is("local") {
          holders.insert(tokens[index - 4].text)
        }
        continue
      }
      guard !names.contains(name), seen.insert(name).inserted else { continue }
      let known =
        names.isEmpty ? "there are none" : "there are: \(names.sorted().joined(separator: ", "))"
      problems.append(
        Problem(
          line: line,
          sentence:
            "the block has no setting '\(name)'\(meant(name, names)), so this is always nil; declare it in params of block.json, or leave it out (\(known))."
        ))
    }
    return problems
  }

  /// The names under which functions are given the context: `ctx`, or the first parameter of what is
  /// returned.
  private static func contexts(in tokens: [LuaTokens.Token]) -> Set<String> {
    var names: Set<String> = ["ctx"]
    for (index, token) in tokens.enumerated()
    where token.is("function") && index > 0 && index + 2 < tokens.count && tokens[index + 1].is("(")
    {
      let isRun = tokens[index - 1].is("=") && index > 1 && tokens[index - 2].is("run")
      if tokens[index - 1].is("return") || isRun { names.insert(tokens[index + 2].text) }
    }
    return names
  }

  /// `.name` or `["name"]` behind a token.
  private static func member(
    _ tokens: [LuaTokens.Token], after index: Int
  ) -> (name: String, line: Int)? {
    guard index + 2 < tokens.count else { return nil }
    let (mark, name) = (tokens[index + 1], tokens[index + 2])
    if mark.is("."), name.kind == .name { return (name.text, name.line) }
    if mark.is("["), name.kind == .string, index + 3 < tokens.count, tokens[index + 3].is("]") {
      return (name.text, name.line)
    }
    return nil
  }

  private static func meant(_ name: String, _ names: some Sequence<String>) -> String {
    NearName.best(for: name, among: Array(names).sorted()).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// `require "x"` and `require("x")`.
  private static func required(_ tokens: [LuaTokens.Token], after index: Int) -> String? {
    guard index + 1 < tokens.count else { return nil }
    let next = tokens[index + 1]
    if next.kind == .string { return next.text }
    guard next.is("("), index + 2 < tokens.count, tokens[index + 2].kind == .string else {
      return nil
    }
    return tokens[index + 2].text
  }

  /// Every name that is declared anywhere: locals, parameters, loop variables.
  private static func declared(in tokens: [LuaTokens.Token]) -> Set<String> {
    var names: Set<String> = []
    /// Names separated by commas from a place on; `<const>` is stepped over.
    func list(from start: Int) {
      var place = start
      while place < tokens.count, tokens[place].kind == .name || tokens[place].is("...") {
        names.insert(tokens[place].text)
        place += 1
        if place + 2 < tokens.count, tokens[place].is("<") { place += 3 }
        guard place < tokens.count, tokens[place].is(",") else { return }
        place += 1
      }
    }
    for (index, token) in tokens.enumerated() {
      if token.is("local") || token.is("for") {
        let isFunction = index + 1 < tokens.count && tokens[index + 1].is("function")
        list(from: isFunction ? index + 2 : index + 1)
      } else if token.is("function") {
        if let open = tokens[index...].firstIndex(where: { $0.is("(") }) { list(from: open + 1) }
      }
    }
    return names
  }

  /// Local name → module, of `local a, b = require "a", require "b"`.
  private static func aliases(in tokens: [LuaTokens.Token]) -> [String: String] {
    var aliases: [String: String] = [:]
    for (index, token) in tokens.enumerated() where token.is("local") {
      var names: [String] = []
      var place = index + 1
      while place < tokens.count, tokens[place].kind == .name {
        names.append(tokens[place].text)
        place += 1
        guard place < tokens.count, tokens[place].is(",") else { break }
        place += 1
      }
      guard place < tokens.count, tokens[place].is("=") else { continue }
      place += 1
      for name in names {
        guard place < tokens.count, tokens[place].is("require"),
          let module = required(tokens, after: place)
        else { break }
        aliases[name] = module
        place += tokens[place + 1].is("(") ? 4 : 2
        guard place < tokens.count, tokens[place].is(",") else { break }
        place += 1
      }
    }
    return aliases
  }
}
