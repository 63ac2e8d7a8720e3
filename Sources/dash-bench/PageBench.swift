import BlockModel
import BlockRuntime
import BlockStore
import DashboardEngine
import DashboardWeb
import Drafting
import Egress
import Foundation
import Hummingbird
import Logging

/// Requests per second of the page with 12 blocks, beside the same bytes served statically.
struct PageBench {
  let workplace: Workplace

  func measure(into report: inout Report) async throws {
    let storage = try SQLiteStorage(
      DataFolder(workplace.folder.appending(path: "page")), for: .serve)
    let egress = Egress()
    let runner = BlockRunner(
      configuration: RunnerConfiguration(
        worker: workplace.worker, stdlib: workplace.checkout.appending(path: "LuaStdlib"),
        sandbox: .permissive),
      egress: egress, storage: storage, logger: Self.quiet)
    let recipes = RecipeCatalogue(folder: workplace.checkout.appending(path: "Prompts/recipes"))
    let cassettes = Dictionary(
      recipes.recipes.compactMap { recipe in
        recipe.cassette.map { (recipe.files.manifest.name, $0) }
      },
      uniquingKeysWith: { first, _ in first })
    var settings = EngineSettings()
    settings.cassette = { _, manifest in cassettes[manifest.name].map { .replay($0) } }
    let engine = DashboardEngine(
      storage: storage, runner: runner, settings: settings, logger: Self.quiet
    ) { _, _, _ in .answer(AuthoringAnswer("no authoring here")) }
    try await engine.open()
    for index in 0..<12 {
      let recipe = recipes.recipes[index % recipes.recipes.count]
      let card = try await engine.install(recipe.files, author: .recipe, explanation: "bench")
      _ = try await engine.refresh(card.id)
    }
    try await serve(engine, egress, &report)
    await engine.shutdown()
    await runner.shutdown()
    egress.shutdown()
  }

  private static var quiet: Logger {
    var logger = Logger(label: "bench")
    logger.logLevel = .critical
    return logger
  }

  private func serve(
    _ engine: DashboardEngine, _ egress: Egress, _ report: inout Report
  ) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let server = try DashboardServer(
      engine: engine, egress: egress,
      configuration: WebConfiguration(
        port: 0, shareFolder: workplace.checkout.path, version: "bench"), logger: Self.quiet
    ) { port.yield($0) }
    let dashboard = Task { try await server.run() }
    defer { dashboard.cancel() }
    var iterator = ports.makeAsyncIterator()
    guard let own = await iterator.next() else { return }
    let page = try Peer.output(["curl", "-s", "http://127.0.0.1:\(own)/"])
    let ours = try load(own)
    let router = Router()
    router.get("/") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
    }
    let (bytes, peer) = try await LocalServer.start(router, logger: Self.quiet)
    defer { bytes.cancel() }
    report.add(
      Figure(
        name: "GET / with 12 blocks (\(page.utf8.count >> 10) KiB)", value: ours, unit: "req/s",
        peer: "the same bytes, static, by Hummingbird", peerValue: try load(peer), goal: "≥ 0.5"))
    let moment = Date().addingTimeInterval(60).formatted(.iso8601)
    report.add(
      Figure(
        name: "GET /?at= with 12 blocks", value: try load(own, "?at=\(moment)"), unit: "req/s",
        peer: "GET / of the present", peerValue: ours, goal: "≥ 0.5"))
  }

  /// Requests per second of wrk with 8 connections for 5 s.
  private func load(_ port: Int, _ query: String = "") throws -> Double {
    let text = try Peer.output([
      "wrk", "-t1", "-c8", "-d5s", "http://127.0.0.1:\(port)/\(query)",
    ])
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
      let value = Double(line.split(separator: " ").last ?? "")
    else { throw Peer.Missing(description: "wrk gave no figure") }
    return value
  }
}
