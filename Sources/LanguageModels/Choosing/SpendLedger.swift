import BlockModel
import Foundation

/// Counts what models cost today, and says when it is enough. What cannot be counted is not asked.
struct SpendLedger: Sendable {
  let store: any ModelStore
  let now: @Sendable () -> Date

  /// Counts a call that is about to be made.
  ///
  /// - Parameter estimate: tokens it may read and write.
  /// - Throws: ``ModelFailure`` when the person's limits of the day are used up, or when it cannot be
  ///   known whether they are.
  func begin(
    _ estimate: Int = 0, of provider: String = ""
  ) async throws(ModelFailure) -> SpendingReservation {
    let answer: SpendingAnswer
    do {
      let limits = try await store.modelSettings().limits
      answer = try await store.reserve(
        ModelUse(calls: 1, tokens: estimate), of: provider, on: CivilDay(now()),
        within: SpendingLimits(calls: limits.calls, tokens: limits.tokens, cost: limits.cost))
    } catch let failure as ModelFailure {
      throw failure
    } catch {
      throw ModelFailure(
        .spent, "what models used today cannot be counted, so none is asked (\(error))")
    }
    switch answer {
    case .reserved(let reservation): return reservation
    case .spent(let limit):
      throw ModelFailure(
        .spent,
        "today's limit of \(limit) for models is used up; wait until midnight, or raise it with `dash models limit`"
      )
    }
  }

  /// Corrects the estimate; it stays when the use is not known or cannot be written down.
  func end(_ reservation: SpendingReservation, _ usage: ModelUsage?) async {
    let use = usage.map { usage in
      let tokens = [usage.inputTokens, usage.outputTokens].map {
        min(max($0, 0), ModelUse.mostTokens)
      }
      return ModelUse(calls: 1, tokens: tokens[0] + tokens[1], cost: usage.cost ?? 0)
    }
    try? await store.settle(reservation, as: use)
  }
}

/// A model that is only asked within the limits of the day.
struct LimitedModel: ModelProvider {
  let base: any ModelProvider
  let ledger: SpendLedger

  var name: String { base.name }
  var model: String { base.model }
  var isLocal: Bool { base.isLocal }
  var contextTokens: Int? { base.contextTokens }

  func complete(_ request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
    AsyncThrowingStream { events in
      let task = Task {
        let reservation: SpendingReservation
        do throws(ModelFailure) {
          reservation = try await ledger.begin(request.tokensAtMost, of: name)
        } catch {
          events.finish(throwing: error)
          return
        }
        var use = AttemptUse()
        var problem: (any Error)?
        do {
          for try await event in base.complete(request) {
            use.hear(event)
            events.yield(event)
          }
        } catch {
          problem = error
        }
        // Whoever hears the end may look at once at what was used.
        await ledger.end(reservation, use.total)
        events.finish(throwing: problem)
      }
      events.onTermination = { _ in task.cancel() }
    }
  }
}

/// What the attempts of one call used. What failed attempts used is paid for like the answer.
private struct AttemptUse {
  private var failed = ModelUsage()
  private var current: ModelUsage?
  private var isAnswered = false
  /// An attempt was answered and said nothing of its use.
  private var isUnknown = false

  mutating func hear(_ event: ModelEvent) {
    switch event {
    case .started:
      endAttempt()
      isAnswered = true
    case .usage(let usage): current = usage
    case .waiting, .text, .thinking, .toolCall, .refusal, .finished: break
    }
  }

  private mutating func endAttempt() {
    if let current { failed = failed + current } else if isAnswered { isUnknown = true }
    current = nil
  }

  /// `nil` when it is not known; nothing for a server that never answered.
  var total: ModelUsage? {
    var whole = self
    whole.endAttempt()
    return whole.isUnknown ? nil : whole.failed
  }
}

extension ModelRequest {
  /// Roughly: what is read, and all that may be written.
  fileprivate var tokensAtMost: Int {
    let texts = system + messages.map(\.text)
    return texts.map(TokenEstimate.tokens).reduce(0, +) + max(0, maximumOutput)
  }
}
