public import Egress
public import Foundation

/// The models that settings and environment name, asked within the person's limits.
public actor ConfiguredModels: ModelSource {
  /// How long a search for servers on this machine holds.
  private static let searchHolds: TimeInterval = 60
  private static let searchPatience = Duration.milliseconds(300)

  private let egress: Egress
  private let store: any ModelStore
  private let environment: [String: String]
  private let now: @Sendable () -> Date
  private let ledger: SpendLedger
  private var memories: [String: ModelMemory] = [:]
  private var found: (configuration: ModelConfiguration?, at: Date)?
  /// The first model of servers that were asked for it.
  private var firstModels: [String: String] = [:]

  public init(
    egress: Egress, store: any ModelStore, environment: [String: String],
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.egress = egress
    self.store = store
    self.environment = environment
    self.now = now
    ledger = SpendLedger(store: store, now: now)
  }

  public func choice() async -> ModelChoice {
    do throws(ModelFailure) {
      guard let configuration = try await configuration() else { return .none }
      let remote = RemoteModel(configuration, egress: egress, memory: await memory(configuration))
      return .model(LimitedModel(base: remote, ledger: ledger, price: configuration.knownPrice))
    } catch {
      return .unusable(error)
    }
  }

  /// Whom a job would ask now; `nil` when there is no model.
  /// - Throws: ``ModelFailure`` when the settings name one that cannot be asked.
  public func configuration() async throws(ModelFailure) -> ModelConfiguration? {
    let choosing = try await choosing()
    guard var configuration = try await choosing.configuration() else {
      return choosing.isBuiltin ? nil : try await search(choosing)
    }
    if configuration.model.isEmpty {
      configuration.model = try await firstModel(of: configuration)
      configuration.price = choosing.settings.prices[configuration.model]
    }
    return configuration
  }

  /// The models of the server that is asked, or of another one.
  public func models(of server: String?) async throws(ModelFailure) -> [ListedModel] {
    let configuration: ModelConfiguration?
    if let server {
      configuration = try await choosing().configuration(.named(server), nil, "")
    } else {
      configuration = try await self.configuration()
    }
    guard let configuration else { return [] }
    return try await ModelListing(egress: egress).models(of: configuration)
  }

  /// The names of servers, as they are chosen by.
  public static var servers: [String] { ModelServer.known.map(\.name) }

  /// The names of servers, for messages.
  public static var serverNames: String { ModelServer.names }

  /// Is this the name of a server?
  public static func checkServer(_ name: String) throws(ModelFailure) {
    if name != "builtin" { _ = try ModelServer.named(name) }
  }

  private func choosing() async throws(ModelFailure) -> ModelChoosing {
    let store = store
    let settings: ModelSettings
    do { settings = try await store.modelSettings() } catch {
      throw error as? ModelFailure ?? ModelFailure(.setting, "\(error)")
    }
    return ModelChoosing(settings: settings, environment: environment) {
      await store.modelKey(server: $0)
    }
  }

  /// Looks for a server on this machine.
  private func search(_ choosing: ModelChoosing) async throws(ModelFailure) -> ModelConfiguration? {
    if let found, now().timeIntervalSince(found.at) < Self.searchHolds {
      return found.configuration
    }
    var configuration: ModelConfiguration?
    for server in ModelServer.known where server.isHome && configuration == nil {
      guard
        var candidate = try? await choosing.configuration(
          server, server.baseURL, "it runs on this machine"),
        let models = try? await ModelListing(egress: egress).models(
          of: candidate, within: Self.searchPatience), let first = models.first
      else { continue }
      if candidate.model.isEmpty { candidate.model = first.id }
      configuration = candidate
    }
    found = (configuration, now())
    return configuration
  }

  private func firstModel(of configuration: ModelConfiguration) async throws(ModelFailure) -> String
  {
    if let known = firstModels[configuration.baseURL] { return known }
    guard let first = try await ModelListing(egress: egress).models(of: configuration).first else {
      throw ModelFailure(
        .unknownModel,
        "\(configuration.server) at \(configuration.baseURL) has no models; load one, or choose another server with `dash models use`"
      )
    }
    firstModels[configuration.baseURL] = first.id
    return first.id
  }

  private func memory(_ configuration: ModelConfiguration) async -> ModelMemory {
    let target = "\(configuration.wire.rawValue) \(configuration.baseURL) \(configuration.model)"
    if let memory = memories[target] { return memory }
    let quirks = await store.modelQuirks(of: target) ?? ModelQuirks()
    if let memory = memories[target] { return memory }
    let store = store
    let memory = ModelMemory(quirks: quirks, atOnce: configuration.isLocal ? 1 : 2) { quirks in
      Task { await store.keep(quirks, of: target) }
    }
    memories[target] = memory
    return memory
  }
}
