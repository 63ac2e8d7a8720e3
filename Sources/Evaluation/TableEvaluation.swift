import BlockModel
public import Foundation
public import Sentences

/// Judges the linking alone over published questions about one table each.
public struct TableEvaluation: Sendable {
  private let questions: [TableQuestion]
  private let lexicons: Lexicons

  /// - Parameters:
  ///   - file: a JSON list of questions; see ``TableQuestion``.
  ///   - lexicons: the languages that are understood.
  /// - Throws: ``EvalProblem`` for a file that is none.
  public init(_ file: URL, lexicons: Lexicons) throws(EvalProblem) {
    self.lexicons = lexicons
    guard let data = try? Data(contentsOf: file) else {
      throw EvalProblem("\(file.path) cannot be read")
    }
    let list: [JSONValue]?
    do { list = try JSONValue(parsing: data).array } catch {
      throw EvalProblem("\(file.path): \(error)")
    }
    guard let list, !list.isEmpty else {
      throw EvalProblem("\(file.path) is not a list of questions")
    }
    var questions: [TableQuestion] = []
    for one in list { questions.append(try TableQuestion(one)) }
    self.questions = questions
  }

  /// One question and what came of it.
  public struct Result: Sendable {
    public var question: TableQuestion
    public var verdict: TableQuestion.Verdict
    public var outcome: Linker.Outcome
  }

  public var results: [Result] {
    questions.map { one in
      let linker = Linker(OfferIndex(one.offer), today: (2026, 11, 26))
      let outcome = linker.link(ReadSentence(one.question, lexicons: lexicons))
      return Result(question: one, verdict: one.verdict(on: outcome), outcome: outcome)
    }
  }
}

/// How many questions were answered, and how many of the answers are wrong.
public struct TableReport: Sendable {
  private let counts: [TableQuestion.Verdict: Int]
  private let total: Int

  public init(_ results: [TableEvaluation.Result]) {
    counts = results.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 }
    total = results.count
  }

  private func count(_ verdict: TableQuestion.Verdict) -> Int { counts[verdict] ?? 0 }

  /// Of all questions, 0 to 1.
  public var answeredShare: Double {
    total == 0 ? 0 : Double(total - count(.asked)) / Double(total)
  }

  /// Of those that were answered, 0 to 1.
  public var wrongShare: Double {
    total == count(.asked) ? 0 : Double(count(.wrong)) / Double(total - count(.asked))
  }

  public var line: String {
    let counts = TableQuestion.Verdict.allCases.map { "\($0.rawValue) \(count($0))" }
      .joined(separator: ", ")
    let answered = (100 * answeredShare).rounded().formatted(
      .number.precision(.fractionLength(0)).locale(Locale(identifier: "en")))
    return
      "\(total) questions: \(counts); \(answered) % answered, "
      + "\((1000 * wrongShare).rounded() / 10) % of the answers wrong"
  }
}
