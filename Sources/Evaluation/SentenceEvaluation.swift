import Authoring
import BlockModel
public import BlockRuntime
import Drafting
public import Egress
public import Foundation
import LanguageModels
import Sentences

/// Judges what sentences are understood as, without a model, over small sources.
public struct SentenceEvaluation: Sendable {
  /// One case and what came of it.
  public struct Result: Sendable {
    public var one: SentenceCase
    public var verdict: SentenceCase.Verdict
    /// What the sentence was understood as, for a person who looks at a wrong one.
    public var understood: String
  }

  private let runner: BlockRunner
  private let egress: Egress
  private let recipes: URL
  private let folder: URL

  /// - Parameters:
  ///   - recipes: the folder `Prompts/recipes`.
  ///   - folder: holds `cases.jsonl` and the folder `sources`.
  public init(runner: BlockRunner, egress: Egress, recipes: URL, folder: URL) {
    self.runner = runner
    self.egress = egress
    self.recipes = recipes
    self.folder = folder
  }

  /// Is a folder one of sentences with their answers?
  public static func isThere(in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "cases.jsonl").path)
  }

  /// Every case, in the order of the file.
  /// - Throws: ``EvalProblem`` for a case or a source that cannot be read.
  public func results(
    where isWanted: (SentenceCase) -> Bool = { _ in true }
  ) async throws(EvalProblem) -> [Result] {
    guard let text = try? String(contentsOf: folder.appending(path: "cases.jsonl"), encoding: .utf8)
    else { throw EvalProblem("\(folder.path) holds no cases.jsonl; give a folder of sentences") }
    var cases: [SentenceCase] = []
    for line in text.split(separator: "\n") {
      do { cases.append(try SentenceCase(try JSONValue(parsing: line.utf8))) } catch {
        throw EvalProblem("\(error)")
      }
    }
    let wanted = cases.filter(isWanted)
    let world = FileManager.default.temporaryDirectory
      .appending(path: "dash-sentences-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: world) }
    try cassette(of: Set(wanted.map(\.source)).sorted(), in: world)
    let author = Author(
      runner: runner, egress: egress, recipes: recipes, models: FixedModel(),
      cassette: .replay(world))
    var probes: [String: Probe] = [:]
    for source in Set(wanted.map(\.source)) {
      do throws(AuthoringAnswer) { probes[source] = try await author.probe(Self.url(source)) } catch
      {
        throw EvalProblem("\(source): \(error)")
      }
    }
    return wanted.compactMap { one in
      guard let probe = probes[one.source] else { return nil }
      let sentence = author.read(one.sentence.replacing("{U}", with: Self.url(one.source)))
      let outcome = SentenceDrafter(probe: probe, sentence: sentence, now: SentenceCase.now)
        .understood
      switch outcome {
      case .asked(let readings):
        return Result(
          one: one, verdict: one.verdict(on: .asked),
          understood: "asked: \(readings.first?.doubts ?? [])")
      case .answered(let reading):
        let told = Set(reading.unused.map { $0.lowercased() })
        return Result(
          one: one,
          verdict: one.verdict(
            on: .query(reading.query, told: told, schedule: sentence.schedule, name: sentence.name)),
          understood: "\(reading.query) without \(told)")
      }
    }
  }

  private static func url(_ source: String) -> String { "https://sentences.example/\(source)" }

  private static let types = [
    "json": "application/json", "csv": "text/csv", "html": "text/html",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml", "ics": "text/calendar",
  ]

  private func cassette(of sources: [String], in world: URL) throws(EvalProblem) {
    do {
      try FileManager.default.createDirectory(at: world, withIntermediateDirectories: true)
      for (index, source) in sources.enumerated() {
        let file = folder.appending(path: "sources/\(source)")
        let entry: JSONValue = [
          "method": "GET", "url": .string(Self.url(source)), "status": 200,
          "headers": ["content-type": .string(Self.types[file.pathExtension] ?? "text/plain")],
          "body": .string("\(index).body.data"),
        ]
        try Data(contentsOf: file).write(to: world.appending(path: "\(index).body.data"))
        try Data(entry.json(.pretty).utf8).write(to: world.appending(path: "\(index).json"))
      }
    } catch {
      throw EvalProblem(
        "the sources of \(folder.path) cannot be read: \(error.localizedDescription)")
    }
  }
}

/// How many sentences were right, told, asked, asked without need, and wrong.
public struct SentenceReport: Sendable {
  private let results: [SentenceEvaluation.Result]

  public init(_ results: [SentenceEvaluation.Result]) { self.results = results }

  /// Right, told, or asked as it should be.
  public var goodShare: Double { share { $0 != .wrong && $0 != .overcautious } }
  public var wrongShare: Double { share { $0 == .wrong } }

  private func share(_ isCounted: (SentenceCase.Verdict) -> Bool) -> Double {
    results.isEmpty ? 0 : Double(results.count { isCounted($0.verdict) }) / Double(results.count)
  }

  /// One line for each language, and one for all.
  public var table: String {
    let languages = Set(results.map(\.one.language)).sorted()
    let rows = languages.map { language in
      (language, results.filter { $0.one.language == language })
    }
    let head = ["", "cases"] + SentenceCase.Verdict.allCases.map(\.rawValue)
    var lines = [head.map { Self.padded($0) }.joined()]
    for (name, results) in rows + [("all", results)] {
      let counts = SentenceCase.Verdict.allCases.map { verdict in
        "\(results.count { $0.verdict == verdict })"
      }
      lines.append(([name, "\(results.count)"] + counts).map { Self.padded($0) }.joined())
    }
    return lines.joined(separator: "\n")
  }

  private static func padded(_ text: String) -> String {
    text + String(repeating: " ", count: max(1, 14 - text.count))
  }
}
