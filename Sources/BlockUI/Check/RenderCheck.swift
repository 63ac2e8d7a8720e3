extension CompiledSpec {
  /// Renders the card once and judges what a person would see: nothing at all, mostly "–",
  /// parts over a limit, refused addresses.
  ///
  /// Errors say that the card is of no use with these data; all else is a warning.
  public func check(rendering context: RenderContext) -> CheckReport {
    let painter = Painter(self, context)
    let scope = painter.scope
    var report = CheckReport()
    guard painter.emptiness(scope) == .no else { return report }
    let shown = painter.html(body, scope)
    if shown.isEmpty {
      report.errors.append(
        SpecIssue(
          .noData, at: "/body",
          "nothing of the card is shown: every part is hidden by its 'when'"))
    }
    let values = painter.knownValues + painter.missingValues
    if values >= Self.fewestValues, painter.missingValues * 2 > values {
      report.errors.append(
        SpecIssue(
          .noData, at: "/body",
          "\(painter.missingValues) of \(values) values of the card are missing and shown as –"))
    }
    report.warnings = painter.warnings.map { warning in
      let kind: IssueCode =
        warning.contains("address") ? .url : warning.contains("too large") ? .tooLarge : .value
      return SpecIssue(level: .warning, kind, at: "/body", warning)
    }
    return report
  }

  /// Fewer values than this are no pattern.
  private static let fewestValues = 4
}
