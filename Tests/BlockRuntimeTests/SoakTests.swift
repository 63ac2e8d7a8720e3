import BlockModel
import BlockRuntime
import Foundation
import Testing

/// `make soak`: DASH_SOAK is the number of runs.
@Suite("Soak", .enabled(if: ProcessInfo.processInfo.environment["DASH_SOAK"] != nil))
struct SoakTests {
  /// Scripts with the number of runs between two of them: what takes a second is rare.
  private static let scripts: [(every: Int, body: String)] = [
    (997, "while true do end"), (499, "return {require('probe').try('crash')}"),
    (491, "return {require('probe').try('end')}"), (101, "return {('x'):rep(1 << 30)}"),
    (13, "local t = {} while true do t[#t + 1] = {} end"),
    (11, "return {n = require('http').get('http://127.0.0.1:9/').status}"),
    (7, "error('x')"), (6, "return {print}"), (5, "print('x') return {}"),
    (4, "local store = require 'store' store.set('a', 1) return {store.get('a')}"),
    (3, "return require('json').decode('{\"a\": [1]}')"),
    (2, "coroutine.wrap(function() error({}) end)()"), (1, "return {a = 1}"),
  ]

  @Test("many runs of good and hostile blocks leave nothing behind")
  func soak() async throws {
    let runs = Int(ProcessInfo.processInfo.environment["DASH_SOAK"] ?? "") ?? 20_000
    let workshop = Workshop(worker: "dash-worker-probe", maximumRuns: 8)
    let granted = Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: 9)])
    func round(_ numbers: Range<Int>) async {
      await withTaskGroup(of: Void.self) { group in
        for number in numbers {
          let body = Self.scripts.first { number % $0.every == 0 }?.body ?? ""
          group.addTask {
            let outcome = await workshop.run(
              body, seconds: 1, memoryMiB: 8, permissions: granted)
            #expect(outcome.failure?.kind != .host, "\(body): \(outcome.result)")
          }
        }
      }
    }
    await round(0..<1000)
    let before = try await State.settled()
    for start in stride(from: 0, to: runs, by: 500) { await round(start..<start + 500) }
    let after = try await State.settled()
    print("soak: \(runs) runs, \(before) → \(after)")
    #expect(after.host.descriptors <= before.host.descriptors + 4)
    #expect(after.host.residentKiB < before.host.residentKiB + (32 << 10))
    #expect(after.zygote.descriptors == before.zygote.descriptors)
    #expect(after.zygote.residentKiB < before.zygote.residentKiB + (4 << 10))
    #expect(after.children <= before.children)
    #expect(after.files <= before.files)
    await workshop.runner.shutdown()
    #expect(ProcessTests.processes().allSatisfy { $0.parent != after.zygote.pid })
  }

  /// What could leak.
  struct State: CustomStringConvertible {
    var host: Process
    var zygote: Process
    /// Of the zygote.
    var children: Int
    /// In the folder for temporary files.
    var files: Int

    struct Process: CustomStringConvertible {
      let pid: pid_t
      let descriptors: Int
      let residentKiB: Int

      init(_ pid: pid_t) throws {
        self.pid = pid
        descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS") })
        residentKiB = try #require(Int(line.split(separator: " ")[1]))
      }

      var description: String { "\(descriptors) descriptors and \(residentKiB) KiB" }
    }

    /// After the last children have ended and those that wait were replaced.
    static func settled() async throws -> State {
      try await Task.sleep(for: .seconds(2))
      let processes = ProcessTests.processes()
      let zygote = try #require(processes.first { $0.parent == getpid() })
      return State(
        host: try Process(getpid()), zygote: try Process(zygote.pid),
        children: processes.count { $0.parent == zygote.pid },
        files: try FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory()).count)
    }

    var description: String {
      "host \(host), zygote \(zygote), \(children) children, \(files) temporary files"
    }
  }
}
