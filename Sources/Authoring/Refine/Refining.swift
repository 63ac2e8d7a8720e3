public import BlockModel
import BlockRuntime
import Foundation

extension Author {
  /// Changes a block by a sentence. Nothing is stored: what comes back ran and passed, and waits
  /// for the person's yes.
  ///
  /// Commands ("only 5", "sort by price", "undo") need no model; the rest does.
  /// - Parameter record: is told every call of a model, also those that failed.
  public func refine(
    _ request: RefineRequest, progress: @escaping @Sendable (AuthoringStage) -> Void = { _ in },
    record: @escaping @Sendable (ModelCall) -> Void = { _ in }
  ) async -> RefineResult {
    var name = "The model"
    do throws(ModelAuthor.Ending) {
      let inspection: Inspection
      do { inspection = try modelAuthor.inspection } catch { throw .answer(error) }
      let trial = RefineTrial(request: request, inspection: inspection)
      var reason: AuthoringAnswer?
      if let command = RefineCommand(request.sentence) {
        switch command {
        case .delete: return .delete
        case .restore(let version): return .restore(version: version)
        case .rename, .limit, .sort, .filter, .columns, .hideColumn, .chart, .interval, .set, .use:
          switch RefineEdit(files: request.files, data: request.lastData).change(command) {
          case .files(let files, let explanation):
            return try await trial.proposal(files, explanation, method: "command", progress)
          case .settings(let values): return try await trial.settings(values, progress)
          case .none(let answer): reason = answer
          }
        }
      }
      let model: any ModelProvider
      switch await models.choice() {
      case .none: return .answer(reason ?? Self.whatCanBeChanged)
      case .unusable(let failure): throw .gaveUp(failure.message)
      case .model(let chosen): model = chosen
      }
      name = model.name
      var session = ModelSession(model, progress: progress, record: record)
      return try await ModelRefiner(
        book: PromptBook(folder: promptFolder), trial: trial
      ).refine(request, &session, progress)
    } catch {
      switch error {
      case .answer(let answer): return .answer(answer)
      case .cancelled: return .answer(.cancelled)
      case .gaveUp(let reason):
        return .answer(
          AuthoringAnswer(
            "\(name.prefix(1).uppercased() + name.dropFirst()) did not succeed: \(reason.trimmingEnd { $0 == "." }). The block stays as it is.",
            suggestions: Self.whatCanBeChanged.suggestions
          ))
      }
    }
  }

  private static let whatCanBeChanged = AuthoringAnswer(
    "Without a model I can rename, limit, sort, filter, choose columns, change the chart, the interval and settings, undo and delete; say it like one of these, or connect a model.",
    suggestions: ["only 5", "sort by title", "every 30 minutes", "rename to …", "undo"])
}

/// The trial every change passes, and what changed, as values.
struct RefineTrial {
  let request: RefineRequest
  let inspection: Inspection

  func inspect(
    _ files: BlockFiles, _ params: JSONObject, _ progress: (AuthoringStage) -> Void
  ) async throws(Inspection.Finding) -> Inspection.Passed {
    try await inspection.inspect(files, params: params, reason: .edit, progress: progress)
  }

  func proposal(
    _ files: BlockFiles, _ explanation: String, method: String,
    _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) -> RefineResult {
    do {
      let passed = try await inspect(files, request.params, progress)
      return .proposal(proposal(passed, explanation, method: method))
    } catch { throw .answer(error.answer) }
  }

  /// Values of parameters; the block has to run with them.
  func settings(
    _ values: JSONObject, _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) -> RefineResult {
    let params = request.params.merging(values) { $1 }
    do { _ = try await inspect(request.files, params, progress) } catch {
      throw .answer(error.answer)
    }
    return .settings(values)
  }

  func proposal(
    _ passed: Inspection.Passed, _ explanation: String, method: String
  ) -> RefineProposal {
    let old = request.files
    let new = passed.files
    let last = request.lastData.map { $0.json([.pretty, .sorted]) } ?? ""
    return RefineProposal(
      files: new, outcome: passed.outcome, codeDiff: Diff(from: old.script, to: new.script),
      specDiff: Diff(from: Self.canonical(old.spec), to: Self.canonical(new.spec)),
      dataDiff: Diff(from: last, to: passed.outcome.data?.json([.pretty, .sorted]) ?? ""),
      permissionDiff: Diff(
        lines: old.manifest.permissions.lines, new.manifest.permissions.lines),
      explanation: explanation, method: method)
  }

  /// Layout is no change.
  private static func canonical(_ spec: String) -> String {
    (try? JSONValue(parsing: spec))?.json(.pretty) ?? spec
  }
}

extension Permissions {
  /// One line for each thing that is allowed, sorted.
  fileprivate var lines: [String] {
    (hosts.map { "host \($0)" } + methods.map { "method \($0)" }
      + privateHosts.map { "private \($0)" } + secrets.map { "secret \($0.name)" }
      + (browser ? ["browser"] : [])).sorted()
  }
}
