import BlockModel

/// Repair without AI: applies the fixes the checker is sure about until nothing changes.
enum FixRepair {
  /// At most this many rounds: a fix can uncover another mistake beneath it.
  static let maximumRounds = 12

  /// - Parameter check: the issues of a changed document.
  static func repair(
    _ document: JSONValue, _ issues: [SpecIssue], check: (JSONValue) -> [SpecIssue]
  ) -> (document: JSONValue, done: [SpecIssue]) {
    var document = document
    var issues = issues
    var done: [SpecIssue] = []
    for _ in 0..<maximumRounds {
      var changed = false
      var touched: [String] = []
      // From the end, so that removals do not move what is still to be fixed.
      for issue in issues.reversed() {
        guard let fix = issue.fix, !touched.contains(where: { issue.at.hasPrefix($0) }),
          let better = Pointer.apply(fix, to: document), better != document
        else { continue }
        document = better
        touched.append(issue.at)
        var repaired = issue
        repaired.level = .warning
        done.append(repaired)
        changed = true
      }
      guard changed else { break }
      issues = check(document)
    }
    return (document, done)
  }
}
