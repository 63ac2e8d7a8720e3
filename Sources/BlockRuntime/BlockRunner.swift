public import BlockModel
public import Egress
import Foundation
public import Logging

/// Runs one block once: the pool of workers, their brokers and deadlines.
public actor BlockRunner {
  private let configuration: RunnerConfiguration
  private let egress: Egress
  private let storage: any ScriptStorage
  private let logger: Logger
  private let reactor = Reactor()
  private var zygote: Task<ZygoteProcess, any Error>?
  private var running = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var nextRun: UInt64 = 1
  private var isShutDown = false

  public init(
    configuration: RunnerConfiguration, egress: Egress, storage: any ScriptStorage,
    logger: Logger = Logger(label: "dash.runner")
  ) {
    self.configuration = configuration
    self.egress = egress
    self.storage = storage
    self.logger = logger
  }

  /// Runs a block once in its own sandboxed process. Failures are outcomes.
  public func run(_ request: RunRequest) async -> RunOutcome {
    await enter()
    defer { leave() }
    let startedAt = Date()
    let clock = ContinuousClock()
    let start = clock.now
    let record = await record(of: request)
    var outcome = RunOutcome(
      result: record.result, startedAt: startedAt, duration: clock.now - start, log: record.log,
      http: record.http,
      used: ResourceUse(
        cpuMilliseconds: record.cpuMilliseconds, memoryBytes: record.memoryBytes))
    outcome.absentReads = record.absentReads
    return outcome
  }

  /// Compiles a script without running it. `nil` when it compiles.
  public func syntaxProblem(in script: String) async -> RunFailure? {
    var request = RunRequest(
      block: BlockID(naming: "check"),
      files: BlockFiles(manifest: Manifest(name: "check"), script: script, spec: ""), reason: .edit)
    request.limits = Limits(seconds: 5)
    request.isCheck = true
    return await run(request).failure
  }

  /// Which layers of the sandbox are on.
  /// - Throws: ``RunFailure`` of kind `host` when the worker cannot be started.
  public func sandboxReport() async throws(RunFailure) -> SandboxReport {
    let zygote = try await readyZygote()
    return SandboxReport(bits: await zygote.layers() ?? 0)
  }

  /// Proportional set size of one child that waits for a run, in KiB; `nil` without a pool.
  public func memoryOfWaitingChild() async -> Int? {
    await (try? readyZygote())?.memoryOfWaitingChild()
  }

  /// Ends the workers and everything that runs in them.
  public func shutdown() async {
    isShutDown = true
    if let zygote { (try? await zygote.value)?.stop() }
    reactor.stop()
  }

  // MARK: One run

  private func record(of request: RunRequest) async -> RunSession.Record {
    do throws(RunFailure) {
      // A zygote that was killed is started again, once for each run that finds it gone.
      for _ in 0..<2 {
        let zygote = try await readyZygote()
        if let record = try await record(of: request, in: zygote) { return record }
      }
      throw RunFailure(.host, "the worker could not start a process; see the log of dash")
    } catch {
      return RunSession.Record(result: .failed(error))
    }
  }

  private func record(
    of request: RunRequest, in zygote: ZygoteProcess
  ) async throws(RunFailure) -> RunSession.Record? {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else {
      throw RunFailure(
        .host,
        "no descriptor is left for a run (\(String(cString: strerror(errno)))); it is tried again")
    }
    _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
    let number = nextRun
    nextRun += 1
    let child = await zygote.start(number, on: pair[1])
    close(pair[1])
    guard let child else {
      close(pair[0])
      return nil
    }
    let connection = WorkerConnection(descriptor: pair[0], reactor: reactor)
    reactor.add(connection)
    defer { reactor.close(connection) }
    return await RunSession(
      request: request, egress: egress, storage: storage, connection: connection, zygote: zygote,
      child: child
    ).perform()
  }

  // MARK: The zygote

  private func readyZygote() async throws(RunFailure) -> ZygoteProcess {
    guard !isShutDown else { throw RunFailure(.host, "dash is shutting down") }
    let task = zygote ?? Task { try await startZygote() }
    zygote = task
    do {
      let process = try await task.value
      guard process.isGone else { return process }
      // Whoever noticed first has perhaps started the next one already.
      if zygote == task { zygote = nil }
      return try await readyZygote()
    } catch {
      if zygote == task { zygote = nil }
      throw error as? RunFailure ?? RunFailure(.host, "\(error)")
    }
  }

  private nonisolated func startZygote() async throws(RunFailure) -> ZygoteProcess {
    guard FileManager.default.isExecutableFile(atPath: configuration.worker.path) else {
      throw RunFailure(
        .host,
        "the worker is not at \(configuration.worker.path); build it with `make release`, or set DASH_WORKER"
      )
    }
    guard let process = ZygoteProcess(configuration) else {
      throw RunFailure(
        .host, "the worker could not be started: \(String(cString: strerror(errno)))")
    }
    guard let bits = await process.layers() else {
      throw RunFailure(
        .host,
        "the worker ended at once; run `\(configuration.worker.path) \(configuration.stdlib.path) 0` to see why"
      )
    }
    let report = SandboxReport(bits: bits)
    logger.info(
      "worker ready", metadata: ["pid": "\(process.pid)", "missing": "\(report.missing)"])
    guard report.isComplete || configuration.sandbox == .permissive else {
      process.stop()
      let missing = report.missing.map(\.rawValue).joined(separator: ", ")
      throw RunFailure(
        .host,
        "the kernel lacks parts of the sandbox (\(missing)); start with --sandbox=permissive to run without them"
      )
    }
    return process
  }

  // MARK: The line

  private func enter() async {
    if running < configuration.maximumRuns {
      running += 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
  }
}
