public import BlockModel
import Foundation
import LanguageModels

extension Author {
  /// Repairs a block whose source changed: by older versions and by names that were replaced, and where that
  /// finds nothing and the request allows it, by a model, with two questions at most.
  /// - Parameter record: is told every call of a model, also those that failed.
  public func heal(
    _ request: HealRequest, record: @escaping @Sendable (ModelCall) -> Void = { _ in }
  ) async -> HealReport {
    await beside { await healed(request, record) }
  }

  private func healed(
    _ request: HealRequest, _ record: @escaping @Sendable (ModelCall) -> Void
  ) async -> HealReport {
    let healer = Healer(check: candidateCheck)
    var report = await healer.heal(request)
    guard report.repair == nil, report.isAttempt, request.mayAskModel else { return report }
    switch await models.choice() {
    case .none: break
    case .unusable(let failure):
      report.log.append("No model was asked: \(failure.message)")
    case .model(let model):
      var budget = model.budget
      budget.calls = ModelHealer.questions
      var session = ModelSession(model, budget: budget, record: record)
      await ModelHealer(book: PromptBook(folder: promptFolder), healer: healer)
        .heal(request, &session, &report)
    }
    return report
  }
}
