import BlockModel
import Foundation

/// Counts what models cost today, and says when it is enough.
actor SpendLedger {
  private let store: any ModelStore
  private let now: @Sendable () -> Date
  private var day: Date?
  /// Kept by the store when the day began here.
  private var before = ModelUse()
  /// Used since by this process.
  private var since = ModelUse()

  init(store: any ModelStore, now: @escaping @Sendable () -> Date) {
    self.store = store
    self.now = now
  }

  /// Counts a call that is about to be made.
  /// - Throws: ``ModelFailure`` when the person's limits of the day are used up.
  func begin() async throws(ModelFailure) {
    let today = Calendar.current.startOfDay(for: now())
    let limits = await store.modelSettings().limits
    let kept = await store.modelUse(since: today)
    if day != today {
      day = today
      before = kept
      since = ModelUse()
    }
    // What this process did may not be kept yet; what others did is only kept.
    let calls = max(kept.calls, before.calls.adding(clamping: since.calls))
    let tokens = max(kept.tokens, before.tokens.adding(clamping: since.tokens))
    let cost = max(kept.cost, before.cost + since.cost)
    let spent: String? =
      if calls >= limits.calls {
        "\(limits.calls) calls"
      } else if let limit = limits.tokens, tokens >= limit {
        "\(limit) tokens"
      } else if let limit = limits.cost, cost >= limit {
        "$\(limit)"
      } else {
        nil
      }
    if let spent {
      throw ModelFailure(
        .spent,
        "today's limit of \(spent) for models is used up; wait until midnight, or raise it with `dash models limit`"
      )
    }
    since.calls += 1
  }

  func end(_ usage: ModelUsage) {
    since.tokens = since.tokens.adding(clamping: usage.tokens)
    since.cost += usage.cost ?? 0
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
        // What failed attempts used is paid for like the answer.
        var failed = ModelUsage()
        var usage = ModelUsage()
        do {
          try await ledger.begin()
          for try await event in base.complete(request) {
            if case .usage(let counted) = event { usage = counted }
            if case .started = event {
              failed = failed + usage
              usage = ModelUsage()
            }
            events.yield(event)
          }
          events.finish()
        } catch {
          events.finish(throwing: error)
        }
        await ledger.end(failed + usage)
      }
      events.onTermination = { _ in task.cancel() }
    }
  }
}
