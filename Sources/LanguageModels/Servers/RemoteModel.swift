import BlockModel
public import Egress
import Foundation

/// A model on a server: asked, read as it answers, asked again when that may help.
public struct RemoteModel: ModelProvider {
  /// Bytes of one answer that are read.
  static let maximumBytes = 4 << 20

  let configuration: ModelConfiguration
  let egress: Egress
  let memory: ModelMemory
  var retry = RetryPolicy()
  var patience: StreamPatience
  var now: @Sendable () -> Date = { Date() }

  public var name: String { configuration.server }
  public var model: String { configuration.model }
  public var isLocal: Bool { configuration.isLocal }
  public var contextTokens: Int? { memory.contextTokens }

  /// - Parameter memory: shared by all values that ask the same model.
  public init(_ configuration: ModelConfiguration, egress: Egress, memory: ModelMemory) {
    self.configuration = configuration
    self.egress = egress
    self.memory = memory
    patience =
      configuration.isLocal
      // Loading a model takes minutes, and nothing is said while the prompt is read.
      ? StreamPatience(
        connect: .seconds(2), head: .seconds(600), idle: .seconds(300), total: .seconds(900))
      : StreamPatience(
        connect: .seconds(5), head: .seconds(60), idle: .seconds(60), total: .seconds(180))
  }

  public func complete(_ request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
    AsyncThrowingStream { events in
      let task = Task {
        do throws(ModelFailure) {
          try await answer(request) { events.yield($0) }
          events.finish()
        } catch {
          events.finish(throwing: advised(error).masking(configuration.key?.value))
        }
      }
      events.onTermination = { _ in task.cancel() }
    }
  }

  /// A failure with what really helps here: the place the key comes from, the time to wait.
  private func advised(_ failure: ModelFailure) -> ModelFailure {
    if failure.kind == .key, let variable = configuration.keyVariable {
      return failure.advising("set \(variable) to another one")
    }
    if failure.isRetryable, let seconds = failure.retryAfter {
      return failure.advising("try again at \(Self.time(now() + seconds))")
    }
    return failure
  }

  private static func time(_ date: Date) -> String {
    date.formatted(date: .omitted, time: .shortened)
  }

  private func answer(
    _ request: ModelRequest, _ yield: (ModelEvent) -> Void
  ) async throws(ModelFailure) {
    if let end = memory.closedUntil(now()) {
      throw ModelFailure(
        .unreachable,
        "\(name) failed \(ModelMemory.failuresAllowed) times in a row; it is asked again at \(Self.time(end))"
      )
    }
    let end = ContinuousClock.now + min(request.deadline, patience.total)
    guard await memory.turns.take() else { throw .cancelled }
    let result = await attempts(request, until: end, yield)
    await memory.turns.give()
    switch result {
    case .success: memory.succeeded()
    case .failure(let failure):
      memory.failed(failure, now: now())
      throw failure
    }
  }

  private func attempts(
    _ request: ModelRequest, until end: ContinuousClock.Instant, _ yield: (ModelEvent) -> Void
  ) async -> Result<Void, ModelFailure> {
    var tried = 0
    var lessons = 0
    while true {
      let left = end - .now
      let estimate = estimatedTokens(request)
      let body = memory.quirks.applied(
        to: configuration.speaks.body(request, target(promptTokens: estimate)))
      do throws(ModelFailure) {
        guard left > .zero else { throw timedOut }
        let usage = try await attempt(body, within: left, yield)
        try check(usage, estimate)
        return .success(())
      } catch {
        if Task.isCancelled { return .failure(.cancelled) }
        if lessons < 4,
          memory.learn(
            from: error, sent: body, schemaField: configuration.speaks.schemaField)
        {
          lessons += 1
          continue
        }
        tried += 1
        guard let seconds = retry.wait(after: error, tried: tried),
          .now + Duration(clampingSeconds: seconds) < end
        else { return .failure(error) }
        yield(.waiting("\(error.reason); trying again in \(Int(clamping: seconds.rounded(.up))) s"))
        do { try await retry.sleep(Duration(clampingSeconds: seconds)) } catch {
          return .failure(.cancelled)
        }
      }
    }
  }

