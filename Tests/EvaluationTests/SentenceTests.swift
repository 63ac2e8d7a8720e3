import AuthoringWorkshop
import BlockModel
import Egress
import Foundation
import TestSupport
import Testing

@testable import Evaluation

@Suite("Sentences over small sources are understood wholly, or asked")
struct SentenceTests {
  static let folder = TestPlaces.checkout.appending(path: "Tests/Eval/sentences")

  @Test("of the whole set most are right, told or asked, and few are wrong")
  func all() async throws {
    let workshop = Workshop()
    let results = try await SentenceEvaluation(
      runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes, folder: Self.folder
    ).results { _ in true }
    let report = SentenceReport(results)
    #expect(results.count >= 1200)
    #expect(report.goodShare >= 0.9, "\(report.table)")
    let wrong = results.filter { $0.verdict == .wrong }
      .map { "\($0.one.id) \($0.one.sentence): \($0.understood)" }.joined(separator: "\n")
    #expect(report.wrongShare <= 0.015, "\(report.table)\n\(wrong)")
    print("\(report.table)\nwrong:\n\(wrong)")
    await workshop.runner.shutdown()
  }

  @Test("a query meets what is wanted in any order of its conditions, and nothing else")
  func judging() throws {
    let one = try SentenceCase(
      [
        "id": "x", "source": "s", "language": "en", "sentence": "s", "kind": "k",
        "expect": [
          "filters": [["a", "=", "X"], ["b", ">=", "today-7d"]], "sort": [["c", "desc"]],
        ],
      ])
    var query = RowQuery(
      filters: [
        .init("b", .atLeast, .moment(.day(2026, 11, 19))), .init("a", .equal, .text("x")),
      ], sort: [.init("c", isDescending: true)])
    func verdict(_ query: RowQuery) -> SentenceCase.Verdict {
      one.verdict(on: .query(query, told: [], schedule: nil, name: nil))
    }
    #expect(verdict(query) == .right)
    #expect(one.verdict(on: .asked) == .overcautious)
    query.limit = 3
    #expect(verdict(query) == .wrong)
  }
}
