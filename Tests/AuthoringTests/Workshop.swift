import Authoring
import BlockModel
import BlockRuntime
import Egress
import Foundation

/// What a test needs to draft blocks with the real worker.
struct Workshop {
  let runner: BlockRunner
  let author: Author

  init() {
    let configuration = RunnerConfiguration(
      worker: Self.buildFolder.appending(path: "dash-worker"),
      stdlib: Self.checkout.appending(path: "LuaStdlib"), sandbox: .permissive, poolSize: 2)
    let egress = Egress()
    runner = BlockRunner(configuration: configuration, egress: egress, storage: NoStorage())
    author = Author(runner: runner, egress: egress, recipes: Self.recipes)
  }

  static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let recipes = checkout.appending(path: "Prompts/recipes")

  /// The recorded answers of real sources; `nil` when the machine does not have them.
  static let corpus: URL? = {
    let given = ProcessInfo.processInfo.environment["DASH_CORPUS"].map { URL(filePath: $0) }
    var places = given.map { [$0] } ?? []
    var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    while folder.path.count > 1 {
      folder = folder.deletingLastPathComponent()
      places.append(folder.appending(path: "shared/corpus/open"))
    }
    let found = places.first { FileManager.default.fileExists(atPath: $0.path) }
    if found == nil { print("The corpus is not there: its tests are skipped. Set DASH_CORPUS.") }
    return found
  }()

  /// Where SwiftPM put the executables: the folder of the test bundle.
  static var buildFolder: URL {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// Drafts from a sentence in which `@` stands for the address of `path`.
  func draft(_ sentence: String, _ path: String, from source: LoopbackSource) async
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
actor NoStorage: ScriptStorage {
  private var values: [String: JSONValue] = [:]
  private var series: [String: [SeriesPoint]] = [:]

  func value(_ key: String, of block: BlockID) -> JSONValue? { values["\(block)/\(key)"] }
  func set(_ key: String, to value: JSONValue, of block: BlockID) {
    values["\(block)/\(key)"] = value
  }
  func delete(_ key: String, of block: BlockID) { values["\(block)/\(key)"] = nil }
  func keys(prefix: String, of block: BlockID) -> [String] {
    values.keys.filter { $0.hasPrefix("\(block)/\(prefix)") }.map {
      String($0.dropFirst("\(block)/".count))
    }.sorted()
  }
  func append(_ value: JSONValue, to name: String, at time: Date, of block: BlockID) {
    series["\(block)/\(name)", default: []].append(SeriesPoint(time: time, value: value))
  }
  func points(of name: String, _ query: SeriesQuery, of block: BlockID) -> [SeriesPoint] {
    series["\(block)/\(name)"] ?? []
  }
}
