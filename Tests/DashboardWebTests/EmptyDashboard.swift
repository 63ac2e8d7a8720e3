import BlockModel
import BlockRuntime
import BlockStore
import DashboardEngine
import Egress
import Foundation

@testable import DashboardWeb

/// A real dashboard without a block, in a folder of its own.
enum EmptyDashboard {
  static func server(
    port: Int = 8080, onStart: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> DashboardServer {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "dash-empty-\(UUID().uuidString)", directoryHint: .isDirectory)
    let storage = try SQLiteStorage(DataFolder(folder), for: .command)
    let egress = Egress()
    let runner = BlockRunner(
      configuration: RunnerConfiguration(worker: folder, stdlib: folder), egress: egress,
      storage: storage)
    let engine = DashboardEngine(storage: storage, runner: runner) { _, _, _ in
      .answer(AuthoringAnswer("Nothing is made here."))
    }
    return try DashboardServer(
      engine: engine, egress: egress,
      configuration: WebConfiguration(port: port, shareFolder: checkout.path, version: "test"),
      logger: silentLogger, onStart: onStart)
  }

  /// Its routes, which are never asked: nothing is started.
  static func routes() throws -> Routes {
    let server = try server()
    let hub = OpenPages()
    return server.routes(hub: hub, jobs: server.makeJobs(hub))
  }

  /// Serves it while a test goes on.
  static func live<Value>(_ test: (LiveServer) async throws -> Value) async throws -> Value {
    try await LiveServer.run({ try server(port: 0, onStart: $0) }, test)
  }
}
