public import BlockModel

extension CompiledSpec {
  /// The spec after the repairs that need data: `title` where only the row has it becomes
  /// `item.title`. A wrong key is never replaced by a similar one.
  ///
  /// - Parameter text: a text that compiles.
  public static func repair(
    _ text: String, params: [Param] = [], sample: JSONValue
  ) -> Compilation {
    let first = compile(text, params: params, repairing: true)
    guard let spec = first.spec, let canonical = first.canonicalText,
      var document = try? JSONValue(parsing: canonical)
    else { return first }
    var report = first.report
    for issue in spec.check(data: sample).errors {
      guard let fix = issue.fix, let better = Pointer.apply(fix, to: document) else { continue }
      document = better
      report.repaired.append(issue)
    }
    let second = compile(document.json(.pretty), params: params, repairing: false)
    report.errors = second.report.errors
    return (second.spec, report, second.canonicalText)
  }
}
