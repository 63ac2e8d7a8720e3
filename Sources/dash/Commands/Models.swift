import ArgumentParser
import BlockModel
import BlockStore
import Foundation
import LanguageModels

/// Which model writes blocks, what it may cost, and whether it answers.
struct Models: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show, choose and test the model that writes blocks.",
    discussion: """
      Without a choice the environment decides: DASH_AI_PROVIDER with DASH_AI_MODEL, DASH_AI_BASE_URL \
      and DASH_AI_API_KEY; else ANTHROPIC_API_KEY, OPENAI_API_KEY or OPENAI_BASE_URL, \
      OPENROUTER_API_KEY, OLLAMA_HOST; else a server that runs on this machine. Without any of them \
      blocks are drafted without a model.
      """,
    subcommands: [Show.self, Test.self, Use.self, Key.self, Limit.self, Price.self],
    defaultSubcommand: Show.self)

  /// Runs the body with the data folder open.
  /// - Parameter isReading: no folder is made where none is; what the environment says is told all the same.
  static func inHouse(
    _ data: DataOption, isReading: Bool = false, _ body: (Household) async throws -> Void
  ) async throws {
    try await CommandFailure.reporting {
      let passing = FileManager.default.temporaryDirectory
        .appending(path: "dash-models-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: passing) }
      let isThere = FileManager.default.fileExists(atPath: data.folder.path)
      let house = try Household(
        data: isReading && !isThere ? passing : data.folder, access: .command,
        logger: Logs.logger(.error))
      do {
        try await body(house)
        await house.close()
      } catch let failure as ModelFailure {
        await house.close()
        throw CommandFailure(failure.failureKind, failure.message.asFullSentence)
      } catch {
        await house.close()
        throw error
      }
    }
  }

  /// Who writes blocks, or why nobody does, one sentence.
  private static func asked(
    _ configuration: ModelConfiguration, _ limits: ModelSettings.Limits
  ) -> String {
    configuration.problem(within: limits)?.message.asFullSentence
      ?? "Blocks are written by \(configuration.shown)."
  }

  static func dollars(_ amount: Double) -> String {
    amount.formatted(.currency(code: "USD").precision(.fractionLength(2...4)))
  }
}

extension Models {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the model that is asked, today's use, and the models of its server.")

