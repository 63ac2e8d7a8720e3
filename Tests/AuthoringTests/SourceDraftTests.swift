import Authoring
import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@Suite("Blocks from sources of every kind")
struct SourceDraftTests {
  /// What nothing can be shown of, and what a person has to say more about.
  private static let without: Set = [
    "json/scalar.json", "json/empty_list.json", "feeds/subscriptions.opml",
  ]

  private static let files = ["json", "csv", "feeds", "ical", "html"]
    .flatMap { Fixtures.files("sources/\($0)") }.map { String($0.dropFirst("sources/".count)) }

  @Test("a source becomes a block, or the person is told why not")
  func drafted() async throws {
    let workshop = Workshop()
    let source = try LoopbackSource(folder: Fixtures.folder.appending(path: "sources"))
    for file in Self.files {
      switch await workshop.draft("show me @", file, from: source) {
      case .draft(let draft):
        #expect(!Self.without.contains(file), "\(file): \(draft.explanation)")
        #expect(draft.outcome.specProblems == [], "\(file)")
      case .answer(let answer):
        #expect(Self.without.contains(file), "\(file): \(answer.message)")
        #expect(!answer.message.isEmpty)
      }
    }
    await workshop.runner.shutdown()
  }
}
