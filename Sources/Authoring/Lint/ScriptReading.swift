import BlockModel
import LuaSource

/// A script that is Lua, taken apart: what all rules about it look at.
struct ScriptReading {
  let file: FileText
  let chunk: LuaBlock
  let names: LuaNames
  let entry: EntryPoints

  init(_ script: String) throws(LuaSyntaxProblem) {
    chunk = try LuaParser.parse(script)
    file = FileText(BlockFiles.scriptName, script)
    names = LuaNames(chunk)
    entry = EntryPoints(chunk, names)
  }

  /// The module that an expression stands for: a local that `require` gave and nobody set again.
  func module(_ expression: LuaExpression) -> String? {
    guard let variable = names.variable(expression) else { return expression.requiredModule }
    return variable.writes.isEmpty ? variable.value?.requiredModule : nil
  }

  /// The value of a name that is declared once and never set again, else the expression itself.
  func settled(_ expression: LuaExpression) -> LuaExpression {
    guard let variable = names.variable(expression), variable.writes.isEmpty,
      let value = variable.value
    else { return expression }
    return value
  }
}

/// What a script hands over: the function that runs, and the one that answers clicks.
struct EntryPoints {
  private(set) var run: LuaFunction?
  private(set) var onAction: LuaFunction?
  /// There is a `return` at the end of the file.
  private(set) var isReturned = false
  /// What is returned can be read; otherwise it is made in a way that only a run shows.
  private(set) var isPlain = false

  init(_ chunk: LuaBlock, _ names: LuaNames) {
    guard case .returning(let values) = chunk.statements.last?.kind, let first = values.first else {
      isReturned = !chunk.returns.isEmpty
      return
    }
    isReturned = true
    func settled(_ expression: LuaExpression) -> LuaExpression {
      guard let variable = names.variable(expression), variable.writes.isEmpty else {
        return expression
      }
      return variable.value ?? expression
    }
    switch settled(first).kind {
    case .function(let function): (run, isPlain) = (function, true)
    case .table(let fields):
      for case .named(let name, let value) in fields {
        guard case .function(let function) = settled(value).kind else { continue }
        if name.text == "run" { run = function }
        if name.text == "on_action" { onAction = function }
      }
      isPlain = run != nil
    case .name, .member, .index, .call, .method, .string, .number, .constant, .varargs, .unary,
      .binary, .parentheses:
      break
    }
  }
}
