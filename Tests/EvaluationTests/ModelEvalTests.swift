import AuthoringWorkshop
import BlockModel
import Egress
import Foundation
import TestSupport
import Testing

@testable import Evaluation
@testable import LanguageModels

@Suite("Faults of models end as they should, with recorded answers and without network")
struct ModelEvalTests {
  static let folder = TestPlaces.checkout.appending(path: "Tests/Eval/model")

  /// How a case ends, as is written in it.
  private static func ending(of one: EvalCase) throws -> String? {
    let data = try Data(contentsOf: folder.appending(path: "\(one.id).json"))
    return try JSONValue(parsing: data)["ending"]?.string
  }

  @Test("each case of Tests/Eval/model, and no wrong card that is not told")
  func all() async throws {
    let workshop = Workshop()
    let evaluation = Evaluation(
      runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes, corpus: Self.folder
    ) { FixedModel(ReplayModel(Self.folder.appending(path: $0.id))) }
    var results: [Evaluation.Result] = []
    for one in try Evaluation.cases(in: Self.folder) {
      let result = try await evaluation.judge(one)
      results.append(result)
      #expect(
        result.ending.rawValue == (try Self.ending(of: one)), "\(one.id): \(result.failure ?? "")")
      #expect(result.failure == nil, "\(one.id)")
    }
    await workshop.runner.shutdown()
    let report = EvalReport(provider: "replay", results: results)
    print(report.table)
    #expect(results.count >= 24)
    #expect(results.allSatisfy { $0.ending != .wrong })
  }
}
