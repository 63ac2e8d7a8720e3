import BlockModel
import BlockUI
import LuaSource

/// Settings that the script reads against those that the manifest declares.
enum SettingLint {
  /// `ctx.params.nope` is always nil.
  static func unknown(_ script: ScriptReading, declared params: [Param]) -> [FileProblem] {
    let declared = params.map(\.name)
    var seen: Set<String> = []
    return reads(script).filter { !declared.contains($0.text) && seen.insert($0.text).inserted }
      .map { name in
        let near = NearName.best(for: name.text, among: declared.sorted())
        let known =
          declared.isEmpty
          ? "there are none" : "there are: \(declared.sorted().joined(separator: ", "))"
        return script.file.problem(
          .unknownParam, as: .unknownParam, at: name.range.lowerBound,
          "the block has no setting '\(name.text)', so this is always nil"
            + (near.map { "; did you mean '\($0)'?" } ?? ""),
          mend: "declare it in params of block.json, or leave it out (\(known))",
          fix: near.map { near in
            let isQuoted = script.file.bytes[name.range.lowerBound] == UInt8(ascii: "\"")
            return FileFix(
              "write '\(near)'", in: script.file, name.range, isQuoted ? "\"\(near)\"" : near)
          })
      }
  }

  /// Settings that nothing reads: changing them changes nothing.
  static func unused(
    _ script: String, _ manifest: Manifest, _ spec: CompiledSpec?, _ file: ManifestText
  ) -> [FileProblem] {
    guard let spec else { return [] }
    // Wherever the name stands in the script, it may be meant.
    let words = Set(LuaTokens(script).tokens.lazy.filter { $0.kind != .symbol }.map(\.text))
    let bound = spec.boundParamNames
    let alerts = manifest.alerts.map { $0.when + " " + ($0.say ?? "") }.joined(separator: " ")
    return manifest.params.enumerated().compactMap { index, param in
      guard !words.contains(param.name), !bound.contains(param.name),
        !alerts.contains("params." + param.name)
      else { return nil }
      return FileProblem(
        .unusedParam, .warning, file: BlockFiles.manifestName, at: file.place("/params/\(index)"),
        "nothing reads the setting '\(param.name)'",
        mend: "read it as ctx.params.\(param.name), or leave it out")
    }
  }

  /// Where settings are read of the context.
  private static func reads(_ script: ScriptReading) -> [LuaName] {
    let contexts = contexts(script)
    func isContext(_ expression: LuaExpression) -> Bool {
      guard let variable = script.names.variable(expression) else { return false }
      return contexts.contains(variable.name.range.lowerBound)
    }
    func isParams(_ expression: LuaExpression) -> Bool {
      if case .member(let holder, let name) = expression.kind {
        return name.text == "params" && isContext(holder)
      }
      guard let variable = script.names.variable(expression), variable.writes.isEmpty,
        let value = variable.value, case .member(let holder, let name) = value.kind
      else { return false }
      return name.text == "params" && isContext(holder)
    }
    var found: [LuaName] = []
    script.chunk.expressions { expression in
      if case .member(let holder, let name) = expression.kind, isParams(holder) {
        found.append(name)
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Where the parameters begin that are given the context: that of the function that runs, the third of
  /// the one that answers clicks, and every one called `ctx`.
  private static func contexts(_ script: ScriptReading) -> Set<Int> {
    var places: Set<Int> = []
    if let context = script.entry.run?.parameters.first { places.insert(context.range.lowerBound) }
    if let parameters = script.entry.onAction?.parameters, parameters.count > 2 {
      places.insert(parameters[2].range.lowerBound)
    }
    for variable in script.names.variables
    where variable.role == .parameter && variable.name.text == "ctx" {
      places.insert(variable.name.range.lowerBound)
    }
    return places
  }
}
