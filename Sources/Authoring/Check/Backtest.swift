public import BlockHealth
public import BlockModel
public import BlockRuntime
import Egress
public import Foundation

/// Runs files on answers that were recorded, without the network: what they would have returned then.
public struct Backtest: Sendable {
  /// Recorded answers, and all that their run depended on.
  public struct Case: Sendable {
    /// The folder of the answers.
    public var answers: URL
    public var at: Date
    /// The values that a person had set.
    public var params: JSONObject
    /// What the run returned then.
    public var data: JSONValue

    public init(answers: URL, at: Date, params: JSONObject, data: JSONValue) {
      self.answers = answers
      self.at = at
      self.params = params
      self.data = data
    }
  }

  public enum Result: Sendable, Hashable {
    case same
    case different(DataDiff)
    case failed(RunFailure)
    /// It asks what was not recorded; it is not asked now.
    case unrecorded(url: String)
  }

  private let runner: BlockRunner

  /// Seconds for each run; nothing is waited for.
  private static let seconds = 10

  public init(runner: BlockRunner) { self.runner = runner }

  /// - Parameter files: with the permissions that hold. What they store is thrown away.
  public func report(on files: BlockFiles, of block: BlockID, _ cases: [Case]) async
    -> BacktestReport
  {
    var report = BacktestReport()
    for one in cases { report.results.append((one.at, await result(files, block, one))) }
    return report
  }

  private func result(_ files: BlockFiles, _ block: BlockID, _ one: Case) async -> Result {
    var request = RunRequest(
      block: block, files: files, params: one.params, reason: .schedule, now: one.at,
      cassette: .replay(one.answers))
    request.limits.seconds = min(request.limits.seconds, Self.seconds)
    request.storage = runner.trialStorage()
    let outcome = await runner.run(request)
    let known = Set(RecordedAnswer.all(in: one.answers).map(\.url))
    if let asked = outcome.http.first(where: { $0.status == nil && !known.contains($0.url) }) {
      return .unrecorded(url: asked.url)
    }
    guard let data = outcome.data else {
      return .failed(outcome.failure ?? RunFailure(.host, "it returned nothing"))
    }
    let diff = DataDiff(from: one.data, to: data)
    return diff.isSame ? .same : .different(diff)
  }
}

/// What came of a backtest.
public struct BacktestReport: Sendable {
  public var results: [(at: Date, result: Backtest.Result)] = []

  public init() {}

  /// `On 5 recorded answers: 4 the same, 1 different: 2 rows of 'stories' are new (24 Nov).` Empty without
  /// recordings.
  public var words: String {
    guard !results.isEmpty else { return "" }
    var parts: [String] = []
    let same = results.count { $0.result == .same }
    if same > 0 { parts.append("\(same) the same") }
    var others: [(name: String, first: String, at: Date, count: Int)] = []
    for (at, result) in results {
      guard let (name, text) = Self.told(result) else { continue }
      if let index = others.firstIndex(where: { $0.name == name }) {
        others[index].count += 1
      } else {
        others.append((name, text, at, 1))
      }
    }
    for other in others {
      parts.append("\(other.count) \(other.name): \(other.first) (\(Self.day(other.at)))")
    }
    let answers = results.count == 1 ? "1 recorded answer" : "\(results.count) recorded answers"
    return "On \(answers): \(parts.joined(separator: ", "))."
  }

  private static func told(_ result: Backtest.Result) -> (String, String)? {
    switch result {
    case .same: nil
    case .different(let diff): ("different", diff.words)
    case .failed(let failure): ("failed", failure.message)
    case .unrecorded(let url): ("not known", "\(url) was not recorded")
    }
  }

  private static func day(_ date: Date) -> String {
    date.formatted(Surroundings.current.english.day().month(.abbreviated))
  }
}
