public import Authoring
public import BlockModel
public import BlockRuntime
import Egress
public import Foundation
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
        grants: [HostPort(host: "127.0.0.1", port: source.port)])
    ) { _ in }
  }
}

/// Keeps values for the length of one test.
public actor NoStorage: ScriptStorage {
  private var values: [String: JSONValue] = [:]
  private var series: [String: [SeriesPoint]] = [:]

  public init() {}

  public func value(_ key: String, of block: BlockID) -> JSONValue? { values["\(block)/\(key)"] }
  public func set(_ key: String, to value: JSONValue, of block: BlockID) {
    values["\(block)/\(key)"] = value
  }
  public func delete(_ key: String, of block: BlockID) { values["\(block)/\(key)"] = nil }
  public func keys(prefix: String, of block: BlockID) -> [String] {
    values.keys.filter { $0.hasPrefix("\(block)/\(prefix)") }.map {
      String($0.dropFirst("\(block)/".count))
    }.sorted()
  }
  public func append(_ value: JSONValue, to name: String, at time: Date, of block: BlockID) {
    series["\(block)/\(name)", default: []].append(SeriesPoint(time: time, value: value))
  }
  public func points(of name: String, _ query: SeriesQuery, of block: BlockID) -> [SeriesPoint] {
    series["\(block)/\(name)"] ?? []
  }
}
