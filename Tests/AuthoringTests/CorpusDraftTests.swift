import Authoring
import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@Suite(
  "Blocks from recorded answers of real sources",
  .enabled(if: Corpus.isThere, "needs ../shared/corpus"))
struct CorpusDraftTests {
  @Test("every recorded JSON answer becomes a block")
  func json() async throws {
    try await draftAll("json", expecting: 0.9)
  }

  /// A page that holds no list, table or values is refused: its prose is not what anybody asked for.
  @Test("recorded pages with something to list become a block")
  func html() async throws { try await draftAll("html", expecting: 0.5) }

  @Test("recorded feeds become blocks")
  func feeds() async throws { try await draftAll("feeds", expecting: 0.9) }

  @Test("recorded CSV files become blocks")
  func csv() async throws { try await draftAll("csv", expecting: 1) }

  @Test("recorded calendars become blocks")
  func ical() async throws { try await draftAll("ical", expecting: 0.7) }

  private func draftAll(_ kind: String, expecting share: Double) async throws {
    let workshop = Workshop()
    let source = try LoopbackSource(folder: #require(Corpus.open))
    var made = 0
    var report = ""
    let files = Corpus.files(kind)
    for file in files {
      switch await workshop.draft("show me @", file, from: source) {
      case .draft(let draft):
        made += 1
        report += "\n=== \(file): \(draft.files.manifest.name) — \(draft.explanation)\n"
        report += draft.files.script + draft.files.spec
        report += String((draft.outcome.data ?? .null).json().prefix(900)) + "\n"
        report += draft.outcome.specProblems.map { "!! \($0)\n" }.joined()
      case .answer(let answer): report += "\n=== \(file): NO BLOCK: \(answer.message)\n"
      }
    }
    if let place = ProcessInfo.processInfo.environment["DASH_DRAFT_REPORT"] {
      try report.write(toFile: "\(place)/\(kind).txt", atomically: true, encoding: .utf8)
    }
    #expect(Double(made) >= share * Double(files.count), "\(made) of \(files.count)\n\(report)")
    await workshop.runner.shutdown()
  }
}
