import Authoring
import BlockHealth
import BlockModel
public import BlockRuntime
import Egress
public import Foundation

/// Judges what the ladder of repairs makes of sources that changed, without a model and without the network.
public struct HealEvaluation: Sendable {
  /// One change and what came of it.
  public struct Result: Sendable {
    public enum Verdict: String, Sendable, CaseIterable {
      /// Repaired, and the data are those there were before.
      case healed
      /// Nothing could be proved, and nothing was touched.
      case left
      /// A repair could be proved, and none was found.
      case missed
      /// A repair was shipped that must not have been.
      case wrong
    }

    public var source: String
    public var change: String
    public var verdict: Verdict
    /// The step that did it, or the last that was tried.
    public var step: String
  }

  private let runner: BlockRunner
  private let folder: URL

  private static let url = "https://source.example/answer"

  /// - Parameter folder: holds cases as JSON files.
  public init(runner: BlockRunner, folder: URL) {
    self.runner = runner
    self.folder = folder
  }

  /// Every change of every source.
  /// - Throws: ``HealProblem`` for a case that cannot be read, or whose block does not work to begin with.
  public func results() async throws(HealProblem) -> [Result] {
    var results: [Result] = []
    let world = FileManager.default.temporaryDirectory
      .appending(path: "dash-heal-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: world) }
    for one in try HealCase.all(in: folder) {
      let good = world.appending(path: one.name)
      try Self.record(one.body, one.type, in: good)
      let files = Self.files(of: one)
      guard let data = await run(files, good).data, Self.hasValues(data) else {
        throw HealProblem("\(one.name): the block does not work before anything changes")
      }
      for (number, change) in one.changes.enumerated() {
        let fresh = world.appending(path: "\(one.name)-\(number)")
        let type = change.body.hasPrefix("<html") ? "text/html" : one.type
        try Self.record(change.body, type, in: fresh)
        results.append(await judge(change, of: one.name, files, data, good, fresh))
      }
    }
    return results
  }

  private func judge(
    _ change: HealCase.Change, of source: String, _ files: BlockFiles, _ data: JSONValue,
    _ good: URL, _ fresh: URL
  ) async -> Result {
    func result(_ verdict: Result.Verdict, _ step: String) -> Result {
      Result(source: source, change: change.name, verdict: verdict, step: step)
    }
    var learned = LearnedContract()
    for _ in 0..<10 { _ = learned.learn(data, isConfirmed: false) }
    let outcome = await run(files, fresh)
    let now = Date()
    let judgement = outcome.data.map {
      ContractJudgement(of: $0, rules: [], inferred: learned.rules, previous: [data], now: now)
    }
    guard let failure = outcome.failure ?? judgement?.failure else {
      let step = judgement?.doubts.isEmpty == false ? "held until it is confirmed" : "nothing to do"
      return result(change.isHealed ? .missed : .left, step)
    }
    var request = HealRequest(
      block: BlockID(naming: source), files: files, params: [:], goodAnswers: good, goodData: data,
      freshAnswers: fresh, failure: failure, now: now)
    request.inferred = learned.rules
    let report = await Healer(check: CandidateCheck(runner: runner)).heal(request)
    guard let repair = report.repair else {
      return result(change.isHealed ? .missed : .left, report.log.last ?? "")
    }
    let isRight = change.isHealed && repair.outcome.data == data
    return result(isRight ? .healed : .wrong, repair.sentence)
  }

  /// A block without rows would be proof of anything.
  private static func hasValues(_ data: JSONValue) -> Bool {
    switch data {
    case .object(let members): !members.isEmpty && members.values.allSatisfy(hasValues)
    case .array(let elements): !elements.isEmpty && elements.allSatisfy(hasValues)
    case .null: false
    case .bool, .integer, .number, .string: true
    }
  }

  private func run(_ files: BlockFiles, _ answers: URL) async -> RunOutcome {
    var request = RunRequest(
      block: BlockID(naming: "heal"), files: files, reason: .heal, cassette: .replay(answers))
    request.storage = runner.trialStorage()
    return await runner.run(request)
  }

  private static func files(of one: HealCase) -> BlockFiles {
    var manifest = Manifest(name: one.name)
    manifest.permissions.hosts = ["source.example"]
    let script = """
      local http = require "http"
      return function(ctx)
      local body = http.get("\(url)")
      \(one.script)
      end

      """
    return BlockFiles(manifest: manifest, script: script, spec: one.spec)
  }

  private static func record(
    _ body: String, _ type: String, in folder: URL
  ) throws(HealProblem) {
    let entry: JSONValue = [
      "method": "GET", "url": .string(url), "status": 200,
      "headers": ["content-type": .string(type)], "body": "answer.body.txt",
    ]
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(entry.json(.pretty).utf8).write(to: folder.appending(path: "answer.json"))
      try Data(body.utf8).write(to: folder.appending(path: "answer.body.txt"))
    } catch { throw HealProblem("\(error)") }
  }
}

/// The figures of an evaluation.
public struct HealFigures: Sendable {
  public let results: [HealEvaluation.Result]

  public init(_ results: [HealEvaluation.Result]) { self.results = results }

  public func count(_ verdict: HealEvaluation.Result.Verdict) -> Int {
    results.count { $0.verdict == verdict }
  }

  /// Healed rightly or rightly left, of all.
  public var goodShare: Double {
    results.isEmpty ? 0 : Double(count(.healed) + count(.left)) / Double(results.count)
  }

  public var table: String {
    let counts = HealEvaluation.Result.Verdict.allCases
      .map { "\($0.rawValue) \(count($0))" }.joined(separator: ", ")
    let sources = Set(results.map(\.source)).count
    return
      "\(results.count) changes of \(sources) sources: \(counts); \(Int(clamping: (goodShare * 100).rounded()))% right, no question to a model"
  }
}
