import BlockModel
import BlockUI

/// Alerts of a manifest that could never be told.
enum AlertFindings {
  /// Those whose condition or words cannot be read.
  static func unreadable(in files: BlockFiles) -> [CandidateFinding] {
    files.manifest.alerts.compactMap { alert in
      do throws(AlertProblem) {
        _ = try CompiledAlert(alert)
        return nil
      } catch { return finding(.alert, error, files) }
    }
  }

  /// Those that name what is not in the data.
  static func silent(in files: BlockFiles, on data: JSONValue) -> [CandidateFinding] {
    files.manifest.alerts.compactMap { try? CompiledAlert($0) }
      .flatMap { $0.problems(in: data) }.map { finding(.silentAlert, $0, files) }
  }

  private static func finding(
    _ kind: CandidateFinding.Kind, _ problem: AlertProblem, _ files: BlockFiles
  ) -> CandidateFinding {
    CandidateFinding(
      kind, place: Manifest.fileName, detail: problem.description,
      summary: "An alert can never fire.", issues: [problem.description],
      person: "an alert could never fire (\(problem.message))", failure: .specError)
  }
}
