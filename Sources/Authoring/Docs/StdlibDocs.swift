public import Foundation

/// What `LuaStdlib/*.lua` says about itself: the `---` comments, for `dash docs`, for the prompt of
/// the model and for the tests that run every example.
public struct StdlibDocs: Sendable {
  public struct Example: Sendable, Equatable {
    /// Lua, one expression.
    public var code: String
    /// What it gives: a text as it is, anything else as JSON; `nil` when the example is only shown.
    public var expected: String?
  }

  public struct Function: Sendable {
    /// `html.parse` or `node:select`
    public var name: String
    /// `html.parse(text, options?) → html.node`
    public var signature: String
    /// The signature with the names of the options: `html.parse(text, {url, content_type}?)`
    public var promptLine: String
    public var doc: String
    /// `text: string`, `options?: {url: string} where it came from…`
    public var parameters: [String]
    public var returns: String?
    public var examples: [Example]
  }

  public struct Module: Sendable {
    public var name: String
    public var summary: String
    /// What else is said at the top of the file, as lines; not for prompts.
    public var notes: String
    public var functions: [Function]
  }

  /// In the order of their names.
  public let modules: [Module]
  /// What a script finds without a module: `ctx` and the globals.
  public let script: Module

  /// - Parameter folder: `LuaStdlib`.
  /// - Throws: when the folder or a file in it cannot be read.
  public init(folder: URL) throws {
    func module(_ file: String, as name: String) throws -> Module {
      let text = try String(contentsOf: folder.appending(path: "\(file).lua"), encoding: .utf8)
      return StdlibReader.module(name, text)
    }
    let internals: Set = [
      "absent", "arguments", "calls", "explain", "feed_markup", "ical_rule", "ical_time",
      "json_in_pages", "prelude", "request", "structured", "trace", "warnings",
    ]
    modules = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".lua") }.map { String($0.dropLast(4)) }
      .filter { !internals.contains($0) }.sorted()
      .map { try module($0, as: $0) }
    script = try module("prelude", as: "script")
  }

  /// One line for each function that most scripts may need: what fits in every prompt.
  public var promptText: String {
    modules.filter { !Self.rareModules.contains($0.name) }
      .map { Self.prompt($0, $0.functions.filter { !Self.rareFunctions.contains($0.name) }) }
      .joined(separator: "\n")
  }

  /// One line for each function of modules that few scripts need.
  public func promptText(of names: [String]) -> String {
    modules.filter { names.contains($0.name) }.map { Self.prompt($0, $0.functions) }
      .joined(separator: "\n")
  }

  private static func prompt(_ module: Module, _ functions: [Function]) -> String {
    "\(module.name): \(module.summary)\n"
      + functions.map { "  \($0.promptLine)" }.joined(separator: "\n")
  }

  /// Documented in a prompt when the sentence or a source asks for them.
  static let rareModules: Set<String> = ["base64", "hash", "log", "xml"]

  /// What the card does better, or few scripts need; `dash docs` has them all.
  private static let rareFunctions: Set<String> = [
    "csv.encode", "feed.newest", "html.parse", "http.delete", "http.head", "http.patch", "http.put",
    "json.empty_object", "json.null", "list.chunks", "list.drop", "list.median", "node:matches",
    "node:name", "node:next", "node:previous", "regex.escape", "regex.split", "store.keys",
    "store.received",
    "text.bytes", "text.compact", "text.decode", "text.ends", "text.grouped", "text.length",
    "text.pad", "text.similarity", "text.starts", "text.slug", "text.upper", "time.ago",
    "time.duration", "time.is_zone", "time.now", "url.build", "url.decode",
    "url.decode_query", "url.encode_query",
  ]

  /// All about a module, or about one function: `http`, `http.get`, `html.select` or `node:select`,
  /// and `script`; `nil` when there is none of that name.
  public func text(_ name: String) -> String? {
    if let module = module(name) {
      let parts = [module.notes] + module.functions.map(\.text)
      return "\(module.name): \(module.summary)\n\n"
        + parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }
    let words = name.split(maxSplits: 1, whereSeparator: { $0 == "." || $0 == ":" })
    guard let last = words.last, words.count == 2 else { return nil }
    let candidates =
      module(String(words[0]))?.functions.filter { $0.shortName == last }
      ?? modules.flatMap(\.functions).filter { $0.name == name }
    return candidates.first.map { $0.text + "\n" }
  }

  /// What could be meant by a name that ``text(_:)`` does not know: the functions of the module it
  /// begins with, or all modules.
  public func names(near name: String) -> [String] {
    let first = name.prefix { $0 != "." && $0 != ":" }
    return module(String(first))?.functions.map(\.name) ?? (["script"] + modules.map(\.name))
  }

  private func module(_ name: String) -> Module? {
    ([script] + modules).first { $0.name == name }
  }

  /// The modules, a line each.
  public var overview: String {
    let width = modules.map(\.name.count).max() ?? 0
    return ([script] + modules).map { module in
      module.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + module.summary
    }.joined(separator: "\n") + "\n"
  }
}

extension StdlibDocs.Function {
  /// `get` of `http.get`.
  fileprivate var shortName: Substring {
    name.drop { $0 != "." && $0 != ":" }.dropFirst()
  }

  fileprivate var text: String {
    var lines = [signature]
    lines += doc.split(separator: "\n").map { "    \($0)" }
    lines += parameters.map { "    - \($0)" }
    if let returns { lines.append("    → \(returns)") }
    for example in examples {
      lines.append("    e.g. \(example.code)\(example.expected.map { "  → \($0)" } ?? "")")
    }
    return lines.joined(separator: "\n")
  }
}
