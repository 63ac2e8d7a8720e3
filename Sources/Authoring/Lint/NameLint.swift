import BlockModel
import LuaSource

/// Names that mean nothing: modules, functions of modules, and globals.
struct NameLint {
  /// Module → what it has.
  let modules: [String: Set<String>]

  /// What a script finds without declaring it (`LuaStdlib/prelude.lua`).
  static let globals: Set<String> = [
    "assert", "collectgarbage", "coroutine", "error", "getmetatable", "ipairs", "load", "math",
    "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require",
    "select", "setmetatable", "string", "table", "tonumber", "tostring", "type", "utf8", "xpcall",
    "_ENV", "_G", "_VERSION",
  ]
  /// Of Lua, and not in the sandbox: what to use instead.
  private static let absent = [
    "io": "a script reads no files; ask a source with the module http, and keep values with store",
    "os": "use the module time, or ctx.now for the moment of the run",
    "debug": "write to the log with print or the module log",
    "package": "only the modules of the stdlib can be required",
    "dofile": "write the code into block.lua", "loadfile": "write the code into block.lua",
    "unpack": "write table.unpack", "loadstring": "write load",
  ]

  init(_ docs: StdlibDocs) {
    modules = Dictionary(
      docs.modules.map { module in
        let prefix = module.name + "."
        let own = module.functions.map(\.name).filter { $0.hasPrefix(prefix) }
        return (module.name, Set(own.map { String($0.dropFirst(prefix.count)) }))
      }, uniquingKeysWith: { $1 })
  }

  /// One for each name that is wrong, at its first place.
  func problems(_ script: ScriptReading) -> [FileProblem] {
    var seen: Set<String> = []
    var problems: [FileProblem] = []
    script.chunk.expressions { expression in
      guard let (key, problem) = moduleProblem(expression, script), seen.insert(key).inserted
      else { return }
      problems.append(problem)
    }
    for (name, uses) in Dictionary(grouping: script.names.globals, by: \.name.text)
    where !Self.globals.contains(name) {
      problems.append(globalProblem(name, uses, script))
    }
    return problems
  }

  // MARK: Modules

  private func moduleProblem(
    _ expression: LuaExpression, _ script: ScriptReading
  ) -> (key: String, FileProblem)? {
    if let name = expression.requiredModule, modules[name] == nil,
      case .call(_, let arguments) = expression.kind, let place = arguments.first?.range
    {
      let near = NearName.best(for: name, among: modules.keys.sorted())
      return (
        "require \(name)",
        script.file.problem(
          .unknownModule, as: .unknownName, at: place.lowerBound,
          "there is no module '\(name)'" + Self.meant(near),
          mend: "there are: \(modules.keys.sorted().joined(separator: ", "))",
          fix: near.map {
            FileFix("require '\($0)'", in: script.file, place, "\"\($0)\"")
          })
      )
    }
    guard case .member(let holder, let member) = expression.kind,
      let module = script.module(holder), let members = modules[module],
      !members.contains(member.text)
    else { return nil }
    let near = NearName.best(for: member.text, among: members.sorted())
    return (
      "\(module).\(member.text)",
      script.file.problem(
        .unknownMember, as: .unknownName, at: member.range.lowerBound,
        "\(module).\(member.text) does not exist" + Self.meant(near),
        mend: near == nil ? "\(module) has: \(members.sorted().joined(separator: ", "))" : nil,
        fix: near.map { Self.renaming(member, to: $0, in: script) })
    )
  }

  // MARK: Globals

  private func globalProblem(
    _ name: String, _ uses: [LuaNames.Global], _ script: ScriptReading
  ) -> FileProblem {
    let first = uses[0].name.range.lowerBound
    let message = "global '\(name)' does not exist"
    func problem(
      _ code: FileProblem.Code, _ meant: String = "", why: String? = nil, mend: String,
      fix: FileFix? = nil
    ) -> FileProblem {
      script.file.problem(
        code, as: .unknownName, at: first, message + meant, why: why,
        mend: mend, fix: fix)
    }
    if modules[name] != nil {
      return problem(
        .unknownGlobal, why: "a module is there once it is required",
        mend: "write `local \(name) = require \"\(name)\"` at the top",
        fix: Self.requiring(name, in: script))
    }
    if let instead = Self.absent[name] { return problem(.unknownGlobal, mend: instead) }
    if uses.contains(where: \.isWrite) {
      return problem(
        .setGlobal, why: "what a global holds is gone after the run",
        mend: "declare it with local", fix: Self.declaring(uses, in: script))
    }
    let locals = Set(script.names.variables.map(\.name.text)).filter { $0 != name }
    let near = NearName.best(
      for: name, among: locals.union(Self.globals).union(modules.keys).sorted())
    // A local of that name in another place is not what is read here.
    let isElsewhere = script.names.variables.contains { $0.name.text == name }
    return problem(
      .unknownGlobal, isElsewhere ? " here" : Self.meant(near), why: "reading it gives nil",
      mend: isElsewhere
        ? "the local of that name ends before this, or begins after it" : "declare it with local",
      fix: isElsewhere
        ? nil : near.map { near in Self.renaming(uses[0].name, to: near, in: script) })
  }

  private static func meant(_ near: String?) -> String {
    near.map { "; did you mean '\($0)'?" } ?? ""
  }

  private static func renaming(
    _ name: LuaName, to near: String, in script: ScriptReading
  ) -> FileFix {
    let isQuoted = script.file.bytes[name.range.lowerBound] == UInt8(ascii: "\"")
    return FileFix(
      "write '\(near)'", in: script.file, name.range, isQuoted ? "\"\(near)\"" : near)
  }

  /// `local http = require "http"` before the first statement.
  private static func requiring(_ module: String, in script: ScriptReading) -> FileFix {
    let start = script.chunk.statements.first?.range.lowerBound ?? 0
    return FileFix(
      "require '\(module)'", in: script.file, start..<start,
      "local \(module) = require \"\(module)\"\n")
  }

  /// `local` before the first assignment, where all other uses follow in its block.
  private static func declaring(_ uses: [LuaNames.Global], in script: ScriptReading) -> FileFix? {
    guard let first = uses.first, first.isWrite, let statement = first.assignment,
      statement.lowerBound == first.name.range.lowerBound,
      uses.allSatisfy({ first.block.contains($0.name.range.lowerBound) })
    else { return nil }
    let start = statement.lowerBound
    return FileFix("declare it with local", in: script.file, start..<start, "local ")
  }
}
