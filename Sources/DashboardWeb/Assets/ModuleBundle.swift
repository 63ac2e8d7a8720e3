/// Modules of ours that every dashboard needs, in one file: a browser asks once instead of once for each, in waves as deep
/// as they import each other.
///
/// Each module stays a scope of its own, a function that is called once, after those that it imports. What they export
/// is exported by the bundle, too, so modules outside it import from there and all see the same module. An address of
/// one module still answers: it passes on what the bundle exports.
///
/// Only what our modules say is understood: imports and exports of one line each, at its beginning.
struct ModuleBundle {
  /// The bundle's own name beside the modules.
  static let name = "js/modules.js"

  /// One module: what it says, and what of it others may have.
  private struct Module {
    var lines: [Substring]
    var exports: [Substring] = []
    /// Names of modules beside it, such as `live`.
    var imports: [Substring] = []
  }

  private var modules: [Substring: Module] = [:]
  /// Those that the bundle holds, each after what it imports.
  private var order: [Substring] = []

  /// - Parameters:
  ///   - texts: by their names, such as `live` for `js/live.js`.
  ///   - root: the module whose imports are bundled. It stays outside itself, as it is what acts.
  /// - Returns: `nil` where they import each other in a circle, or two export the same name: they are served one by one.
  init?(_ texts: [Substring: String], for root: Substring) {
    for (name, text) in texts { modules[name] = Self.read(text) }
    var pending: Set<Substring> = []
    for name in modules[root]?.imports ?? [] {
      guard visit(name, &pending) else { return nil }
    }
    let exports = order.flatMap { modules[$0]?.exports ?? [] }
    guard !order.isEmpty, Set(exports).count == exports.count else { return nil }
  }

  private mutating func visit(_ name: Substring, _ pending: inout Set<Substring>) -> Bool {
    if order.contains(name) { return true }
    guard let module = modules[name], pending.insert(name).inserted else { return false }
    for each in module.imports where !visit(each, &pending) { return false }
    order.append(name)
    return true
  }

  /// The bundle, and what is served under the name of each module.
  var files: [Substring: String] {
    var files = modules.mapValues { module in
      module.lines.map { line in
        guard let (names, source) = Self.imported(by: line), order.contains(source)
        else { return String(line) }
        return "import {\(names)} from \"./modules.js\";"
      }.joined(separator: "\n")
    }
    for name in order {
      files[name] =
        "export { \((modules[name]?.exports ?? []).joined(separator: ", ")) } from \"./modules.js\";\n"
    }
    files["modules"] = order.map(scope).joined(separator: "\n")
    return files
  }

  private func scope(of name: Substring) -> String {
    guard let module = modules[name] else { return "" }
    let lines = module.lines.map { line -> Substring in
      if let (names, source) = Self.imported(by: line) { return "const {\(names)} = $\(source);" }
      return Self.exported(by: line) == nil ? line : line.dropFirst(Self.export.count)
    }
    let exports = module.exports.joined(separator: ", ")
    return """
      const $\(name) = (() => {
      \(lines.joined(separator: "\n"))
      return { \(exports) };
      })();
      export const { \(exports) } = $\(name);
      """
  }

  private static let export = "export "

  private static func read(_ text: String) -> Module {
    var module = Module(lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    for line in module.lines {
      if let name = exported(by: line) { module.exports.append(name) }
      if let (_, source) = imported(by: line) { module.imports.append(source) }
    }
    return module
  }

  /// `import { a, b } from "./live.js";` → ` a, b ` and `live`.
  private static func imported(by line: Substring) -> (names: Substring, source: Substring)? {
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    guard line.hasPrefix("import {"), parts.count == 3, parts[0].hasSuffix("} from "),
      parts[1].hasPrefix("./"), parts[1].hasSuffix(".js")
    else { return nil }
    return (
      parts[0].dropFirst("import {".count).dropLast("} from ".count),
      parts[1].dropFirst(2).dropLast(3)
    )
  }

  /// `export async function send(…` → `send`.
  private static func exported(by line: Substring) -> Substring? {
    guard line.hasPrefix(export) else { return nil }
    let words = line.dropFirst(export.count).split {
      !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "$"
    }
    return words.first { !["async", "function", "const", "class"].contains($0) }
  }
}
