import Authoring
import BlockHealth
import BlockModel
import BlockRuntime
import Egress
import Foundation

/// What keeps a block right over the years: backtests, contracts and repairs, each beside the runs or the reading
/// that they are made of.
struct LifeBench {
  let workplace: Workplace

  private static let url = "https://source.example/answer"
  private static let rounds = 20

  func measure(into report: inout Report) async throws {
    try contract(&report)
    let runner = BlockRunner(
      configuration: RunnerConfiguration(
        worker: workplace.worker, stdlib: workplace.checkout.appending(path: "LuaStdlib"),
        sandbox: .permissive),
      egress: Egress(), storage: try workplace.storage())
    try await backtest(runner, &report)
    try await heal(runner, &report)
    await runner.shutdown()
  }

  // MARK: Contract

  private func contract(_ report: inout Report) throws {
    let data: JSONValue = ["rows": .array((0..<500).map(Self.row))]
    var statistics = DataStatistics()
    for _ in 0..<30 { statistics.add(data) }
    guard let rules = ContractInference(statistics)?.rules, !rules.isEmpty else {
      throw Peer.Missing(description: "no rule was found in 500 rows")
    }
    let now = Date()
    let judge = Median.microseconds(50) {
      _ = ContractJudgement(of: data, rules: [], inferred: rules, previous: [data], now: now)
    }
    report.add(
      Figure(
        name: "judge \(rules.count) rules of a contract over 500 rows", value: judge, unit: "µs",
        peer: "the rows as JSON", peerValue: Median.microseconds(50) { _ = data.json() },
        goal: "≤ 1 ms"))
  }

  // MARK: Runs

  private func backtest(_ runner: BlockRunner, _ report: inout Report) async throws {
    let files = Self.files
    let good = try record(Self.answer("points"), "good")
    let request = Self.request(files, good)
    guard let data = await runner.run(request).data else {
      throw Peer.Missing(description: "the block of the bench does not run")
    }
    let cases = (0..<5).map { index in
      Backtest.Case(
        answers: good, at: Date(timeIntervalSince1970: 1_764_000_000 + Double(index) * 86_400),
        params: [:], data: data)
    }
    let block = BlockID(naming: "bench")
    let ours = try await Self.median {
      let found = await Backtest(runner: runner).report(on: files, of: block, cases)
      guard found.results.allSatisfy({ $0.result == .same }) else {
        throw Peer.Missing(description: "the backtest is not the same: \(found.words)")
      }
    }
    let run = try await Self.median { _ = await runner.run(request) }
    report.add(
      Figure(
        name: "backtest on 5 recordings of 30 rows", value: ours, unit: "µs",
        peer: "5 runs on them", peerValue: 5 * run, goal: "≤ 50 ms"))
  }

  private func heal(_ runner: BlockRunner, _ report: inout Report) async throws {
    let files = Self.files
    let good = try record(Self.answer("points"), "before")
    let fresh = try record(Self.answer("score"), "after")
    guard let data = await runner.run(Self.request(files, good)).data else {
      throw Peer.Missing(description: "the block of the bench does not run")
    }
    let request = HealRequest(
      block: BlockID(naming: "bench"), files: files, params: [:], goodAnswers: good, goodData: data,
      freshAnswers: fresh, failure: RunFailure(.shapeDrift, "'points' is gone"), now: Date())
    let healer = Healer(check: CandidateCheck(runner: runner))
    let ours = try await Self.median {
      let found = await healer.heal(request)
      guard found.repair?.outcome.data == data else {
        throw Peer.Missing(description: "the repair of the bench is not found: \(found.text)")
      }
    }
    let run = try await Self.median { _ = await runner.run(Self.request(files, fresh)) }
    report.add(
      Figure(
        name: "repair of a renamed key, without a model", value: ours, unit: "µs",
        peer: "a run of the block", peerValue: run, goal: "≤ 1 s"))
  }

  // MARK: The block

  private static func row(_ index: Int) -> JSONValue {
    [
      "title": .string("A story with a title of usual length, number \(index)"),
      "points": .integer(Int64(index * 37 + 100)), "share": .number(Double(index) / 7),
    ]
  }

  private static func answer(_ key: String) -> String {
    let rows = (0..<30).map { index -> JSONValue in
      var row = Self.row(index).object ?? [:]
      let points = row.removeValue(forKey: "points")
      row[key] = points
      return .object(row)
    }
    return JSONValue.object(["stories": .array(rows)]).json()
  }

  private static var files: BlockFiles {
    var manifest = Manifest(name: "bench")
    manifest.permissions.hosts = ["source.example"]
    return BlockFiles(
      manifest: manifest,
      script: """
        local http = require "http"
        return function(ctx)
          local rows = {}
          for _, story in ipairs(http.get("\(url)"):json().stories) do
            rows[#rows + 1] = { title = story.title, points = story.points }
          end
          return { rows = rows }
        end

        """,
      spec:
        #"{"ui": 1, "body": [{"type": "table", "data": "${rows}", "columns": [{"header": "Title", "field": "title"}, {"header": "Points", "field": "points"}]}]}"#
    )
  }

  private static func request(_ files: BlockFiles, _ answers: URL) -> RunRequest {
    RunRequest(
      block: BlockID(naming: "bench"), files: files, reason: .schedule, cassette: .replay(answers))
  }

  private func record(_ body: String, _ name: String) throws -> URL {
    let folder = workplace.folder.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let entry: JSONValue = [
      "method": "GET", "url": .string(Self.url), "status": 200,
      "headers": ["content-type": "application/json"], "body": "answer.body.json",
    ]
    try Data(entry.json().utf8).write(to: folder.appending(path: "answer.json"))
    try Data(body.utf8).write(to: folder.appending(path: "answer.body.json"))
    return folder
  }

  private static func median(_ work: () async throws -> Void) async throws -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<rounds {
      let begin = clock.now
      try await work()
      times.append((clock.now - begin) / .microseconds(1))
    }
    return Median.of(times)
  }
}
