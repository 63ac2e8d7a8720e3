public import Authoring
import BlockHealth
public import BlockModel

extension DashboardEngine {
  /// Everything that is wrong with three files, without running them.
  public nonisolated func check(_ texts: BlockTexts) async -> FileReport {
    await candidateCheck().fileReport(on: texts)
  }

  /// A mistake of files that cannot serve, with the other mistakes that are known before a run: whoever
  /// mends one file is told of all.
  nonisolated func withOthers(_ problem: EditProblem, in texts: BlockTexts) async -> EditProblem {
    let told = [problem.place, problem.message].joined(separator: ": ")
    let others = await check(texts).errors.filter { other in
      !told.contains(other.message)
        && !(problem.place + ":").hasPrefix(other.file + (other.line.map { ":\($0)" } ?? "") + ":")
    }
    var whole = problem
    whole.message += others.prefix(Self.maximumOthers).map { "\n\($0.place): \($0.sentence)" }
      .joined()
    return whole
  }

  /// More would bury the first.
  private static let maximumOthers = 10
}
