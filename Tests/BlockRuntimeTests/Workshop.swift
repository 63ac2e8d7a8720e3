import BlockModel
import BlockRuntime
import Egress
import Foundation

/// What a test needs to run scripts in the real worker.
struct Workshop {
  let runner: BlockRunner
  let storage: MemoryStorage

  /// - Parameter worker: the executable beside the tests, `dash-worker` or `dash-worker-probe`.
  init(
    worker: String = "dash-worker", poolSize: Int = 2, maximumRuns: Int = 16,
    secrets: any SecretSource = NoSecrets(),
    configuration change: (inout RunnerConfiguration) -> Void = { _ in }
  ) {
    var configuration = RunnerConfiguration(
      worker: Self.buildFolder.appending(path: worker), stdlib: Self.stdlib, sandbox: .permissive,
      poolSize: poolSize, maximumRuns: maximumRuns)
    change(&configuration)
    storage = MemoryStorage()
    runner = BlockRunner(
      configuration: configuration, egress: Egress(secrets: secrets),
      storage: storage)
  }

  static let stdlib = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "LuaStdlib")

  /// Where SwiftPM put the executables: the folder of the test bundle.
  static var buildFolder: URL {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// Runs a script once; the script is the body of `function(ctx) … end`.
  func run(
    _ body: String, seconds: Int = 5, memoryMiB: Int = 64, requests: Int = 100,
    permissions: Permissions = Permissions(), change: (inout RunRequest) -> Void = { _ in }
  ) async -> RunOutcome {
    await runWhole(
      "return function(ctx) \(body)\nend", seconds: seconds, memoryMiB: memoryMiB,
      requests: requests, permissions: permissions, change: change)
  }

  /// Runs a whole `block.lua`.
  func runWhole(
    _ script: String, seconds: Int = 5, memoryMiB: Int = 64, requests: Int = 100,
    permissions: Permissions = Permissions(), block: String = "test",
    change: (inout RunRequest) -> Void = { _ in }
  ) async -> RunOutcome {
    let manifest = Manifest(
      name: "test", permissions: permissions,
      limits: Limits(seconds: seconds, memoryMiB: memoryMiB, requests: requests))
    var request = RunRequest(
      block: BlockID(block)!, files: BlockFiles(manifest: manifest, script: script, spec: "{}"),
      reason: .manual)
    change(&request)
    return await runner.run(request)
  }
}

/// A storage that forgets everything with the test.
actor MemoryStorage: ScriptStorage {
  private var values: [String: [String: JSONValue]] = [:]
  private var series: [String: [SeriesPoint]] = [:]

  func value(_ key: String, of block: BlockID) -> JSONValue? { values[block.text]?[key] }

  private var watchers: [String: [CheckedContinuation<Void, Never>]] = [:]

  /// Waits until any block has set `key`.
  func isSet(_ key: String) async {
    if values.values.contains(where: { $0[key] != nil }) { return }
    await withCheckedContinuation { watchers[key, default: []].append($0) }
  }

  func set(_ key: String, to value: JSONValue, of block: BlockID) throws(ScriptStorageError) {
    if key == "full" { throw .quota("the block keeps more than it may; delete something") }
    values[block.text, default: [:]][key] = value
    for watcher in watchers.removeValue(forKey: key) ?? [] { watcher.resume() }
  }

  func delete(_ key: String, of block: BlockID) { values[block.text]?[key] = nil }

  func keys(prefix: String, of block: BlockID) -> [String] {
    (values[block.text] ?? [:]).keys.filter { $0.hasPrefix(prefix) }.sorted()
  }

  func append(_ value: JSONValue, to name: String, at time: Date, of block: BlockID) {
    series["\(block)/\(name)", default: []].append(SeriesPoint(time: time, value: value))
  }

  func points(of name: String, _ query: SeriesQuery, of block: BlockID) -> [SeriesPoint] {
    (series["\(block)/\(name)"] ?? []).filter { point in
      query.since.map { point.time >= $0 } ?? true
    }
  }
}
