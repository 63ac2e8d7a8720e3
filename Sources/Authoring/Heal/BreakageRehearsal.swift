import BlockHealth
public import BlockModel
import BlockRuntime
import Egress
import Foundation

/// What would become of a block if its sources changed: each change is done to its last good recording, and the
/// ladder of repairs is tried on it. Nobody is asked, no model either, and the block stays as it is.
public struct BreakageRehearsal: Sendable {
  /// What would happen.
  public enum Outcome: String, Sendable, CaseIterable {
    /// The block shows what it showed.
    case unharmed
    /// It would repair itself, and show what it showed.
    case repaired
    /// The last good data stay, and the block waits for its source.
    case waits
    /// It shows what the source says now.
    case follows
    /// The last good data stay until a person, or a model, repairs it.
    case stuck
  }

  /// One change, and what would happen.
  public struct Scene: Sendable {
    /// `api.example: 'title' is renamed`
    public var change: String
    public var outcome: Outcome
    /// What would happen, in words.
    public var sentence: String
  }

  private let check: CandidateCheck

  public init(check: CandidateCheck) { self.check = check }

  /// - Parameters:
  ///   - files: with the permissions that hold.
  ///   - good: the answers of a good run, and what it returned.
  ///   - inferred: rules that were found in good runs.
  public func scenes(
    of block: BlockID, _ files: BlockFiles, good: Backtest.Case, inferred: [ContractRule]
  ) async -> [Scene] {
    let world = FileManager.default.temporaryDirectory
      .appending(path: "dash-rehearsal-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: world) }
    var scenes: [Scene] = []
    for answer in RecordedAnswer.all(in: good.answers) where answer.status < 400 {
      let host = URLComponents(string: answer.url)?.host ?? answer.url
      for mutation in SourceMutation.all(of: answer, script: files.script) {
        let folder = world.appending(path: "\(scenes.count)")
        guard (try? Self.write(mutation, of: answer, good.answers, to: folder)) != nil else {
          continue
        }
        var request = HealRequest(
          block: block, files: files, params: good.params, goodAnswers: good.answers,
          goodData: good.data, freshAnswers: folder, failure: RunFailure(.shapeDrift, ""),
          now: good.at)
        request.inferred = inferred
        let (outcome, sentence) = await outcome(request)
        scenes.append(
          Scene(change: "\(host): \(mutation.name)", outcome: outcome, sentence: sentence))
      }
    }
    return scenes
  }

  private func outcome(_ request: HealRequest) async -> (Outcome, String) {
    var run = RunRequest(
      block: request.block, files: request.files, params: request.params, reason: .heal,
      now: request.now, cassette: .replay(request.freshAnswers))
    run.storage = check.runner.trialStorage()
    let result = await check.runner.run(run)
    var request = request
    let emptiness = Emptiness(request, data: result.data)
    if emptiness == .said {
      return (.follows, "The source then says that there is nothing, and so does the block.")
    }
    let judgement = result.data.map {
      ContractJudgement(
        of: $0, rules: request.files.manifest.contract, inferred: request.inferred,
        previous: [request.goodData], now: request.now)
    }
    let diff = result.data.map { DataDiff(from: request.goodData, to: $0) }
    let lost = diff?.lost.first.map { RunFailure(.shapeDrift, "'\($0)' is gone") }
    let doubt = judgement?.doubts.first.map { RunFailure(.contractViolation, $0.text) }
    guard let failure = result.failure ?? judgement?.failure ?? lost ?? doubt else {
      guard let diff, !diff.isSame else { return (.unharmed, "The block shows what it showed.") }
      return (.follows, "The block shows what the source then says: \(diff.words).")
    }
    request.failure = failure
    let report = await Healer(check: check).heal(request)
    if let repair = report.repair {
      return (.repaired, "It repairs itself. \(repair.sentence)")
    }
    guard failure.kind.isHealable else {
      return (.waits, "The last good data stay, and it asks again: \(failure.message).")
    }
    return (.stuck, "The last good data stay until it is repaired: \(failure.message).")
  }

  /// A copy of the answers with one of them changed.
  private static func write(
    _ mutation: SourceMutation, of answer: RecordedAnswer, _ answers: URL, to folder: URL
  ) throws {
    try FileManager.default.copyItem(at: answers, to: folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".json") && !name.contains(".body.") {
      let file = folder.appending(path: name)
      guard var entry = try JSONValue(parsing: Array(Data(contentsOf: file))).object,
        entry["url"]?.string == answer.url, entry["method"]?.string ?? "GET" == answer.method
      else { continue }
      entry["status"] = .integer(Int64(mutation.status))
      if let type = mutation.mediaType { entry["headers"] = ["content-type": .string(type)] }
      entry["body"] = "rehearsal.body.bin"
      entry["template"] = nil
      try Data(mutation.body).write(to: folder.appending(path: "rehearsal.body.bin"))
      try Data(JSONValue.object(entry).json().utf8).write(to: file)
      return
    }
    throw CocoaError(.fileNoSuchFile)
  }
}

extension [BreakageRehearsal.Scene] {
  /// `survives 17 of 20: 4 unharmed, 6 repaired, 5 waits, 2 follows, 3 stuck`
  public var summary: String {
    let counts = BreakageRehearsal.Outcome.allCases.compactMap { outcome -> String? in
      let count = count { $0.outcome == outcome }
      return count == 0 ? nil : "\(count) \(outcome.rawValue)"
    }
    return "survives \(survived) of \(count): \(counts.joined(separator: ", "))"
  }

  /// Changes after which nobody has to do anything.
  public var survived: Int { count { $0.outcome != .stuck } }
}
