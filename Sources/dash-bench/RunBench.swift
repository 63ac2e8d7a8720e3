import BlockModel
import BlockRuntime
import Egress
import Foundation
import Logging

/// Latency of a trivial block, and speed of Lua itself.
struct RunBench {
  let workplace: Workplace

  private static var quiet: Logger {
    var logger = Logger(label: "bench")
    logger.logLevel = .critical
    return logger
  }

  func measure(into report: inout Report) async throws {
    let floors = try Peer.floors(in: workplace.folder)
    let fork = try Peer.microseconds([floors, "fork", "500", "\(Self.pause)"])
    try cores(try Peer.microseconds([floors, "fork", "500", "0"]), &report)
    for (name, pool, goal) in [
      ("trivial run, 4 children waiting", 4, "≤ 1.0"), ("trivial run, no pool", 0, "≤ 2.5"),
    ] {
      let runner = try runner(pool: pool)
      let latency = try await latency(runner)
      if pool > 0 {
        report.add(
          Figure(
            name: name, value: latency, unit: "µs", peer: "fork + _exit + waitpid in C",
            peerValue: fork, goal: goal))
        try peers(floors, latency, &report)
        if let kib = await runner.memoryOfWaitingChild() {
          FileHandle.standardError.write(Data("  a waiting child: \(kib) KiB (PSS)\n".utf8))
        }
      } else {
        report.add(
          Figure(
            name: name, value: latency, unit: "µs", peer: "fork + _exit + waitpid in C",
            peerValue: fork, goal: goal))
        try await compute(runner, &report)
      }
      await runner.shutdown()
    }
  }

  /// Runs per second on one core and on two, beside forks per second of one process.
  private func cores(_ fork: Double, _ report: inout Report) throws {
    let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    for (cores, name) in [("0", "1 core"), ("0,1", "2 cores")] {
      let value = try Peer.microseconds(["taskset", "-c", cores, executable, "throughput"])
      report.add(
        Figure(
          name: "trivial runs on \(name)", value: value, unit: "runs/s",
          peer: "fork + _exit + waitpid, one by one", peerValue: 1e6 / fork, goal: "as high"))
    }
  }

  /// Runs per second, eight at a time.
  func throughput() async throws -> Double {
    let runner = try runner(pool: 8)
    let clock = ContinuousClock()
    let count = 1600
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<(count / 8) {
            let outcome = await runner.run(request("return function() return { ok = true } end"))
            if let failure = outcome.failure { throw Peer.Missing(description: failure.message) }
          }
        }
      }
      try await group.waitForAll()
    }
    let seconds = (clock.now - start) / .seconds(1)
    await runner.shutdown()
    return Double(count) / seconds
  }

  private func peers(_ floors: String, _ latency: Double, _ report: inout Report) throws {
    for words in [["lua5.4", "-e", ""], ["/usr/bin/python3", "-c", ""], ["node", "-e", ""]] {
      let peer = try Peer.microseconds([floors, "spawn", "30", "\(Self.pause)"] + words)
      report.add(
        Figure(
          name: "trivial run, 4 children waiting", value: latency, unit: "µs",
          peer: "posix_spawn of `\(words[0]) \(words[1]) ''`", peerValue: peer, goal: "< 1"))
    }
  }

  /// Milliseconds between runs, in which the pool is filled again; the floors pause as long.
  private static let pause = 4

  /// Median of runs one after the other.
  private func latency(_ runner: BlockRunner) async throws -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for round in 0..<220 {
      let start = clock.now
      let outcome = await runner.run(request("return function() return { ok = true } end"))
      let time = (clock.now - start) / .microseconds(1)
      guard outcome.failure == nil else {
        throw Peer.Missing(description: outcome.failure?.message ?? "")
      }
      if round >= 20 { times.append(time) }
      try await Task.sleep(for: .milliseconds(Self.pause))
    }
    return Median.of(times)
  }

  private static let work = """
    local function work()
      local sum, words = 0, {}
      for i = 1, 12000000 do sum = (sum * 31 + i) % 1000003 end
      for i = 1, 200000 do words[i] = ("item %d"):format(i) end
      table.sort(words)
      local text = table.concat(words, ",")
      for word in text:gmatch("%d+") do sum = (sum + #word) % 1000003 end
      return sum
    end

    """

  /// The same script in a block and in stock Lua, wall-clock.
  private func compute(_ runner: BlockRunner, _ report: inout Report) async throws {
    let file = workplace.folder.appending(path: "work.lua")
    try (Self.work + "print(work())").write(to: file, atomically: true, encoding: .utf8)
    let script = Self.work + "return function() return { sum = work() } end"
    var ours: [Double] = []
    var stock: [Double] = []
    let clock = ContinuousClock()
    for _ in 0..<5 {
      let start = clock.now
      let outcome = await runner.run(request(script))
      ours.append((clock.now - start) / .milliseconds(1))
      guard outcome.failure == nil else {
        throw Peer.Missing(description: outcome.failure?.message ?? "")
      }
      stock.append(
        try clock.measure { _ = try Peer.output(["lua5.4", file.path]) } / .milliseconds(1))
    }
    report.add(
      Figure(
        name: "CPU-bound script", value: Median.of(ours), unit: "ms", peer: "stock lua5.4",
        peerValue: Median.of(stock), goal: "≤ 1.05"))
  }

  private func request(_ script: String) -> RunRequest {
    RunRequest(
      block: BlockID(naming: "bench"),
      files: BlockFiles(manifest: Manifest(name: "bench"), script: script, spec: ""), reason: .cli)
  }

  private func runner(pool: Int) throws -> BlockRunner {
    BlockRunner(
      configuration: RunnerConfiguration(
        worker: workplace.worker, stdlib: workplace.checkout.appending(path: "LuaStdlib"),
        sandbox: .permissive, poolSize: pool),
      egress: Egress(), storage: try workplace.storage(), logger: Self.quiet)
  }
}
