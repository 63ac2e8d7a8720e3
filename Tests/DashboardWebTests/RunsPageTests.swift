import BlockModel
import Foundation
import Testing

@testable import DashboardWeb

@Suite("The log of a block")
struct RunsPageTests {
  private func run(
    _ id: Int64, log: [LogLine] = [], http: [HTTPExchange] = [], failure: RunFailure? = nil
  ) throws -> RunRecord {
    RunRecord(
      summary: RunSummary(
        id: id, block: try #require(BlockID("news-a2b3")), version: VersionNumber(1),
        reason: "schedule", startedAt: Date(timeIntervalSince1970: 1_700_000_000),
        duration: .milliseconds(5), failure: failure, specProblems: []), log: log, http: http,
      used: ResourceUse(cpuMilliseconds: 1, memoryBytes: 1))
  }

  private func text(_ runs: [RunRecord]) -> String {
    let page = RunsPage(
      shell: Fixture().shell, session: "", block: BlockID("news-a2b3")!, name: "News", actions: [],
      runs: runs, now: Date())
    return String(decoding: page.html.bytes, as: UTF8.self)
  }

  @Test("a run with warnings says so beside its end, and what they are in its log")
  func warnings() throws {
    let told = LogLine(.warn, "csv.parse: 2 rows have more fields than there are columns")
    let page = text([
      try run(3, log: [LogLine(.info, "hello"), told, told]), try run(2, log: [told]), try run(1),
    ])
    #expect(page.contains(#"✓ ok</span><span class="run-warned">2 warnings</span>"#), "\(page)")
    #expect(page.contains(#"<span class="run-warned">1 warning</span>"#))
    #expect(page.components(separatedBy: "run-warned").count == 3)
    #expect(page.contains(#"<span class="warn">csv.parse: 2 rows have more fields"#))
  }

  @Test("what many runs said and asked is shown from its beginning, and how the rest is seen")
  func bounded() throws {
    let log = (0..<5_000).map { LogLine(.info, "\($0) " + String(repeating: "x", count: 200)) }
    let url = "https://example.org/?" + String(repeating: "q", count: 8_000)
    let http = (0..<500).map { _ in
      HTTPExchange(method: "GET", url: url, status: 200, bytes: 1, milliseconds: 1, cache: .miss)
    }
    let page = text(try (1...20).reversed().map { try run($0, log: log, http: http) })
    #expect(page.utf8.count < 1 << 20, "\(page.utf8.count)")
    #expect(page.contains("499 xxx") && !page.contains("500 xxx"))
    #expect(
      page.contains(
        "more lines; in a terminal, <code>dash log news-a2b3 --run 20</code> prints them all."))
    #expect(
      page.contains(
        "… and 480 more requests; in a terminal, <code>dash log news-a2b3 --run 1</code>"))
    // One line without an end is cut, too.
    let one = text([try run(1, log: [LogLine(.info, String(repeating: "y", count: 1 << 20))])])
    #expect(one.utf8.count < 200 << 10 && one.contains("y…"))
  }
}
