import BlockModel
import BlockRuntime
import Egress
import Foundation

/// The stdlib's parsers inside the sandbox, beside well-known ones outside of any.
struct StdlibBench {
  let workplace: Workplace

  func measure(into report: inout Report) async throws {
    guard FileManager.default.fileExists(atPath: workplace.corpus.path) else {
      print("  the parsers are measured on recorded files: ../shared/corpus is not there")
      return
    }
    let runner = BlockRunner(
      configuration: RunnerConfiguration(
        worker: workplace.worker, stdlib: workplace.checkout.appending(path: "LuaStdlib"),
        sandbox: .permissive),
      egress: Egress(), storage: try workplace.storage())
    try await json(runner, &report)
    try await html(runner, &report)
    try await feeds(runner, &report)
    await runner.shutdown()
  }

  private func json(_ runner: BlockRunner, _ report: inout Report) async throws {
    let one = try Data(
      contentsOf: workplace.corpus.appending(path: "json/nasa_meteorite_landings.json"))
    let data =
      Data("[".utf8) + Data([one, one, one, one].joined(separator: Data(",".utf8))) + Data("]".utf8)
    let file = workplace.folder.appending(path: "large.json")
    try data.write(to: file)
    let ours = try await microseconds(
      runner, "json.decode(body)", files: [data], rounds: 20)
    let peer = try Peer.microseconds(["lua5.4", workplace.peer("json.lua"), file.path, "20"])
    report.add(
      Figure(
        name: "json.decode of \(data.count >> 10) KiB", value: ours, unit: "µs", peer: "lua-cjson",
        peerValue: peer, goal: "≤ 1"))
  }

  private static let selectors = [
    "a", "div", "p a", "ul > li", "table tr td", "h2", "img[src]", "a[href^='http']",
    "div.mw-body", "li:nth-child(2)",
  ]

  private func html(_ runner: BlockRunner, _ report: inout Report) async throws {
    let one = try Data(contentsOf: workplace.corpus.appending(path: "html/wikipedia_mozilla.html"))
    let data = one + one + one + one
    let file = workplace.folder.appending(path: "large.html")
    try data.write(to: file)
    let list = Self.selectors.map { "\"\($0)\"" }.joined(separator: ", ")
    let ours = try await microseconds(
      runner,
      """
      local page = html.parse(body)
      for _ = 1, 5 do for _, selector in ipairs { \(list) } do page:select(selector) end end
      """, files: [data], rounds: 5)
    for peer in ["lexbor", "lxml"] {
      let value = try Peer.microseconds([
        workplace.python, workplace.peer("parse.py"), peer, file.path, "5",
      ])
      report.add(
        Figure(
          name: "html.parse and 50 selects on \(data.count >> 10) KiB", value: ours, unit: "µs",
          peer: peer == "lexbor" ? "selectolax (lexbor)" : "lxml", peerValue: value, goal: "≤ 1.0")
      )
    }
  }

  private func feeds(_ runner: BlockRunner, _ report: inout Report) async throws {
    let folder = workplace.corpus.appending(path: "feeds")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.contains(".") && !$0.contains("opml") }.sorted()
    let files = try names.map { try Data(contentsOf: folder.appending(path: $0)) }
    let ours = try await microseconds(runner, "feed.parse(body)", files: files, rounds: 5)
    let peer = try Peer.microseconds(
      [workplace.python, workplace.peer("parse.py"), "feedparser", "5"]
        + names.map { folder.appending(path: $0).path })
    report.add(
      Figure(
        name: "feed.parse of \(files.count) feeds", value: ours, unit: "µs", peer: "feedparser",
        peerValue: peer, goal: "≤ 0.2"))
  }

  /// Microseconds for `work` on the bodies of all files, without what the run itself costs.
  private func microseconds(
    _ runner: BlockRunner, _ work: String, files: [Data], rounds: Int
  ) async throws -> Double {
    let cassette = workplace.folder.appending(path: "cassette-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: cassette, withIntermediateDirectories: true)
    for (index, data) in files.enumerated() {
      let entry: JSONValue = [
        "method": "GET", "url": .string("https://bench.test/\(index)"), "status": 200,
        "headers": [:], "body": .string("\(index).body"),
      ]
      try data.write(to: cassette.appending(path: "\(index).body"))
      try Data(entry.json().utf8).write(to: cassette.appending(path: "\(index).json"))
    }
    let script = """
      local http, json, html, feed = require "http", require "json", require "html", require "feed"
      return function(ctx)
        local bodies = {}
        for index = 0, \(files.count - 1) do
          bodies[index + 1] = http.get("https://bench.test/" .. index).body
        end
        for _ = 1, ROUNDS do
          for _, body in ipairs(bodies) do
            \(work)
          end
        end
        return {}
      end
      """
    var manifest = Manifest(name: "bench")
    manifest.permissions.hosts = ["bench.test"]
    let clock = ContinuousClock()
    func time(_ rounds: Int) async throws -> Double {
      var best = Double.infinity
      for _ in 0..<3 {
        var request = RunRequest(
          block: BlockID(naming: "bench"),
          files: BlockFiles(
            manifest: manifest, script: script.replacing("ROUNDS", with: "\(rounds)"), spec: ""),
          reason: .cli, cassette: .replay(cassette))
        request.limits = Limits(seconds: 60, memoryMiB: 512)
        let start = clock.now
        let outcome = await runner.run(request)
        if let failure = outcome.failure { throw Peer.Missing(description: failure.message) }
        best = min(best, (clock.now - start) / .microseconds(1))
      }
      return best
    }
    let empty = try await time(0)
    return (try await time(rounds) - empty) / Double(rounds)
  }
}