  /// One request and its whole answer.
  private func attempt(
    _ body: JSONObject, within time: Duration, _ yield: (ModelEvent) -> Void
  ) async throws(ModelFailure) -> ModelUsage {
    let wire = configuration.speaks
    let server = ServerName(server: name, model: model)
    var patience = patience
    patience.total = min(patience.total, time)
    let headers =
      wire.headers(key: configuration.key) + [("content-type", "application/json")]
    let parts = egress.stream(
      EgressRequest(
        "POST", configuration.baseURL + wire.path,
        headers: headers.map { EgressRequest.Header($0.name, $0.value) },
        body: JSONValue.object(body).utf8(), maximumBytes: Self.maximumBytes),
      as: configuration.permissions, patience: patience)
    var status = 200
    var answerHeaders: [EgressRequest.Header] = []
    var refusal: [UInt8] = []
    var stream = AnswerStream(wire, server)
    var usage = ModelUsage()
    func pass(
      _ read: (inout [ModelEvent]) throws(ModelFailure) -> Void
    ) throws(ModelFailure) {
      var events: [ModelEvent] = []
      defer { events.forEach(pass) }
      try read(&events)
    }
    func pass(_ event: ModelEvent) {
      if case .usage(var counted) = event {
        counted.cost = counted.cost ?? configuration.price?.cost(of: counted)
        usage = counted
        yield(.usage(counted))
      } else {
        yield(event)
      }
    }
    do {
      for try await part in parts {
        switch part {
        case .head(let code, let headers): (status, answerHeaders) = (code, headers)
        case .body(let bytes) where status >= 400:
          if refusal.count < 65_536 { refusal += bytes }
        case .body(let bytes):
          try pass { events throws(ModelFailure) in try stream.add(bytes, to: &events) }
        }
      }
      if status < 400 {
        try pass { events throws(ModelFailure) in try stream.end(&events) }
        return usage
      }
    } catch let failure as ModelFailure {
      throw failure
    } catch let failure as EgressFailure {
      throw Task.isCancelled ? .cancelled : Self.failure(failure)
    } catch {
      throw .cancelled
    }
    // Ending the iteration by cancellation is no error of the stream.
    if Task.isCancelled { throw .cancelled }
    throw self.failure(status, answerHeaders, refusal)
  }

  private static func failure(_ failure: EgressFailure) -> ModelFailure {
    switch failure.kind {
    case .network: ModelFailure(.unreachable, failure.message)
    case .limit: ModelFailure(.nonsense, failure.message)
    case .rateLimited, .auth, .httpStatus, .permission, .blocked, .scriptError, .contractViolation,
      .shapeDrift, .specError, .host:
      ModelFailure(.setting, failure.message)
    }
  }

  private func failure(
    _ status: Int, _ headers: [EgressRequest.Header], _ body: [UInt8]
  ) -> ModelFailure {
    let server = ServerName(server: name, model: model)
    let said = (try? JSONValue(parsing: body)).flatMap { ServerError($0) }
    var failure =
      said.map { server.failure($0, status: status) }
      ?? ModelFailure(
        status: status, text: String(decoding: body.prefix(2_000), as: UTF8.self), server: name,
        model: model)
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    failure.retryAfter = RetryPolicy.retryAfter(header, now: now())
    failure.shouldRetry =
      switch (header("x-should-retry"), failure.kind) {
      case ("true", _): true
      case ("false", _): false
      default: nil
      }
    return failure
  }

  // MARK: Size

  private func target(promptTokens: Int) -> WireTarget {
    WireTarget(
      model: model, isLocal: configuration.isLocal,
      isOpenAI: configuration.place?.host == "api.openai.com", promptTokens: promptTokens)
  }

  /// Corrected by what the model counted before.
  private func estimatedTokens(_ request: ModelRequest) -> Int {
    let raw = Self.rawEstimate(request)
    return Int(clamping: Double(raw) * (memory.quirks.tokenRatio ?? 1))
  }

  private static func rawEstimate(_ request: ModelRequest) -> Int {
    (request.system + request.messages.map(\.text)).reduce(0) { $0 + TokenEstimate.tokens($1) }
  }

  /// A server that read much less than was sent has cut the prompt without a word.
  private func check(_ usage: ModelUsage, _ estimate: Int) throws(ModelFailure) {
    let ratio = memory.quirks.tokenRatio
    let share = Double(usage.inputTokens) / Double(max(1, estimate))
    if configuration.isLocal, estimate > 1_500, usage.inputTokens > 0,
      share < (ratio == nil ? 0.5 : 0.7)
    {
      throw ModelFailure(
        .tooLong,
        "\(name) cut the prompt to \(usage.inputTokens) tokens; give \(model) a larger context, or choose another model"
      )
    }
    memory.calibrate(
      estimate: Int(clamping: Double(estimate) / (ratio ?? 1)), real: usage.inputTokens)
  }

  private var timedOut: ModelFailure {
    ModelFailure(.unreachable, "\(name) did not answer in time; try again, or choose another model")
  }
}

extension ModelFailure {
  static let cancelled = ModelFailure(.cancelled, "it was cancelled; nothing was changed")
}
