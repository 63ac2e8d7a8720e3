/// Why a text cannot be edited as a spec, or why an edit is refused. The tree stays as it was.
public struct SpecEditError: Error, Hashable, CustomStringConvertible {
  /// What is wrong, with the place of each; never empty.
  public let issues: [SpecIssue]

  init(_ issues: [SpecIssue]) { self.issues = issues }

  init(
    _ kind: IssueCode, at place: String, _ message: String, suggest: String? = nil,
    expected: [String] = []
  ) {
    issues = [SpecIssue(kind, at: place, message, suggest: suggest, expected: expected)]
  }

  /// A line for each issue.
  public var description: String { issues.map(\.text).joined(separator: "\n") }
}
