import BlockModel
import BlockUI
import LuaSource

/// What a script hands over to Dash: a function that returns data, and one that answers clicks.
enum EntryLint {
  private static let form = "end the file with `return function(ctx) … end`"

  static func problems(_ script: ScriptReading) -> [FileProblem] {
    let end = script.chunk.statements.last?.range.lowerBound ?? 0
    guard script.entry.isReturned else {
      return [
        script.file.problem(
          .noReturn, as: .run, at: end, "the script returns nothing",
          why: "Dash runs what it returns",
          mend: form)
      ]
    }
    guard let run = script.entry.run, !givesValue(run) else { return [] }
    return [
      script.file.problem(
        .noReturn, as: .noData, at: run.range.lowerBound,
        "the function that runs returns nothing, so the card has no data",
        mend: "end it with `return { … }`")
    ]
  }

  /// Does it return a value anywhere, or always raise?
  private static func givesValue(_ function: LuaFunction) -> Bool {
    if function.body.returns.contains(where: { !$0.values.isEmpty }) { return true }
    guard case .call(let call) = function.body.statements.last?.kind,
      case .call(let callee, _) = call.kind, case .name(let name) = callee.kind
    else { return false }
    return name.text == "error"
  }

  // MARK: Clicks

  static func actionProblems(
    _ script: ScriptReading, _ spec: CompiledSpec, _ file: FileText
  ) -> [FileProblem] {
    let actions = spec.actionNames
    let text = script.file.text(0..<script.file.bytes.count)
    guard !actions.isEmpty else {
      guard let handler = script.entry.onAction else { return [] }
      return [
        script.file.problem(
          .uncalledAction, as: .slip, at: handler.range.lowerBound,
          "on_action is never called: the card has no button or checkbox with an action",
          mend: "give one an `action`, or leave on_action out")
      ]
    }
    if let problem = unanswered(actions, text, file) { return [problem] }
    // A handler that compares its name with texts answers those it names.
    guard let handler = script.entry.onAction, let parameter = handler.parameters.first,
      comparesName(handler, parameter)
    else { return [] }
    let texts = Set(
      LuaTokens(text).tokens.filter { $0.kind == .string || $0.kind == .name }.map(\.text))
    return actions.filter { !texts.contains($0) }.map { name in
      FileProblem(
        .unansweredAction, as: .slip, file: file.name, at: place(of: name, in: file),
        "on_action does not know the action '\(name)'", why: "a click would do nothing",
        mend: "answer it in on_action, or give the action a name that is answered there")
    }
  }

  /// The first click that nothing answers, of a script that never says `on_action`.
  static func unanswered(
    _ actions: [String], _ script: String, _ file: FileText
  ) -> FileProblem? {
    guard let action = actions.first,
      !LuaTokens(script).tokens.contains(where: { $0.text == "on_action" })
    else { return nil }
    return FileProblem(
      .unansweredAction, as: .unansweredAction, file: file.name, at: place(of: action, in: file),
      "the card has the action '\(action)', but the script has no on_action",
      why: "a click would do nothing",
      mend: "end the script with `return { run = …, on_action = function(name, args, ctx) … end }`")
  }

  private static func comparesName(_ handler: LuaFunction, _ parameter: LuaName) -> Bool {
    var compares = false
    handler.body.expressions { expression in
      guard case .binary(let left, "==", let right) = expression.kind else { return }
      for (one, other) in [(left, right), (right, left)] {
        if case .name(let name) = one.kind, name.text == parameter.text, other.string != nil {
          compares = true
        }
      }
    }
    return compares
  }

  private static func place(of action: String, in file: FileText) -> (line: Int, column: Int)? {
    let text = file.text(0..<file.bytes.count)
    guard let found = text.firstRange(of: "\"\(action)\"") else { return nil }
    return file.place(of: text.utf8.distance(from: text.startIndex, to: found.lowerBound))
  }
}
