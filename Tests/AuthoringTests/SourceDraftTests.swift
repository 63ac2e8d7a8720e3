import Authoring
import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@Suite("Blocks from sources of every kind")
struct SourceDraftTests {
  private static let files = ["json", "csv", "feeds", "ical", "html"]
    .flatMap { Fixtures.files("sources/\($0)") }.map { String($0.dropFirst("sources/".count)) }

  @Test("every source becomes a block")
  func drafted() async throws {
    let workshop = Workshop()
    let source = try LoopbackSource(folder: Fixtures.folder.appending(path: "sources"))
    for file in Self.files {
      switch await workshop.draft("show me @", file, from: source) {
      case .draft(let draft):
        #expect(draft.outcome.specProblems == [], "\(file)")
      case .answer(let answer): Issue.record("\(file): \(answer.message)")
      }
    }
    await workshop.runner.shutdown()
  }
}
