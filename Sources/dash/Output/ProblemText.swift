import Authoring
import BlockModel

/// What is wrong with files, for the terminal: as compilers write it, with why and how below.
struct ProblemText {
  let problem: FileProblem
  /// The file as the person named it.
  let path: String

  /// The first line is read by editors: `mine/block.lua:3:7: error: …`.
  var lines: [String] {
    let place = ([path] + [problem.line, problem.column].compactMap { $0.map(String.init) })
      .joined(separator: ":")
    let style: Terminal.Style = problem.severity == .error ? .red : .yellow
    let first =
      "\(Terminal.styled(place.onOneLine, .bold)): \(Terminal.styled(problem.severity.rawValue, style)): \(problem.message.onOneLine)"
    let rest = [problem.why, problem.mend.map { "→ " + $0 }].compactMap(\.self)
    return [first] + rest.map { Terminal.wrapped($0.onOneLine, indent: "    ") }
  }

  /// `2 errors, 1 warning`
  static func count(_ problems: [FileProblem]) -> String {
    let errors = problems.count { $0.severity == .error }
    let warnings = problems.count - errors
    func words(_ number: Int, _ noun: String) -> String? {
      number == 0 ? nil : "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    let parts = [words(errors, "error"), words(warnings, "warning")].compactMap(\.self)
    return parts.isEmpty ? "no problems" : parts.joined(separator: ", ")
  }
}
