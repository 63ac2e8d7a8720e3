import Authoring
import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@Suite("Blocks from sources of every kind")
struct SourceDraftTests {
  /// What holds nothing to show, and what the drafter does not read yet: refused in words, never made
  /// into a card. A file that becomes a block moves off this list.
  private static let without: Set = [
    "json/empty_list.json", "json/lines.ndjson", "feeds/subscriptions.opml",
    "csv/header_only.csv", "ical/todos.ics", "html/cards.html", "html/latin1.html",
    "html/list.html", "html/meta.html", "html/microdata.html", "html/next_data.html",
    "html/shift_jis.html", "html/soup.html",
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
