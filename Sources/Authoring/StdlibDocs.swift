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
    public var doc: String
    /// `text: string`, `options?: {url: string} where it came from…`
    public var parameters: [String]
    public var returns: String?
    public var examples: [Example]
  }

  public struct Module: Sendable {
    public var name: String
    public var summary: String
    public var functions: [Function]
  }

  /// In the order of their names.
  public let modules: [Module]

  /// - Parameter folder: `LuaStdlib`.
  /// - Throws: when the folder or a file in it cannot be read.
  public init(folder: URL) throws {
    let internals: Set = ["absent", "explain", "prelude", "trace"]
    modules = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".lua") }.map { String($0.dropLast(4)) }
      .filter { !internals.contains($0) }.sorted()
      .map { name in
        let text = try String(contentsOf: folder.appending(path: "\(name).lua"), encoding: .utf8)
        return StdlibReader.module(name, text)
      }
  }

  /// One line for each function: what fits in a prompt.
  public var promptText: String {
    modules.map { module in
      "\(module.name): \(module.summary)\n"
        + module.functions.map { "  \($0.signature)" }.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// All about one module; `nil` when there is none of that name.
  public func text(_ name: String) -> String? {
    guard let module = modules.first(where: { $0.name == name }) else { return nil }
    return "\(module.name): \(module.summary)\n\n"
      + module.functions.map(\.text).joined(separator: "\n\n") + "\n"
  }

  /// The modules, a line each.
  public var overview: String {
    let width = modules.map(\.name.count).max() ?? 0
    return modules.map { module in
      module.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + module.summary
    }.joined(separator: "\n") + "\n"
  }
}

extension StdlibDocs.Function {
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

/// Reads the comments of one Lua file.
private enum StdlibReader {
  static func module(_ name: String, _ text: String) -> StdlibDocs.Module {
    var summary: [String] = []
    var functions: [StdlibDocs.Function] = []
    var block: [String] = []
    var isFirst = true
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("---") || (line.hasPrefix("-- ") && !block.isEmpty) {
        block.append(String(line.drop { $0 == "-" }))
        continue
      }
      if !block.isEmpty {
        if isFirst {
          summary = block.map { $0.trimmingCharacters(in: .whitespaces) }
          isFirst = false
        } else if let function = function(name, block, String(line)) {
          functions.append(function)
        }
        block = []
      }
    }
    let words = summary.joined(separator: " ")
    let title = words.firstRange(of: ": ").map { words[$0.upperBound...] } ?? words[...]
    return StdlibDocs.Module(name: name, summary: String(title), functions: functions)
  }

  /// - Parameter line: the declaration below the comment: `function m.f(a)` or `m.f = …`.
  private static func function(
    _ module: String, _ block: [String], _ line: String
  ) -> StdlibDocs.Function? {
    guard let found = line.firstMatch(of: #/^(?:function )?(\w+)([.:])(\w+)\s*(\(.*?\)|=)/#) else {
      return nil
    }
    let isMethod = found.2 == ":" || found.1 != module
    let owner = found.1 == module ? module : found.1.lowercased()
    let name = "\(owner)\(isMethod ? ":" : ".")\(found.3)"
    var function = StdlibDocs.Function(
      name: name, signature: name, doc: "", parameters: [], returns: nil, examples: [])
    var doc: [String] = []
    var names: [String] = []
    var example: [String] = []
    var isExample = false
    func finishExample() {
      guard !example.isEmpty else { return }
      let code = example.joined(separator: " ")
      let parts = code.components(separatedBy: " --> ")
      function.examples.append(
        StdlibDocs.Example(code: parts[0], expected: parts.count > 1 ? parts[1] : nil))
      example = []
    }
    for raw in block {
      let line = raw.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("@param ") {
        let words = line.dropFirst(7).split(separator: " ", maxSplits: 1)
        names.append(String(words.first ?? ""))
        let rest = words.count > 1 ? ": \(words[1])" : ""
        function.parameters.append("\(words.first ?? "")\(rest)")
      } else if line.hasPrefix("@return ") {
        let value = String(line.dropFirst(8))
        function.returns = function.returns.map { "\($0); \(value)" } ?? value
      } else if line.hasPrefix("@type ") {
        function.returns = String(line.dropFirst(6))
      } else if line.hasPrefix("@example") {
        finishExample()
        isExample = true
      } else if isExample {
        example.append(line)
      } else {
        doc.append(line)
      }
    }
    finishExample()
    function.doc = doc.joined(separator: "\n")
    let isValue = found.4 == "=" && names.isEmpty && function.parameters.isEmpty && !isMethod
    if names.isEmpty, found.4 != "=" {
      let written = found.4.dropFirst().dropLast().split(separator: ",")
        .map { $0.trimmingCharacters(in: .whitespaces) }
      names = isMethod && found.2 == "." ? Array(written.dropFirst()) : written
    }
    function.signature = name + (isValue ? "" : "(\(names.joined(separator: ", ")))")
    if let returns = function.returns { function.signature += " → \(type(returns))" }
    return function
  }

  /// The type at the start of `{a, b} what it is`.
  private static func type(_ text: String) -> String {
    var depth = 0
    var end = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "{", "(": depth += 1
      case "}", ")": depth -= 1
      case " ", ";":
        if depth == 0 { return String(text[..<index]) }
      default: break
      }
      end = text.index(after: index)
    }
    return String(text[..<end])
  }
}
