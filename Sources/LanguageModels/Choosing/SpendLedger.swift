import BlockModel
import Foundation

/// Counts what models cost today, and says when it is enough. What cannot be counted is not asked.
struct SpendLedger: Sendable {
  let store: any ModelStore
  let now: @Sendable () -> Date

  /// Counts a call that is about to be made.
  ///
  /// - Parameters:
  ///   - estimate: tokens it may read and write.
  ///   - price: what they cost; `nil` when nobody knows.
  /// - Throws: ``ModelFailure`` when the person's limits of the day are used up, or when it cannot be
  ///   known whether they are: a model without a price is not asked where dollars are limited.
  func begin(
    _ estimate: ModelUsage = ModelUsage(), of provider: String = "", model: String = "",
    at price: ModelPrice? = nil
  ) async throws(ModelFailure) -> SpendingReservation {
    let answer: SpendingAnswer
    do {
      let limits = try await store.modelSettings().limits
      if limits.cost != nil, price == nil { throw ModelFailure.unknownPrice(of: model) }
      answer = try await store.reserve(
        ModelUse(calls: 1, tokens: estimate.tokens, cost: price?.cost(of: estimate) ?? 0),
        of: provider, on: CivilDay(now()),
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

  /// Corrects the estimate; it stays where the use is not known or cannot be written down.
  ///
  /// - Parameters:
  ///   - usage: of the attempts that said what they used.
  ///   - unknown: how many attempts did not say it; each counts as the estimate.
  func end(
    _ reservation: SpendingReservation, _ usage: ModelUsage, unknown: Int = 0
  ) async {
    let tokens = [usage.inputTokens, usage.outputTokens].map {
      min(max($0, 0), ModelUse.mostTokens)
    }
    let estimate = reservation.estimate
    let use = ModelUse(
      calls: 1,
      tokens: (tokens[0] + tokens[1]).adding(
        clamping: estimate.tokens.multiplied(clamping: unknown)),
      cost: (usage.cost ?? 0) + estimate.cost * Double(unknown))
    try? await store.settle(reservation, as: use)
  }
}

/// A model that is only asked within the limits of the day.
struct LimitedModel: ModelProvider {
  let base: any ModelProvider
  let ledger: SpendLedger
  /// `nil` when it is not known.
  let price: ModelPrice?

  var name: String { base.name }
  var model: String { base.model }
  var isLocal: Bool { base.isLocal }
  var contextTokens: Int? { base.contextTokens }

  func complete(_ request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
    AsyncThrowingStream { events in
      let task = Task {
        let reservation: SpendingReservation
        do throws(ModelFailure) {
          reservation = try await ledger.begin(
            request.usageAtMost, of: name, model: model, at: price)
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
        use.end()
        await ledger.end(reservation, use.known, unknown: use.unknown)
        events.finish(throwing: problem)
      }
      events.onTermination = { _ in task.cancel() }
    }
  }
}

/// What the attempts of one call used. What failed attempts used is paid for like the answer.
private struct AttemptUse {
  private(set) var known = ModelUsage()
  /// Attempts that were answered and of which nobody said what they used: they broke off, were
  /// cancelled, or their server does not count.
  private(set) var unknown = 0
  private var current: ModelUsage?
  private var isAnswered = false

  mutating func hear(_ event: ModelEvent) {
    switch event {
    case .started:
      end()
      isAnswered = true
    case .usage(let usage): current = usage
    case .waiting, .text, .thinking, .toolCall, .refusal, .finished: break
    }
  }

  mutating func end() {
    // No model reads nothing: a server that says so does not count.
    if let current, current.tokens > 0 || current.cost != nil {
      known = known + current
    } else if isAnswered {
      unknown += 1
    }
    current = nil
    isAnswered = false
  }
}

extension ModelRequest {
  /// Roughly: what is read, all of it written into the server's cache, and all that may be written.
  fileprivate var usageAtMost: ModelUsage {
    var usage = ModelUsage()
    usage.inputTokens = (system + messages.map(\.text)).map(TokenEstimate.tokens).reduce(0, +)
    usage.cacheWriteTokens = usage.inputTokens
    usage.outputTokens = max(0, maximumOutput)
    return usage
  }
}

extension ModelConfiguration {
  /// Why it is not asked although it was chosen; `nil` when it is.
  public func problem(within limits: ModelSettings.Limits) -> ModelFailure? {
    limits.cost != nil && knownPrice == nil ? .unknownPrice(of: model) : nil
  }
}

extension ModelFailure {
  /// A limit in dollars holds back only a model whose price is known, so no other one is asked.
  static func unknownPrice(of model: String) -> ModelFailure {
    ModelFailure(
      .spent,
      "the price of \(model) is not known, so it is not asked while a limit in dollars is set; say the price with `dash models price \(model) --input DOLLARS --output DOLLARS`, or take the limit away with `dash models limit --cost 0`"
    )
  }
}
