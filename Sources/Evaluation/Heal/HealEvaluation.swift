import Authoring
import BlockHealth
import BlockModel
public import BlockRuntime
import Egress
public import Foundation

/// Judges what the ladder of repairs makes of sources that changed, without a model and without the network.
public struct HealEvaluation: Sendable {
  private let runner: BlockRunner
  private let folder: URL

  /// - Parameter folder: holds cases as JSON files.
  public init(runner: BlockRunner, folder: URL) {
    self.runner = runner
    self.folder = folder
  }

  /// Every change of every source.
  /// - Throws: ``HealProblem`` for a case that cannot be read, or whose block does not work to begin with.
  public func results() async throws(HealProblem) -> [HealResult] {
    var results: [HealResult] = []
    let world = FileManager.default.temporaryDirectory
      .appending(path: "dash-heal-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: world) }
    for one in try HealCase.all(in: folder) {
      let good = world.appending(path: one.name)
      try Self.record([HealCase.Answer(url: one.url, type: one.type, body: one.body)], in: good)
      let files = Self.files(of: one)
      guard let data = await run(files, good).data, Self.hasValues(data) else {
        throw HealProblem("\(one.name): the block does not work before anything changes")
      }
      for (number, change) in one.changes.enumerated() {
        let fresh = world.appending(path: "\(one.name)-\(number)")
        let isPage = change.body.hasPrefix("<html")
        let answer = HealCase.Answer(
          url: one.url, status: change.status, type: isPage ? "text/html" : one.type,
          body: change.body)
        try Self.record([answer] + change.further, in: fresh)
        results.append(await judge(change, of: one.name, files, data, good, fresh))
      }
    }
    return results
  }

  private func judge(
    _ change: HealCase.Change, of source: String, _ files: BlockFiles, _ data: JSONValue,
    _ good: URL, _ fresh: URL
  ) async -> HealResult {
    func result(_ verdict: HealResult.Verdict, _ step: String, trials: Int = 0) -> HealResult {
      HealResult(
        source: source, change: change.name, verdict: verdict, step: step, trials: trials)
    }
    var learned = LearnedContract()
    for _ in 0..<10 { _ = learned.learn(data, isConfirmed: false) }
    let outcome = await run(files, fresh)
    let now = Date()
    var request = HealRequest(
      block: BlockID(naming: source), files: files, params: [:], goodAnswers: good, goodData: data,
      freshAnswers: fresh, failure: RunFailure(.shapeDrift, ""), now: now)
    if Emptiness(request, data: outcome.data) == .said {
      return result(change.isHealed ? .missed : .left, "The source says that there is nothing.")
    }
    let judgement = outcome.data.map {
      ContractJudgement(of: $0, rules: [], inferred: learned.rules, previous: [data], now: now)
    }
    let lost = outcome.data.flatMap { DataDiff(from: data, to: $0).lost.first }
      .map { RunFailure(.shapeDrift, "'\($0)', which was there before, is gone") }
    let doubt = judgement?.doubts.first.map { RunFailure(.contractViolation, $0.text) }
    guard let failure = outcome.failure ?? judgement?.failure ?? lost ?? doubt else {
      if outcome.data?.counted == data.counted {
        return result(.untouched, "The block reads it as before.")
      }
      return result(change.isHealed ? .missed : .left, "Nothing seems to be wrong.")
    }
    request.failure = failure
    request.inferred = learned.rules
    let report = await Healer(check: CandidateCheck(runner: runner)).heal(request)
    guard let repair = report.repair else {
      return result(
        change.isHealed ? .missed : .left, report.log.last ?? "", trials: report.trials)
    }
    let isRight = change.isHealed && repair.outcome.data?.counted == data.counted
    return result(isRight ? .healed : .wrong, repair.sentence, trials: report.trials)
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
      local body = http.get("\(one.url)")
      \(one.script)
      end

      """
    return BlockFiles(manifest: manifest, script: script, spec: one.spec)
  }

  private static func record(
    _ answers: [HealCase.Answer], in folder: URL
  ) throws(HealProblem) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (number, answer) in answers.enumerated() {
        let entry: JSONValue = [
          "method": "GET", "url": .string(answer.url), "status": .integer(Int64(answer.status)),
          "headers": ["content-type": .string(answer.type)],
          "body": .string("\(number).body.txt"),
        ]
        try Data(entry.json(.pretty).utf8).write(to: folder.appending(path: "\(number).json"))
        try Data(answer.body.utf8).write(to: folder.appending(path: "\(number).body.txt"))
      }
    } catch { throw HealProblem("\(error)") }
  }
}

extension JSONValue {
  /// With one way to write a number: 1299 and 1299.0 are the same.
  fileprivate var counted: JSONValue {
    if let number { return .number(number) }
    if let array { return .array(array.map(\.counted)) }
    return object.map { .object($0.mapValues(\.counted)) } ?? self
  }
}
