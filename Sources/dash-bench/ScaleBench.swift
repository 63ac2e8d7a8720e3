import BlockModel
import BlockRuntime
import BlockStore
import DashboardEngine
import Egress
import Foundation
import Hummingbird
import Logging
import Synchronization

/// A folder of many blocks that run every minute: how soon the first card is there, how many runs are kept a
/// second, how late they start, and what that costs. Half of the blocks ask a source that changes.
struct ScaleBench {
  let workplace: Workplace
  /// Only how soon the first card is there.
  var isStartOnly = false

  /// Runs that end in this time are counted; before it, every block ran once.
  private static let window = 60
  private static let distance = 60

  func measure(into report: inout Report) async throws {
    for count in [1_000, 10_000] { try await measure(count, &report) }
  }

  private func measure(_ count: Int, _ report: inout Report) async throws {
    let (serving, port) = try await serveSource()
    defer { serving.cancel() }
    let folder = DataFolder(workplace.folder.appending(path: "scale-\(count)"))
    try await seed(count, port, folder)

    let clock = ContinuousClock()
    let start = clock.now
    let storage = try SQLiteStorage(folder, for: .serve)
    let egress = Egress()
    let runner = runner(on: storage, egress)
    let engine = engine(on: storage, runner)
    try await engine.start()
    _ = try await engine.card(Self.id(0))
    let opened = (clock.now - start) / .milliseconds(1)
    func add(_ name: String, _ value: Double, _ unit: String, _ wanted: Double, _ goal: String) {
      report.add(
        Figure(
          name: "\(count) blocks at 60 s: \(name)", value: value, unit: unit, peer: "wanted",
          peerValue: wanted, goal: goal))
    }
    add("first card", opened, "ms", count > 1_000 ? 1_000 : 300, "≤ 1")
    guard !isStartOnly else {
      await engine.shutdown()
      await runner.shutdown()
      return egress.shutdown()
    }
    // Once through all, then a minute that counts.
    try await Task.sleep(for: .seconds(Self.distance + 30))
    let (from, used) = (Date(), Self.cpuSeconds)
    try await Task.sleep(for: .seconds(Self.window))
    let cores = (Self.cpuSeconds - used) / Double(Self.window)
    let memory = Self.residentMiB
    let lags = try await lags(storage, count, since: from)
    await engine.shutdown()
    await runner.shutdown()
    egress.shutdown()
    add("runs kept", Double(lags.count) / Double(Self.window), "runs/s", Double(count) / 60, "≥ 1")
    add("start lag p50", Self.share(0.5, of: lags), "ms", 20, "≤ 1")
    add("start lag p99", Self.share(0.99, of: lags), "ms", 250, "≤ 1")
    add("cores", cores, "", 1, "≤ 1")
    add("resident memory", memory, "MiB", 200, "≤ 1")
  }

  // MARK: The folder

  private static func id(_ number: Int) -> BlockID {
    BlockID("tick-\(number)") ?? BlockID(naming: "tick")
  }

  /// Blocks that ran once, spread over the minute before now.
  private func seed(_ count: Int, _ port: Int, _ folder: DataFolder) async throws {
    let storage = try SQLiteStorage(folder, for: .command)
    let egress = Egress()
    let runner = runner(on: storage, egress)
    // As every folder is opened before it has a block.
    try await engine(on: storage, runner).open()
    await runner.shutdown()
    egress.shutdown()
    let place = HostPort(host: "127.0.0.1", port: port)
    let spec = #"{"ui":1,"title":"Tick","body":[{"type":"stat","label":"n","value":"${n}"}]}"#
    for number in 0..<count {
      var manifest = Manifest(name: "Tick", schedule: .every(.seconds(Self.distance)))
      var script = "return function(ctx) return {n=ctx.now, rows={{a=1},{a=2}}} end"
      if number % 2 == 1 {
        manifest.permissions.privateHosts = [place]
        script =
          "return function() return require('http').get('http://127.0.0.1:\(port)/\(number)'):json() end"
      }
      let texts = BlockTexts(BlockFiles(manifest: manifest, script: script, spec: spec))
      let next = Date(timeIntervalSinceNow: Double(number) * Double(Self.distance) / Double(count))
      let run = NewRun(
        RunOutcome(result: .ok(["n": 0]), startedAt: next - Double(Self.distance)),
        version: VersionNumber(1), reason: "create", keep: Retention(runs: 200),
        nextRun: .at(next + 20))
      _ = try await storage.create(
        NewBlock(
          id: Self.id(number),
          version: NewVersion(
            texts: texts, author: .hand, explanation: "bench", createdAt: Date()),
          grants: number % 2 == 1 ? [.privateHost(place)] : [],
          run: run))
    }
    let places = (0..<count).map { number in
      let place = Place(x: number % 4 * 3, y: number / 4 * 6, w: 3, h: 6)
      return (Self.id(number), CardPlace(place, height: .fitted))
    }
    try await storage.setCardPlaces(Dictionary(uniqueKeysWithValues: places), on: .wide)
    try storage.close()
    // The first start looks at the files of all blocks; the later ones at those that changed.
    try SQLiteStorage(folder, for: .serve).close()
  }

  // MARK: The house

  private func runner(on storage: SQLiteStorage, _ egress: Egress) -> BlockRunner {
    BlockRunner(
      configuration: RunnerConfiguration(
        worker: workplace.worker, stdlib: workplace.checkout.appending(path: "LuaStdlib"),
        sandbox: .permissive),
      egress: egress, storage: storage, logger: Self.quiet)
  }

  private func engine(on storage: SQLiteStorage, _ runner: BlockRunner) -> DashboardEngine {
    DashboardEngine(
      storage: storage, runner: runner, settings: EngineSettings(random: { 0.5 }),
      logger: Self.quiet
    ) { _, _, _ in .answer(AuthoringAnswer("no authoring here")) }
  }

  /// How late each run started, counted from a minute after the end of the one before it; milliseconds.
  private func lags(_ storage: SQLiteStorage, _ count: Int, since: Date) async throws -> [Double] {
    var lags: [Double] = []
    for number in 0..<count {
      let runs = try await storage.runs(of: Self.id(number), limit: 5)
      for (run, before) in zip(runs, runs.dropFirst()) where run.startedAt >= since {
        let end = before.startedAt + before.duration / .seconds(1)
        lags.append((run.startedAt.timeIntervalSince(end) - Double(Self.distance)) * 1000)
      }
    }
    return lags
  }

  private static func share(_ share: Double, of values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int(clamping: Double(sorted.count) * share))]
  }

  // MARK: The source and the machine

  private func serveSource() async throws -> (serving: Task<Void, any Error>, port: Int) {
    let counter = Counter()
    let router = Router()
    router.get("**") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: "{\"n\": \(counter.next())}")))
    }
    return try await LocalServer.start(router, logger: Self.quiet)
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
  }

  private static var quiet: Logger {
    var logger = Logger(label: "bench")
    logger.logLevel = .critical
    return logger
  }

  /// Of this process and of the children it waited for.
  private static var cpuSeconds: Double {
    [RUSAGE_SELF, RUSAGE_CHILDREN].map { who in
      var usage = rusage()
      getrusage(who.rawValue, &usage)
      return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }.reduce(0, +)
  }

  private static var residentMiB: Double {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? .nan
    return pages * 4_096 / 1_048_576
  }
}