    @OptionGroup var data: DataOption
    @Option(help: "List the models of this server instead.") var server: String?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
      try await Models.inHouse(data, isReading: true) { house in
        let configuration = server == nil ? try await house.models.configuration() : nil
        let listed = try await house.models.models(of: server)
        let settings = try await StoredModels(storage: house.storage).modelSettings()
        let used = try await house.storage.spending(on: CivilDay(Date()))
        if json {
          Output.print(document(configuration, listed, settings, used).json(.pretty))
          return
        }
        if server == nil {
          Output.print(
            configuration.map { Models.asked($0, settings.limits) }
              ?? "No model: blocks are drafted from addresses and recipes. `dash models use` and `dash models key` connect one."
          )
          Output.print(Self.use(used, settings.limits))
        }
        for model in listed {
          Output.print(model.detail.isEmpty ? model.id : "\(model.id)  (\(model.detail))")
        }
      }
    }

    private static func use(_ used: ModelUse, _ limits: ModelSettings.Limits) -> String {
      let tokens = limits.tokens.map { " of \($0)" } ?? ""
      let cost = limits.cost.map { " of \(Models.dollars($0))" } ?? ""
      return
        "Today: \(used.calls) of \(limits.calls) calls, \(used.tokens)\(tokens) tokens, \(Models.dollars(used.cost))\(cost) as far as prices are known."
    }

    private func document(
      _ configuration: ModelConfiguration?, _ listed: [ListedModel], _ settings: ModelSettings,
      _ used: ModelUse
    ) -> JSONValue {
      [
        "server": configuration.map { .string($0.server) } ?? .null,
        "model": configuration.map { .string($0.model) } ?? .null,
        "base_url": configuration.map { .string($0.baseURL) } ?? .null,
        "reason": configuration.map { .string($0.reason) } ?? .null,
        "problem": configuration?.problem(within: settings.limits).map { .string($0.message) }
          ?? .null,
        "settings": settings.json,
        "today": [
          "calls": .integer(Int64(used.calls)), "tokens": .integer(Int64(used.tokens)),
          "cost": .number(used.cost),
        ],
        "models": .array(
          listed.map { ["id": .string($0.id), "detail": .string($0.detail)] }),
      ]
    }
  }

  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Ask the model for one word.")

    @OptionGroup var data: DataOption

    func run() async throws {
      try await Models.inHouse(data) { house in
        Output.print(try await house.testModel { Output.note("\($0)…") })
      }
    }
  }

  struct Use: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Choose the server and the model.",
      discussion:
        "Servers: \(ConfiguredModels.serverNames), or builtin for none; auto leaves it to the environment."
    )

    @Argument(help: "SERVER or SERVER/MODEL.") var choice: String
    @Option(help: "The address of the server, if it is not the usual one.") var url: String?
    @OptionGroup var data: DataOption

    func run() async throws {
      try await Models.inHouse(data) { house in
        let server = choice.prefix { $0 != "/" }.lowercased()
        let model = String(choice.drop { $0 != "/" }.dropFirst())
        if server != "auto" { try ConfiguredModels.checkServer(server) }
        try await house.changeModels { settings in
          settings.server = server == "auto" ? nil : server
          settings.model = model.isEmpty ? nil : model
          settings.baseURL = url
        }
        let limits = try await StoredModels(storage: house.storage).modelSettings().limits
        do throws(ModelFailure) {
          let configuration = try await house.models.configuration()
          Output.print(
            configuration.map { Models.asked($0, limits) }
              ?? "No model: blocks are drafted from addresses and recipes.")
        } catch {
          Output.print("\(server) is chosen, but cannot be asked yet: \(error.message).")
        }
      }
    }
  }

  struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep the key of a server, encrypted in the data folder; it is read from stdin.")

    @Argument(help: "SERVER, like anthropic.") var server: String
    @Flag(help: "Forget the key.") var remove = false
    @OptionGroup var data: DataOption

    func run() async throws {
      try await Models.inHouse(data) { house in
        try ConfiguredModels.checkServer(server)
        let name = StoredModels.keyName(server.lowercased())
        if remove {
          try await house.storage.setOwnKey(name, to: nil)
          Output.print("The key of \(server) is forgotten.")
          return
        }
        let key = try SecretInput.read("The key of \(server)").text
        try await house.storage.setOwnKey(name, to: key)
        try await house.changeModels { settings in
          if settings.server == nil { settings.server = server.lowercased() }
        }
        Output.print("The key of \(server) is kept. `dash models test` tries it.")
      }
    }
  }

  struct Limit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Limit what models may do in one day.", usage: CalledName.usage("models limit"),
      discussion: "--tokens 0 and --cost 0 take these limits away.")

    @Option(help: "Calls of models.") var calls: Int?
    @Option(help: "Tokens read and written.") var tokens: Int?
    @Option(help: "US dollars; a model whose price is not known is then not asked.") var cost:
      Double?
    @OptionGroup var data: DataOption

    func validate() throws {
      guard (calls ?? 0) >= 0, (tokens ?? 0) >= 0, (cost ?? 0) >= 0, cost?.isFinite ?? true else {
        throw ValidationError("A limit cannot be negative.")
      }
    }

    func run() async throws {
      try await Models.inHouse(data) { house in
        try await house.changeModels { settings in
          if let calls { settings.limits.calls = calls }
          if let tokens { settings.limits.tokens = tokens == 0 ? nil : tokens }
          if let cost { settings.limits.cost = cost == 0 ? nil : cost }
        }
        let limits = try await StoredModels(storage: house.storage).modelSettings().limits
        let others = [
          limits.tokens.map { "\($0) tokens" }, limits.cost.map(Models.dollars),
        ].compactMap(\.self)
        Output.print(
          "Models may use \((["\(limits.calls) calls"] + others).joined(separator: ", ")) a day.")
        if let problem = try? await house.models.configuration()?.problem(within: limits) {
          Output.note(problem.message.asFullSentence)
        }
      }
    }
  }

  struct Price: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what a model costs, in US dollars for a million tokens.",
      usage: CalledName.usage("models price <model> --input <input> --output <output>"))

    @Argument(help: "The model, as its server names it.") var model: String
    @Option(help: "Tokens read.") var input: Double
    @Option(help: "Tokens written.") var output: Double
    @Option(help: "Tokens read from the server's cache; a tenth of --input unless given.")
    var cached: Double?
    @OptionGroup var data: DataOption

    func validate() throws {
      guard [input, output, cached ?? 0].allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw ValidationError("A price cannot be negative.")
      }
    }

    func run() async throws {
      try await Models.inHouse(data) { house in
        try await house.changeModels { settings in
          settings.prices[model] = ModelPrice(input: input, output: output, cached: cached)
        }
        Output.print(
          "\(model) costs \(Models.dollars(input)) and \(Models.dollars(output)) for a million tokens."
        )
      }
    }
  }
}
