import BlockModel
import Foundation
import LanguageModels

/// The calls of one job to a model: asked one after the other, counted, and reported.
struct ModelSession {
  /// What one job may use.
  struct Budget: Sendable {
    var calls = 6
    var inputTokens = 60_000
    var outputTokens = 12_000
    var time: Duration = .seconds(180)
  }

  static let maximumCharacters = 200_000

  let provider: any ModelProvider
  let record: @Sendable (ModelCall) -> Void
  private let progress: @Sendable (AuthoringStage) -> Void
  private var left: Budget
  private let end: ContinuousClock.Instant

  init(
    _ provider: any ModelProvider, budget: Budget? = nil,
    progress: @escaping @Sendable (AuthoringStage) -> Void = { _ in },
    record: @escaping @Sendable (ModelCall) -> Void
  ) {
    let budget = budget ?? provider.budget
    self.provider = provider
    self.record = record
    self.progress = progress
    left = budget
    end = .now + budget.time
  }

  /// Tokens one answer may have.
  private var outputLimit: Int { provider.isLocal ? 4_000 : 6_000 }

  /// `anthropic/claude-…`, as a version is signed.
  var method: String { "\(provider.name)/\(provider.model)" }

  /// Asks, and once more with twice the room when the answer was cut. Every call is reported,
  /// whatever came of it.
  mutating func ask(
    _ stage: ModelStage, system: [String], _ messages: [ModelMessage], maximumOutput: Int? = nil,
    schema: JSONValue? = nil
  ) async throws(ModelProblem) -> String {
    let room = maximumOutput ?? outputLimit
    do throws(ModelProblem) {
      return try await call(stage, system: system, messages, maximumOutput: room, schema: schema)
    } catch {
      guard error == .cut, left.outputTokens > room, left.calls > 0 else { throw error }
      return try await call(
        stage, system: system, messages, maximumOutput: room * 2, schema: schema)
    }
  }

  private mutating func call(
    _ stage: ModelStage, system: [String], _ messages: [ModelMessage], maximumOutput: Int,
    schema: JSONValue?
  ) async throws(ModelProblem) -> String {
    if Task.isCancelled { throw .cancelled }
    let prompt = (system + messages.map { "[\($0.role.rawValue)]\n\($0.text)" })
      .joined(separator: "\n\n")
    let estimate = TokenEstimate.tokens(prompt)
    guard left.calls > 0 else { throw .budget("it used all its calls") }
    guard left.inputTokens >= estimate, left.outputTokens > 0 else {
      throw .budget("it used all its tokens")
    }
    let time = end - .now
    guard time > .zero else { throw .budget("it took too long") }
    left.calls -= 1
    let request = ModelRequest(
      stage: stage, system: system, messages: messages,
      maximumOutput: min(maximumOutput, left.outputTokens), schema: schema, deadline: time)
    let start = ContinuousClock.now
    let at = Date()
    let reply = await Self.reply(of: provider, to: request, within: time, progress)
    let problem = reply.problem
    let used = reply.usage
    let input = reply.lost.inputTokens.adding(
      clamping: used.inputTokens > 0 ? used.inputTokens : estimate)
    let output = reply.lost.outputTokens.adding(
      clamping: used.outputTokens > 0 ? used.outputTokens : TokenEstimate.tokens(reply.text))
    left.inputTokens = left.inputTokens.subtracting(clamping: input)
    left.outputTokens = left.outputTokens.subtracting(clamping: output)
    record(
      ModelCall(
        stage: stage.rawValue, provider: provider.name, model: reply.model ?? provider.model,
        prompt: prompt, answer: reply.text, inputTokens: input, outputTokens: output,
        cost: (reply.lost + used).cost, milliseconds: (.now - start).wholeMilliseconds,
        failure: problem?.description, at: at))
    if let problem { throw problem }
    return reply.text
  }

  private struct Reply: Sendable {
    var model: String?
    var text = ""
    var usage = ModelUsage()
    /// What attempts used that failed before the one that counts.
    var lost = ModelUsage()
    var problem: ModelProblem?
  }

