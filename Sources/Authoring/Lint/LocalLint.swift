import LuaSource

/// Locals that nobody reads, and those that hide another.
enum LocalLint {
  static func problems(_ script: ScriptReading) -> [FileProblem] {
    script.names.variables.flatMap { variable in
      [unused(variable, script), shadowing(variable, script)].compactMap(\.self)
    }
  }

  private static func unused(
    _ variable: LuaNames.Variable, _ script: ScriptReading
  ) -> FileProblem? {
    let name = variable.name
    // Parameters are what the caller gives; `_` says that a value is not wanted.
    guard variable.reads.isEmpty, variable.role != .parameter, !name.text.hasPrefix("_") else {
      return nil
    }
    let what =
      switch variable.role {
      case .function: "the function '\(name.text)' is never called"
      case .loop: "the loop variable '\(name.text)' is never read"
      case .local, .parameter:
        variable.writes.isEmpty
          ? "'\(name.text)' is never read" : "'\(name.text)' is set, but never read"
      }
    return script.file.problem(
      .unusedLocal, as: .slip, at: name.range.lowerBound, what,
      mend: variable.role == .loop ? "call it _" : "use it or leave it out",
      fix: fix(variable, script))
  }

  /// A loop variable becomes `_`; a module that nobody uses goes with its line.
  private static func fix(_ variable: LuaNames.Variable, _ script: ScriptReading) -> FileFix? {
    if variable.role == .loop, variable.writes.isEmpty {
      return FileFix("call it _", in: script.file, variable.name.range, "_")
    }
    guard variable.writes.isEmpty, let value = variable.value, value.requiredModule != nil else {
      return nil
    }
    let line = script.file.wholeLines(variable.statement)
    let text = script.file.text(line).trimming(\.isWhitespace)
    // Alone on its line, with nothing else declared.
    let name = variable.name.text
    guard text == script.file.text(variable.statement), text.hasPrefix("local \(name) ="),
      value.range.upperBound == variable.statement.upperBound
    else { return nil }
    return FileFix("leave '\(name)' out", in: script.file, line, "")
  }

  private static func shadowing(
    _ variable: LuaNames.Variable, _ script: ScriptReading
  ) -> FileProblem? {
    guard let index = variable.shadowed, !variable.name.text.hasPrefix("_") else { return nil }
    let hidden = script.names.variables[index]
    // `local x = x` says that it is meant.
    if let value = variable.value, case .name(let name) = value.kind,
      name.text == variable.name.text
    {
      return nil
    }
    let line = script.file.place(of: hidden.name.range.lowerBound).line
    return script.file.problem(
      .shadowing, as: .slip, at: variable.name.range.lowerBound,
      "'\(variable.name.text)' hides the '\(variable.name.text)' of line \(line)",
      mend: "give it another name")
  }
}
