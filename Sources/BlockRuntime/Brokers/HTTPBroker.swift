import BlockModel
import Egress
import Foundation
import HeadlessBrowser
import WorkerProtocol

/// Answers the `http` questions of one run: counts, asks ``Egress`` in parallel, keeps the order.
struct HTTPBroker {
  let request: RunRequest
  let egress: Egress
  let browser: HeadlessBrowser
  /// What the run may still receive.
  let budget: ReceiveBudget

  struct Reply {
    var message: HostMessage
    var exchanges: [HTTPExchange] = []
    /// Dash itself could not ask: a recording that cannot be read, no descriptor left.
    var isHostFailure = false
    /// What pages in the browser showed that were of no use.
    var notes: [LogLine] = []
  }

  private struct Outcome {
    var result: Result<EgressResponse, EgressFailure>
    /// What a page in the browser asked for besides.
    var others: [HTTPExchange] = []
    var note: LogLine?
  }

  /// - Parameter used: requests of this run so far, these included.
  func answer(_ questions: [HTTPQuestion], used: Int) async -> Reply {
    guard used <= request.limits.requests else { return Reply(message: .end(.requests)) }
    let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
      for (index, question) in questions.enumerated() {
        group.addTask { (index, await send(wanted(question))) }
      }
      var outcomes = [Outcome?](repeating: nil, count: questions.count)
      for await (index, outcome) in group {
        outcomes[index] = outcome
        // What else comes would be thrown away.
        if budget.refusal != nil { group.cancelAll() }
      }
      return outcomes.compactMap(\.self)
    }
    let exchanges = outcomes.flatMap { [$0.result.exchange] + $0.others }
    guard budget.refusal == nil else {
      return Reply(message: .end(.received), exchanges: exchanges)
    }
    let isHostFailure = outcomes.contains { outcome in
      if case .failure(let failure) = outcome.result { failure.kind == .host } else { false }
    }
    return Reply(
      message: .answers(answers(outcomes)), exchanges: exchanges, isHostFailure: isHostFailure,
      notes: outcomes.compactMap(\.note))
  }

  private func wanted(_ question: HTTPQuestion) -> EgressRequest {
    var wanted = EgressRequest(
      question.method, question.url,
      headers: question.headers.map { EgressRequest.Header($0.name, $0.value) },
      body: question.body.map(Array.init), isFresh: request.isFresh)
    if let seconds = question.timeout {
      wanted.timeout = Duration(clampingSeconds: seconds.clamped(to: 0.1...60))
    }
    if let seconds = question.ttl { wanted.ttl = Duration(clampingSeconds: max(0, seconds)) }
    wanted.visit = question.visit.map(PageVisit.init)
    return wanted
  }

  private func send(_ wanted: EgressRequest) async -> Outcome {
    let outcome = await asked(wanted)
    if case .success(let response) = outcome.result {
      // What did not come from the network now, or not in this form, was not counted there.
      if response.exchange.cache != .miss || wanted.visit != nil {
        _ = budget.take(response.body.count)
      }
      request.heard?(response)
    }
    return outcome
  }

  private func asked(_ wanted: EgressRequest) async -> Outcome {
    guard wanted.visit == nil else {
      let visit = await browser.visit(
        wanted, as: request.permissions, cassette: request.cassette, now: request.now,
        budget: budget)
      let note = visit.sight.map { sight in
        LogLine(
          .info,
          sight.isEmpty
            ? "the page showed no text in the browser" : "the page showed in the browser: \(sight)"
        )
      }
      return Outcome(result: visit.result, others: visit.requests, note: note)
    }
    do throws(EgressFailure) {
      return Outcome(
        result: .success(
          try await egress.send(
            wanted, as: request.permissions, cassette: request.cassette, now: request.now,
            budget: budget)))
    } catch {
      return Outcome(result: .failure(error))
    }
  }

  /// The answers as the script gets them; those that do not fit beside the others are refused.
  private func answers(_ outcomes: [Outcome]) -> [HTTPAnswer] {
    var left = HostBudgets.batch
    return outcomes.map { outcome in
      switch outcome.result {
      case .success(let response):
        let answer = HTTPResponse(
          status: response.status, url: response.url,
          headers: response.headers.map { HTTPHeader($0.name, $0.value) },
          body: response.body[...], retryAfter: response.retryAfter)
        guard answer.size <= left else {
          return .refusal(
            Refusal(
              FailureKind.limit.rawValue,
              "the answers of one batch are larger than \(ByteSize.limit(HostBudgets.batch)); ask for fewer at once"
            ))
        }
        left -= answer.size
        return .response(answer)
      case .failure(let failure):
        return .refusal(
          Refusal(failure.kind.rawValue, failure.message, retryAfter: failure.retryAfter))
      }
    }
  }
}

extension Result<EgressResponse, EgressFailure> {
  fileprivate var exchange: HTTPExchange {
    switch self {
    case .success(let response): response.exchange
    case .failure(let failure): failure.exchange
    }
  }
}

extension PageVisit {
  /// What a script asked for.
  fileprivate init(_ visit: BrowserVisit) {
    self.init(
      waitFor: visit.waitFor,
      steps: visit.steps.map { step in
        switch step.action {
        case .click: .click(step.target)
        case .fill: .fill(step.target, text: step.text ?? "")
        case .press: .press(step.target)
        case .waitFor: .waitFor(step.target)
        }
      })
  }
}
