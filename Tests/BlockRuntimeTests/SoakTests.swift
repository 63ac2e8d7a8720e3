import BlockModel
import BlockRuntime
import Foundation
import Testing

/// `make soak`: DASH_SOAK is the number of runs.
@Suite("Soak", .enabled(if: ProcessInfo.processInfo.environment["DASH_SOAK"] != nil))
struct SoakTests {
  @Test("many runs of good and hostile blocks leave nothing behind")
  func soak() async throws {
    let runs = Int(ProcessInfo.processInfo.environment["DASH_SOAK"] ?? "") ?? 20_000
    let workshop = Workshop(maximumRuns: 8)
    let scripts = [
      "return {a = 1}", "error('x')", "return {print}",
      "return require('json').decode('{\"a\": [1]}')",
      "local t = {} while true do t[#t + 1] = {} end",
      "local store = require 'store' store.set('a', 1) return {store.get('a')}",
      "print('x') return {}", "coroutine.wrap(function() error({}) end)()",
    ]
    func round(_ count: Int) async {
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<count {
          group.addTask {
            let outcome = await workshop.run(scripts[number % scripts.count], memoryMiB: 8)
            #expect(outcome.failure?.kind != .host, "\(outcome.result)")
          }
        }
      }
    }
    await round(500)
    let before = try State()
    for _ in 0..<runs / 500 { await round(500) }
    let after = try State()
    #expect(after.descriptors <= before.descriptors + 4)
    #expect(after.residentKiB < before.residentKiB + (32 << 10))
    print("soak: \(runs) runs, \(before) → \(after)")
    await workshop.runner.shutdown()
  }

  struct State: CustomStringConvertible {
    let descriptors: Int
    let residentKiB: Int

    init() throws {
      descriptors = try ProcessTests.descriptors()
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS") })
      residentKiB = try #require(Int(line.split(separator: " ")[1]))
    }

    var description: String { "\(descriptors) descriptors, \(residentKiB) KiB" }
  }
}