  /// The whole answer, or as much as came before it failed or time was over.
  private static func reply(
    of provider: any ModelProvider, to request: ModelRequest, within time: Duration,
    _ progress: @escaping @Sendable (AuthoringStage) -> Void
  ) async -> Reply {
    await withTaskGroup(of: Reply?.self) { group in
      group.addTask { await read(provider.complete(request), progress) }
      group.addTask {
        try? await Task.sleep(for: time)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      if let first { return first }
      // Cancelling ended the reading, which gives what came so far.
      var reply = (await group.next() ?? nil) ?? Reply()
      reply.problem = Task.isCancelled ? .cancelled : .budget("it took too long")
      return reply
    }
  }

  private static func read(
    _ events: AsyncThrowingStream<ModelEvent, any Error>,
    _ progress: @Sendable (AuthoringStage) -> Void
  ) async -> Reply {
    var reply = Reply()
    var stop: StopReason?
    var refusal: String?
    var tool: String?
    var hasThought = false
    var told = ContinuousClock.now
    do {
      reading: for try await event in events {
        switch event {
        case .waiting(let reason): progress(.waiting(reason))
        case .started(let model):
          reply = Reply(model: model, lost: reply.lost + reply.usage)
          (refusal, tool, hasThought) = (nil, nil, false)
        case .text(let text): reply.text += text
        case .thinking: hasThought = true
        case .usage(let usage): reply.usage = usage
        case .toolCall(let call): tool = call.name
        case .refusal(let text): refusal = text
        case .finished(let reason): stop = reason
        }
        if reply.text.utf8.count > maximumCharacters {
          reply.text = String(reply.text.prefix(maximumCharacters))
          stop = .length
          break reading
        }
        // Told a few times a second, so that following it costs nothing.
        if ContinuousClock.now - told > .milliseconds(200), !reply.text.isEmpty {
          told = .now
          progress(.answering(ModelAnswer(reply.text).prose, characters: reply.text.count))
        }
      }
    } catch {
      reply.problem =
        Task.isCancelled
        ? .cancelled
        : .provider(error as? ModelFailure ?? ModelFailure(.nonsense, "\(error)"))
      return reply
    }
    switch stop {
    case _ where Task.isCancelled: reply.problem = .cancelled
    case nil:
      reply.problem = .provider(
        ModelFailure(.unreachable, "the answer ended before it was complete; try again"))
    case .finished:
      if hasThought || !reply.text.isEmpty, ModelAnswer(reply.text).isEmpty {
        reply.problem = .onlyThought
      }
    case .length: reply.problem = .cut
    case .refusal: reply.problem = .refused(refusal)
    case .toolCall:
      // A tool beside an answer is left aside.
      let answer = ModelAnswer(reply.text)
      if answer.fences.isEmpty, answer.json == nil { reply.problem = .toolCall(tool) }
    }
    return reply
  }
}

/// Why a call gave no answer to work with.
enum ModelProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The server could not be asked or answered with an error.
  case provider(ModelFailure)
  /// In the model's own words, if it said any.
  case refused(String?)
  /// The answer hit the limit of tokens.
  case cut
  /// It thought, and stopped before it answered.
  case onlyThought
  /// It answered in words alone: a question, a refusal, an explanation.
  case words(String)
  /// It asked for this tool, and there are none.
  case toolCall(String?)
  /// The job has used up what it may use.
  case budget(String)
  case cancelled

  var description: String {
    switch self {
    case .provider(let failure): failure.message
    case .refused(let reason): "the model refused to answer\(reason.map { " (\($0))" } ?? "")"
    case .cut: "the answer was cut off at the limit"
    case .words(let words): words
    case .onlyThought: "the model only thought and gave no answer"
    case .toolCall(let name):
      "the model asked for the tool '\(name ?? "?")' instead of answering"
    case .budget(let reason): reason
    case .cancelled: "it was cancelled"
    }
  }

  /// The model may do better when told.
  var isRepairable: Bool {
    switch self {
    case .cut, .onlyThought, .toolCall: true
    case .provider, .refused, .words, .budget, .cancelled: false
    }
  }
}

extension ModelProvider {
  /// What one job may use: a model on the person's own machine is slow and costs nothing.
  var budget: ModelSession.Budget {
    isLocal
      ? ModelSession.Budget(inputTokens: 60_000, outputTokens: 16_000, time: .seconds(900))
      : ModelSession.Budget()
  }
}
