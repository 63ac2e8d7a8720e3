import AuthoringWorkshop
import Evaluation
import Foundation
import TestSupport
import Testing

@Suite("Sources that changed, and what the ladder of repairs makes of them")
struct HealEvalTests {
  @Test("no wrong repair is shipped, and nine of ten are healed or left as they should be")
  func all() async throws {
    let workshop = Workshop()
    let folder = TestPlaces.checkout.appending(path: "Tests/Eval/heal")
    let results = try await HealEvaluation(runner: workshop.runner, folder: folder).results()
    let figures = HealFigures(results)
    #expect(results.count >= 40 && Set(results.map(\.source)).count >= 20)
    for result in results where !result.isRight { print(result.line) }
    print(figures.table)
    #expect(figures.count(.wrong) == 0)
    #expect(figures.goodShare >= 0.9)
    #expect(figures.healedShare >= 0.9)
    #expect(figures.count(.left) >= 10)
    await workshop.runner.shutdown()
  }
}
