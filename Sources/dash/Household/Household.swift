import Authoring
import BlockModel
import BlockRuntime
import BlockStore
import DashboardEngine
import Drafting
import Egress
import Foundation
import LanguageModels
import Logging

/// All rooms of the house, put together for one command.
struct Household {
  let places: Places
  let storage: any Storage
  let egress: Egress
  let runner: BlockRunner
  let models: ConfiguredModels
  let author: Author
  let engine: DashboardEngine

  /// - Parameters:
  ///   - data: the data folder. Which kind of storage keeps it is decided here and nowhere else.
  ///   - access: `serve` takes the folder's lock; `existing` makes nothing.
  ///   - demo: recipes' blocks replay their cassettes instead of asking the internet.
  ///   - cassette: what all blocks record to or replay from.
  init(
    data: URL, access: StorageAccess, sandbox: RunnerConfiguration.Sandbox = .strict,
    poolSize: Int = 0, demo: Bool = false, cassette: Cassette? = nil, logger: Logger
  ) throws {
    places = try Places()
    storage = try SQLiteStorage(DataFolder(data), for: access)
    egress = Egress(secrets: StoredSecrets(storage: storage))
    runner = BlockRunner(
      configuration: RunnerConfiguration(
        worker: places.worker, stdlib: places.stdlib, sandbox: sandbox, poolSize: poolSize),
      egress: egress, storage: storage, logger: logger)
    models = ConfiguredModels(
      egress: egress, store: StoredModels(storage: storage),
      environment: ProcessInfo.processInfo.environment)
    let author = Author(runner: runner, egress: egress, recipes: places.recipes, models: models)
    self.author = author
    var settings = EngineSettings()
    if let cassette {
      settings.cassette = { _, _ in cassette }
    } else if demo {
      let cassettes = Self.cassettes(of: author.recipes)
      settings.cassette = { _, manifest in cassettes[manifest.name].map { .replay($0) } }
    }
    engine = DashboardEngine(
      storage: storage, runner: runner, settings: settings, logger: logger,
      draft: { await author.draft($0, progress: $1, record: $2) },
      refine: { await author.refine($0, progress: $1, record: $2) },
      offer: { await author.offer(of: $0, as: $1, grants: $2) },
      heal: { await author.heal($0, record: $1) },
      check: { author.candidateCheck },
      send: { [sender = NoticeSender(egress: egress)] in await sender.send($0, to: $1) })
  }

  /// Blocks keep the name of their recipe; two recipes never share one.
  private static func cassettes(of catalogue: RecipeCatalogue) -> [String: URL] {
    Dictionary(
      catalogue.recipes.compactMap { recipe in
        recipe.cassette.map { (recipe.files.manifest.name, $0) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// What is wrong with a data folder.
  static func examine(_ data: URL) throws -> Repair.Finding { try Repair.examine(DataFolder(data)) }

  /// Saves what can be read of a damaged data folder.
  static func repair(_ data: URL) throws -> Repair.Report {
    try Repair.perform(on: DataFolder(data))
  }

  /// Makes a data folder of a backup.
  static func restore(_ file: URL, into data: URL, replacing: Bool) async throws -> Restoring.Report
  {
    try await Restoring.perform(from: file, into: DataFolder(data), replacing: replacing)
  }

  /// Ends workers and connections.
  func close() async {
    await engine.shutdown()
    await runner.shutdown()
    egress.shutdown()
    try? storage.close()
  }
}

/// Secrets of blocks come from the data folder.
private struct StoredSecrets: SecretSource {
  let storage: any SecretStorage

  func secret(_ name: String) async -> String? { try? await storage.secret(name) }
}
