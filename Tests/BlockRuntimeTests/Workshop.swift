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
    _ body: String, seconds: Int = 30, memoryMiB: Int = 64, requests: Int = 100,
    permissions: Permissions = Permissions(), change: (inout RunRequest) -> Void = { _ in }
  ) async -> RunOutcome {
    await runWhole(
      "return function(ctx) \(body)\nend", seconds: seconds, memoryMiB: memoryMiB,
      requests: requests, permissions: permissions, change: change)
  }

  /// Runs a whole `block.lua`.
  func runWhole(
    _ script: String, seconds: Int = 30, memoryMiB: Int = 64, requests: Int = 100,
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

/// What scripts keep, forgotten with the test. A block named `full` may keep nothing more.
actor MemoryStorage: ScriptData {
  let quotas = ScriptQuotas()
  private var values: [String: [String: JSONValue]] = [:]
  private var series: [String: [SeriesPoint]] = [:]
  private var asked: Set<String> = []
  private var watchers: [String: [CheckedContinuation<Void, Never>]] = [:]

  /// Waits until any block has asked for `key`.
  func isAsked(for key: String) async {
    if asked.contains(key) { return }
    await withCheckedContinuation { watchers[key, default: []].append($0) }
  }

  func value(_ key: String, of block: BlockID) -> JSONValue? {
    asked.insert(key)
    for watcher in watchers.removeValue(forKey: key) ?? [] { watcher.resume() }
    return values[block.text]?[key]
  }

  func keys(prefix: String, of block: BlockID) -> [String] {
    (values[block.text] ?? [:]).keys.filter { $0.hasPrefix(prefix) }.sorted()
  }

  func points(
    of name: String, _ query: SeriesQuery, of block: BlockID, with pending: [SeriesPoint]
  ) -> [SeriesPoint] {
    ((series["\(block)/\(name)"] ?? []) + pending).filter { point in
      query.since.map { point.time >= $0 } ?? true
    }
  }

  func scriptUse(of block: BlockID) -> ScriptUse {
    block.text == "full" ? ScriptUse(keys: quotas.keys) : ScriptUse()
  }

  func commit(_ changes: ScriptChanges, of block: BlockID) {
    for (key, value) in changes.values { values[block.text, default: [:]][key] = value }
    for (name, points) in changes.points { series["\(block)/\(name)", default: []] += points }
  }
}
