public import BlockModel
public import Egress
import Foundation
public import HeadlessBrowser
public import Logging

/// Runs one block once: the pool of workers, their brokers and deadlines.
public actor BlockRunner {
  private let configuration: RunnerConfiguration
  private let egress: Egress
  /// What shows pages to scripts that ask for a browser; started when the first does.
  public nonisolated let browser: HeadlessBrowser
  private let storage: any ScriptData
  private let logger: Logger
  private let reactor = Reactor()
  private let executor = OwnThreads(label: "dash.runs", isUrgent: true)
  private let received: ReceivePool
  private var zygote: Task<ZygoteProcess, any Error>?
  private var running = 0
  /// Those that somebody waits for go before those of the schedule.
  private var waiting:
    (first: [CheckedContinuation<Void, Never>], then: [CheckedContinuation<Void, Never>]) =
      ([], [])
  private var isShutDown = false

  /// - Parameter browser: one that renders pages; `nil`: the one of this machine.
  public init(
    configuration: RunnerConfiguration, egress: Egress, storage: any ScriptData,
    browser: HeadlessBrowser? = nil, logger: Logger = Logger(label: "dash.runner")
  ) {
    self.browser = browser ?? HeadlessBrowser(egress: egress)
    self.configuration = configuration
    self.egress = egress
    self.storage = storage
    self.logger = logger
    received = ReceivePool(bytes: configuration.receivedByAllRuns)
  }

  /// Runs a block once in its own sandboxed process. Failures are outcomes.
  public func run(_ request: RunRequest) async -> RunOutcome {
    await enter(isAwaited: request.reason != .schedule)
    defer { leave() }
    let startedAt = Date()
    let clock = ContinuousClock()
    let start = clock.now
    let buffer = request.storage ?? ScriptBuffer(storage)
    let record = await record(of: request, buffer)
    var outcome = RunOutcome(
      result: record.result, startedAt: startedAt, duration: clock.now - start, log: record.log,
      http: record.http,
      used: ResourceUse(
        cpuMilliseconds: record.cpuMilliseconds, memoryBytes: record.memoryBytes))
    outcome.absentReads = record.absentReads
    outcome.profile = record.profile
    if outcome.failure == nil { outcome.changes = await buffer.changes }
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

  /// What the runs of one trial write, over what is kept: each sees what those before it wrote, and
  /// nothing is kept unless the outcome of a run is.
  public nonisolated func trialStorage() -> ScriptBuffer { ScriptBuffer(storage) }

  /// Starts the worker beside what the caller does until its first run.
  public nonisolated func prepare() { Task { _ = try? await readyZygote() } }

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
    await browser.shutdown()
    reactor.stop()
  }

  // MARK: One run

  private func record(
    of request: RunRequest, _ buffer: ScriptBuffer
  ) async -> RunSession.Record {
    do throws(RunFailure) {
      // A zygote that was killed is started again, once for each run that finds it gone.
      for _ in 0..<2 {
        let zygote = try await readyZygote()
        if let record = await record(of: request, buffer, in: zygote) { return record }
      }
      throw RunFailure(
        .host, "this machine has no process or file left for a run; it will be tried again")
    } catch {
      var record = RunSession.Record()
      record.result = .failed(error)
      return record
    }
  }

  private nonisolated func record(
    of request: RunRequest, _ buffer: ScriptBuffer, in zygote: ZygoteProcess
  ) async -> RunSession.Record? {
    guard let child = zygote.take() else { return nil }
    let session = RunSession(
      request: request, egress: egress, browser: browser, storage: buffer, child: child,
      zygote: zygote,
      executor: executor,
      budget: ReceiveBudget(
        bytes: configuration.receivedPerRun, always: HostBudgets.receivedAlways, beyond: received))
    var record = RunSession.Record()
    if !session.begin(&record) {
      record = await withTaskExecutorPreference(executor) { [record] in
        zygote.fillPool()
        return await session.perform(record)
      }
    }
    // A child that was lost before it said anything has done nothing: the run is made again.
    return record.isLost ? nil : record
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
    guard let process = ZygoteProcess(configuration, reactor: reactor) else {
      throw RunFailure(
        .host, "the worker could not be started: \(String(cString: strerror(errno)))")
    }
    guard let bits = await process.layers() else {
      throw RunFailure(
        .host,
        "the worker ended at once; run `\(configuration.worker.path) \(configuration.stdlib.path)` to see why"
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

  private func enter(isAwaited: Bool) async {
    if running < configuration.maximumRuns {
      running += 1
    } else {
      await withCheckedContinuation { continuation in
        if isAwaited {
          waiting.first.append(continuation)
        } else {
          waiting.then.append(continuation)
        }
      }
    }
  }

  private func leave() {
    if !waiting.first.isEmpty {
      waiting.first.removeFirst().resume()
    } else if !waiting.then.isEmpty {
      waiting.then.removeFirst().resume()
    } else {
      running -= 1
    }
  }
}
