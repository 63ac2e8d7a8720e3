import BlockModel
import Foundation
import Sentences
import TestSupport
import Testing

@testable import Evaluation

@Suite("Questions over one table are answered wholly, or asked")
struct TableQuestionTests {
  private static let lexicons = Lexicons(
    folder: TestPlaces.checkout.appending(path: "Prompts/words"))

  private func results(_ file: URL) throws -> [TableEvaluation.Result] {
    try TableEvaluation(file, lexicons: Self.lexicons).results
  }

  @Test("our own questions are answered, and what no column says is asked")
  func own() throws {
    let file = TestPlaces.checkout.appending(path: "Tests/Eval/tables/own.json")
    let results = try results(file)
    for result in results {
      let isOutside = result.question.question.contains("referee")
      let isUnsaid = result.question.question.contains("Darque")
      #expect(
        result.verdict == (isOutside ? .asked : isUnsaid ? .shown : .right),
        "\(result.question.question): \(result.outcome)")
    }
  }

  @Test(
    "of the published sets at least 60 % are answered, few of the answers wrong",
    .enabled(if: Corpus.isThere, "needs ../shared/corpus"),
    // The annotators of the second counted columns of numbers, and more.
    arguments: [("tables600", 0.05), ("aggregates300", 0.05)])
  func published(_ name: String, _ wrong: Double) throws {
    let file = try #require(Corpus.folder as URL?).appending(path: "questions/\(name).json")
    let report = TableReport(try results(file))
    print(name, report.line)
    #expect(report.answeredShare >= 0.6, "\(report.line)")
    #expect(report.wrongShare <= wrong, "\(report.line)")
  }

  @Test("a file that is no list of questions is refused in a sentence")
  func refused() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try Data(#"{"question": "what?"}"#.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(throws: EvalProblem.self) { try TableEvaluation(file, lexicons: Self.lexicons) }
  }

  @Test(
    "a file that is no list of questions is told",
    arguments: ["", "{}", "[]", "[1]", "[{\"question\": \"x\"}]"])
  func noQuestions(_ text: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    #expect(throws: EvalProblem.self) {
      try TableEvaluation(
        file, lexicons: Lexicons(folder: TestPlaces.checkout.appending(path: "Prompts/words")))
    }
    #expect(throws: EvalProblem.self) {
      try TableEvaluation(
        file.appending(path: "missing"),
        lexicons: Lexicons(folder: TestPlaces.checkout.appending(path: "Prompts/words")))
    }
  }

  @Test("a report of nothing has no shares")
  func nothing() {
    let report = TableReport([])
    #expect(report.answeredShare == 0 && report.wrongShare == 0)
    #expect(report.line.hasPrefix("0 questions"))
  }

  @Test("the first row of an order is the least or the most of it")
  func first() throws {
    let question = try TableQuestion(
      JSONValue(
        parsing:
          #"{"question": "What was the first year?", "columns": [{"name": "Year", "kind": "number", "values": ["1999", "2003"]}], "select": "Year", "aggregate": "min", "where": []}"#
      ))
    func verdict(_ isDescending: Bool) -> TableQuestion.Verdict {
      question.verdict(
        on: .answered(
          Reading(
            query: RowQuery(
              columns: ["Year"], sort: [.init("Year", isDescending: isDescending)], limit: 1))))
    }
    #expect(verdict(false) == .right)
    #expect(verdict(true) == .wrong)
    #expect(question.verdict(on: .asked([])) == .asked)
  }
}
