public import Authoring
public import BlockModel
public import BlockRuntime
import Egress
import Foundation
public import TestSupport

/// What a test needs to draft blocks with the real worker.
public struct Workshop: Sendable {
  public let runner: BlockRunner
  public let author: Author

  public init() {
    let configuration = RunnerConfiguration(
      worker: TestPlaces.buildFolder.appending(path: "dash-worker"),
      stdlib: TestPlaces.checkout.appending(path: "LuaStdlib"), sandbox: .permissive, poolSize: 2)
    let egress = Egress()
    runner = BlockRunner(configuration: configuration, egress: egress, storage: NoStorage())
    author = Author(runner: runner, egress: egress, recipes: TestPlaces.recipes)
  }

  /// Drafts from a sentence in which `@` stands for the address of `path`.
  public func draft(_ sentence: String, _ path: String, from source: LoopbackSource) async
    -> AuthoringResult
  {
    await author.draft(
      AuthoringRequest(
        sentence: sentence.replacing("@", with: source.url(path)),
        grants: [.privateHost(HostPort(host: "127.0.0.1", port: source.port))])
    ) { _ in }
  }
}

/// Keeps values for the length of one test.
public struct NoStorage: ScriptData {
  public let quotas = ScriptQuotas()

  public init() {}

  public func value(_ key: String, of block: BlockID) -> JSONValue? { nil }
  public func keys(prefix: String, of block: BlockID) -> [String] { [] }
  public func points(
    of name: String, _ query: SeriesQuery, of block: BlockID, with pending: [SeriesPoint]
  ) -> [SeriesPoint] { pending }
  public func scriptUse(of block: BlockID) -> ScriptUse { ScriptUse() }
  public func commit(_ changes: ScriptChanges, of block: BlockID) {}
}
