public import BlockModel
import LanguageModels

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
    await beside { await refined(request, progress, record) }
  }

  private func refined(
    _ request: RefineRequest, _ progress: @escaping @Sendable (AuthoringStage) -> Void,
    _ record: @escaping @Sendable (ModelCall) -> Void
  ) async -> RefineResult {
    var name = "The model"
    var reason: AuthoringAnswer?
    do throws(ModelAuthor.Ending) {
      let check = candidateCheck
      let trial = RefineTrial(request: request, check: check, lexicons: lexicons)
      let ladder = SourceLadder(prober: prober, widens: false)
      let queries = QueryRefiner(request, trial, ladder)
      if let pick = request.pick {
        guard let queries else { throw .answer(Self.handMade) }
        do throws(AuthoringAnswer) { return try await queries.refine(pick, progress) } catch {
          throw .answer(error)
        }
      }
      if UndoWords.areAll(of: request.sentence) { return .restore(version: nil) }
      do throws(AuthoringAnswer) {
        if !ModelRefiner.changesSource(request) {
          if let queries, let result = try await queries.refine(lexicons, progress) {
            return result
          }
          let commands = CommandRefiner(request: request, check: check, lexicons: lexicons)
          if let result = try await commands.refine(progress) { return result }
        }
      } catch { reason = error }
      let model: any ModelProvider
      switch await models.choice() {
      case .none: return .answer(reason ?? RefineAdvice(request: request).answer)
      case .unusable(let failure): throw .gaveUp(failure.message)
      case .model(let chosen): model = chosen
      }
      name = model.name
      var session = ModelSession(model, progress: progress, record: record)
      return try await ModelRefiner(
        book: PromptBook(folder: promptFolder), trial: trial, ladder: ladder
      ).refine(request, &session, progress)
    } catch {
      switch error {
      case .answer(let answer): return .answer(answer)
      case .cancelled: return .answer(.cancelled)
      case .gaveUp(let problem):
        let offline =
          reason
          ?? AuthoringAnswer(
            "The block stays as it is.",
            suggestions: RefineAdvice(request: request).answer.suggestions)
        return .answer(offline.following(name, problem))
      }
    }
  }

  /// Why nothing can be picked for a block.
  public static let handMade = AuthoringAnswer(
    "This block was not made from a query: a model or a person wrote its files. Change it with a sentence, or edit its files."
  )
}
