import Authoring
import BlockModel
import BlockRuntime
import BlockStore
import Egress
import Foundation
import LanguageModels
import Synchronization

@testable import DashboardEngine

/// An engine over a real store and the real worker, with a clock the test turns by hand.
final class House: Sendable {
  let folder: DataFolder
  let storage: SQLiteStorage
  let runner: BlockRunner
  let engine: DashboardEngine

  init(
    draft: @escaping DashboardEngine.Drafting = House.noDraft,
    refine: @escaping DashboardEngine.Refining = { _, _, _ in .answer(AuthoringAnswer("No.")) },
    send: @escaping DashboardEngine.Sending = { _, _ in .failed("No.") },
    model: (any ModelProvider)? = nil
  ) throws {
    folder = DataFolder(
      FileManager.default.temporaryDirectory.appending(path: "dash-\(UUID().uuidString)"))
    storage = try SQLiteStorage(folder, for: .serve)
    let egress = Egress()
    runner = BlockRunner(
      configuration: RunnerConfiguration(
        worker: Self.buildFolder.appending(path: "dash-worker"), stdlib: Self.stdlib,
        sandbox: .permissive, poolSize: 0),
      egress: egress, storage: storage)
    let author = Author(
      runner: runner, egress: egress,
      recipes: Self.stdlib.deletingLastPathComponent().appending(path: "Prompts/recipes"),
      models: FixedModel(model))
    let time = Time(Date())
    engine = DashboardEngine(
      storage: storage, runner: runner,
      settings: EngineSettings(now: { time.now.withLock { $0 } }, random: { 0.5 }),
      draft: draft, refine: refine, heal: { await author.heal($0, record: $1) }, send: send)
    self.time = time
  }

  private let time: Time

  private final class Time: Sendable {
    let now: Mutex<Date>
    init(_ date: Date) { now = Mutex(date) }
  }

  var now: Date { time.now.withLock { $0 } }

  func pass(_ seconds: TimeInterval) { time.now.withLock { $0 += seconds } }

  deinit {
    let (runner, url) = (runner, folder.url)
    Task {
      await runner.shutdown()
      try? FileManager.default.removeItem(at: url)
    }
  }

  static let noDraft: DashboardEngine.Drafting = { _, _, _ in
    .answer(AuthoringAnswer("There is no author in this test."))
  }

  static let stdlib = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "LuaStdlib")

  static var buildFolder: URL {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// Installs a block and waits for its first run.
  func install(
    _ body: String, params: [Param] = [], permissions: Permissions = Permissions(),
    spec: String = House.spec
  ) async throws -> Card {
    let manifest = Manifest(name: "Test", params: params, permissions: permissions)
    let card = try await engine.install(
      BlockFiles(manifest: manifest, script: Self.script(body), spec: spec), author: .recipe,
      explanation: "A test.")
    _ = try await engine.entry(card.id).run?.value
    return try await engine.card(card.id)
  }

  static func script(_ body: String) -> String { "return function(ctx)\n\(body)\nend\n" }

  static let spec = #"{"ui": 1, "body": [{"type": "text", "text": "${n}"}]}"#

  /// Writes the script of the working copy, as an editor would.
  func save(_ script: String, of id: BlockID) async throws {
    var texts = try await storage.workingCopy(of: id)
    texts.script = script
    try await storage.setWorkingCopy(texts, of: id)
  }
}

extension DashboardEngine {
  /// Looks at the working copy now, instead of when it has rested.
  @discardableResult
  func saveWorkingCopy(_ id: BlockID) async throws(EngineError) -> Card {
    let stamp = await storage.workingCopyStamp(of: id)
    entries[id]?.editing.stamp = stamp
    try await takeWorkingCopy(id)
    return try await card(id)
  }
}
