/// Why a template, path, condition, format or tone cannot be read.
struct SyntaxProblem: Error, Hashable {
  let code: IssueCode
  /// One sentence without the place.
  let message: String
  /// The text that was probably meant.
  var suggestion: String?
  var expected: [String] = []
}
