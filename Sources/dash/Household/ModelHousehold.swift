import BlockModel
import BlockStore
import DashboardWeb
import Foundation
import LanguageModels

/// The model that writes blocks, as the shell and the page of models ask for it.
extension Household {
  /// Asks the model for one word; the call is counted like any other.
  /// - Parameter waiting: told why it takes a while.
  /// - Returns: what it answered, one sentence.
  func testModel(waiting: (String) -> Void = { _ in }) async throws -> String {
    let model: any ModelProvider
    switch await models.choice() {
    case .none:
      throw CommandFailure(
        .host, "There is no model to test; `dash models use` and `dash models key` connect one.")
    case .unusable(let failure): throw failure
    case .model(let chosen): model = chosen
    }
    let start = ContinuousClock.now
    var call = ModelCall(
      stage: "test", provider: model.name, model: model.model,
      prompt: "Answer with the one word: pong")
    do {
      let request = ModelRequest(
        stage: .plan, system: [], messages: [ModelMessage(.user, call.prompt)],
        maximumOutput: 500)
      for try await event in model.complete(request) {
        switch event {
        case .waiting(let reason): waiting("\(reason)")
        case .started(let name):
          call.model = name
          call.answer = ""
        case .text(let text): call.answer += text
        case .usage(let usage):
          (call.inputTokens, call.outputTokens) = (usage.inputTokens, usage.outputTokens)
          call.cost = usage.cost
        case .thinking, .toolCall, .refusal, .finished: break
        }
      }
    } catch {
      call.failure = "\(error)"
      try await storage.addModelCalls([call], of: nil)
      throw error
    }
    call.milliseconds = (ContinuousClock.now - start).wholeMilliseconds
    try await storage.addModelCalls([call], of: nil)
    return
      "\(model.name)/\(call.model) answered “\(call.answer.prefix(60))” in \(call.milliseconds) ms with \(call.inputTokens) + \(call.outputTokens) tokens."
  }

  /// Changes what was chosen of models. What cannot be read is set anew as a whole.
  func changeModels(_ change: (inout ModelSettings) throws -> Void) async throws {
    var settings =
      (try? await StoredModels(storage: storage).modelSettings()) ?? ModelSettings()
    try change(&settings)
    try await storage.setModelSettings(settings.json)
  }

  /// What the page of models works with.
  func modelDesk() -> ModelDesk {
    ModelDesk(
      facts: { try await modelFacts() },
      models: { () async throws(ModelDesk.Problem) in
        do throws(ModelFailure) { return try await models.models(of: nil).map(\.id) } catch {
          throw ModelDesk.Problem(error.message.onPage)
        }
      },
      choose: { try await chooseModel($0) },
      limit: { limits in
        try await changeModels { settings in
          settings.limits.calls = limits.calls
          settings.limits.tokens = limits.tokens
          settings.limits.cost = limits.cost
        }
      },
      test: { () async throws(ModelDesk.Problem) in
        do { return try await testModel() } catch let failure as ModelFailure {
          throw ModelDesk.Problem(failure.message.onPage)
        } catch {
          throw ModelDesk.Problem("The model was not asked: \(error).")
        }
      })
  }

  private func modelFacts() async throws -> ModelDesk.Facts {
    let settings = (try? await StoredModels(storage: storage).modelSettings()) ?? ModelSettings()
    var facts = ModelDesk.Facts(
      server: settings.server, model: settings.model, address: settings.baseURL,
      servers: ConfiguredModels.servers, today: try await storage.spending(on: CivilDay(Date())),
      limits: SpendingLimits(
        calls: settings.limits.calls, tokens: settings.limits.tokens, cost: settings.limits.cost))
    for server in facts.servers {
      if await StoredModels(storage: storage).modelKey(server: server) != nil {
        facts.keys.insert(server)
      }
    }
    do throws(ModelFailure) {
      if let configuration = try await models.configuration() {
        if let failure = configuration.problem(within: settings.limits) { throw failure }
        facts.asked = configuration.shown
      }
    } catch {
      facts.problem = error.message.onPage
    }
    return facts
  }

  private func chooseModel(_ choice: ModelDesk.Choice) async throws {
    let server = choice.server.lowercased()
    do throws(ModelFailure) {
      if !server.isEmpty { try ConfiguredModels.checkServer(server) }
    } catch {
      throw ModelDesk.Problem(error.message.onPage)
    }
    if !choice.key.isEmpty {
      guard !server.isEmpty, server != "builtin" else {
        throw ModelDesk.Problem("Choose the server that the key is for.")
      }
      try await storage.setOwnKey(StoredModels.keyName(server), to: choice.key)
    }
    try await changeModels { settings in
      settings.server = server.isEmpty ? nil : server
      settings.model = choice.model.isEmpty ? nil : choice.model
      settings.baseURL = choice.address.isEmpty ? nil : choice.address
    }
  }
}

extension ModelConfiguration {
  /// `anthropic/MODEL at https://…, because it was chosen`
  var shown: String { "\(server)/\(model) at \(baseURL), because \(reason)" }
}

extension String {
  /// For a page: without the marks that shells are shown commands with.
  fileprivate var onPage: String { replacing("`", with: "").asFullSentence }
}
