/// Why an alert cannot be judged.
public struct AlertProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the alert.
  public var alert: String
  /// `when`, `say` or `each`.
  public var member: String
  /// One clause that says what is wrong and what was probably meant.
  public var message: String

  public var description: String { "The alert “\(alert)”: '\(member)': \(message)" }

  init(_ alert: String, _ member: String, _ problem: SyntaxProblem) {
    self.init(
      alert, member, problem.message + (problem.suggestion.map { "; write '\($0)'" } ?? ""))
  }

  init(_ alert: String, _ member: String, _ message: String) {
    self.alert = alert
    self.member = member
    self.message = message
  }
}
