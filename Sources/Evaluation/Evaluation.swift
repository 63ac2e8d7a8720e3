import Authoring
public import BlockModel
public import BlockRuntime
public import Egress
public import Foundation
public import LanguageModels
import Synchronization

/// Makes the blocks of cases and judges them.
public struct Evaluation: Sendable {
  /// What a person had of it.
  public enum Ending: String, Sendable, Hashable, CaseIterable {
    /// The right card at the first answer.
    case right
    /// The right card after a repair, or a look at the card.
    case repaired
    /// A card that says what is not as it was asked for, or no card and the reason.
    case told
    /// A question or refusal where one is right.
    case asked
    /// A wrong card, and nothing that says so.
    case wrong
  }

  /// What became of one case.
  public struct Result: Sendable {
    public var id: String
    public var ending = Ending.wrong
    /// Questions to a model.
    public var calls = 0
    /// Passed with the first answer.
    public var isFirstTry = false
    public var isPassed = false
    /// Answers that were needed: 1 and its repairs.
    public var attempts = 1
    public var tokens = 0
    public var cost = 0.0
    public var seconds = 0.0
    /// What was not as expected; `nil` when it passed.
    public var failure: String?
  }

  let runner: BlockRunner
  let egress: Egress
  let recipes: URL
  let corpus: URL?
  /// The model of a case; a recorded one answers differently for each.
  let model: @Sendable (EvalCase) -> any ModelSource

  /// - Parameters:
  ///   - recipes: the folder `Prompts/recipes`.
  ///   - corpus: where the files of the worlds are; `nil` when only cases that bring their own are judged.
  public init(
    runner: BlockRunner, egress: Egress, recipes: URL, corpus: URL?,
    model: @escaping @Sendable (EvalCase) -> any ModelSource = { _ in FixedModel() }
  ) {
    self.runner = runner
    self.egress = egress
    self.recipes = recipes
    self.corpus = corpus
    self.model = model
  }

  /// The cases of a folder, in the order of their names.
  public static func cases(in folder: URL) throws(EvalProblem) -> [EvalCase] {
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw EvalProblem("\(folder.path) cannot be read; give a folder with cases as JSON files")
    }
    var cases: [EvalCase] = []
    for file in files.sorted() where file.hasSuffix(".json") {
      cases.append(try EvalCase(file: folder.appending(path: file)))
    }
    return cases
  }

  /// Makes the block of one case, changes its world and the block, and looks at the card each time.
  /// - Parameter record: is told the calls of models.
  public func judge(
    _ one: EvalCase, record: @escaping @Sendable (ModelCall) -> Void = { _ in }
  ) async throws(EvalProblem) -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dash-eval-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let world =
      one.recipe.map { recipes.appending(path: "\($0)/cassette") }
      ?? folder.appending(path: "world")
    if one.recipe == nil { try one.cassette(in: world, corpus: corpus, mutated: false) }
    let author = Author(
      runner: runner, egress: egress, recipes: recipes, models: model(one),
      cassette: .replay(world))
    var result = Result(id: one.id)
    let calls = Calls()
    let note: @Sendable (ModelCall) -> Void = { call in
      calls.add(call)
      record(call)
    }
    let start = ContinuousClock.now
    let made = await author.draft(
      AuthoringRequest(sentence: one.wish), progress: { _ in }, record: note)
    result.seconds = (ContinuousClock.now - start) / .seconds(1)
    var isDoubted = false
    switch made {
    case .answer(let answer):
      isDoubted = true
      if one.answer.map({ answer.message.contains($0) }) != true {
        result.failure = "no block: \(answer.message)"
      }
    case .draft where one.answer != nil: result.failure = "a block instead of an answer"
    case .draft(let draft):
      isDoubted =
        ["Please check:", "Not used:", "Made without a model"].contains {
          draft.explanation.contains($0)
        }
      var failures = one.checks.failures(
        draft.files, [:], draft.outcome.data ?? .null, explanation: draft.explanation)
      if failures.isEmpty { failures = try await afterMutation(one, draft.files, folder) }
      for edit in one.edits where failures.isEmpty {
        failures = await after(edit, draft, author, note).map { "“\(edit.wish)”: \($0)" }
      }
      result.failure = failures.isEmpty ? nil : failures.joined(separator: "; ")
    }
    let all = calls.all
    result.attempts = max(1, all.count { ["write", "repair"].contains($0.stage) })
    result.tokens = all.reduce(0) {
      $0.adding(clamping: $1.inputTokens).adding(clamping: $1.outputTokens)
    }
    result.cost = all.reduce(0) { $0 + ($1.cost ?? 0) }
    result.isPassed = result.failure == nil
    result.isFirstTry = result.isPassed && result.attempts == 1
    result.calls = all.count
    result.ending =
      switch (result.isPassed, isDoubted) {
      case (true, true) where one.answer != nil: .asked
      case (_, true): .told
      case (true, false): result.isFirstTry ? .right : .repaired
      case (false, false): .wrong
      }
    return result
  }

  /// The same block in a changed world must show the change.
  private func afterMutation(
    _ one: EvalCase, _ files: BlockFiles, _ folder: URL
  ) async throws(EvalProblem) -> [String] {
    guard let mutation = one.mutation else { return [] }
    let world = folder.appending(path: "mutated")
    try one.cassette(in: world, corpus: corpus, mutated: true)
    let outcome = await runner.run(
      RunRequest(
        block: BlockID(naming: "eval"), files: files, reason: .manual, cassette: .replay(world)))
    guard let data = outcome.data else {
      return ["after a change of the source: \(outcome.failure?.message ?? "")"]
    }
    guard let checks = try? EvalChecks(["contains": [.string(mutation.by)]]) else { return [] }
    return checks.failures(files, [:], data).map { "after a change of the source: \($0)" }
  }

  private func after(
    _ edit: EvalCase.Edit, _ draft: BlockDraft, _ author: Author,
    _ record: @escaping @Sendable (ModelCall) -> Void
  ) async -> [String] {
    let request = RefineRequest(
      files: draft.files, sentence: edit.wish, lastData: draft.outcome.data)
    let result = await author.refine(request, record: record)
    if let wanted = edit.answer {
      guard case .answer(let answer) = result else { return ["a change instead of an answer"] }
      return answer.message.contains(wanted) ? [] : ["it said: \(answer.message)"]
    }
    switch result {
    case .proposal(let proposal):
      return edit.checks.failures(
        proposal.files, proposal.params ?? [:], proposal.outcome.data ?? .null)
    case .settings(let values):
      let outcome = await runner.run(
        RunRequest(
          block: BlockID(naming: "eval"), files: draft.files, params: values, reason: .manual,
          cassette: author.cassette))
      return edit.checks.failures(draft.files, values, outcome.data ?? .null)
    case .answer(let answer): return ["no change: \(answer.message)"]
    case .delete, .restore, .refresh, .resize: return ["it was taken for something else"]
    }
  }
}

/// Calls of models, from any thread.
private final class Calls: Sendable {
  private let list = Mutex<[ModelCall]>([])

  var all: [ModelCall] { list.withLock { $0 } }
  func add(_ call: ModelCall) { list.withLock { $0.append(call) } }
}
