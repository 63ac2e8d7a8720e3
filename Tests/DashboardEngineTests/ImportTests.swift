import BlockModel
import BlockStore
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite(
  "A block goes to another dashboard, with what shows that it works and nothing that is private")
struct ImportTests {
  private static let answer = #"{"items": [{"title": "Ferry"}, {"title": "Bridge"}]}"#

  /// A block that has asked a source in its first house, whose name nobody else knows.
  private func exported(
    _ house: House, secrets: [SecretBinding] = [], params: [Param] = []
  ) async throws -> (id: BlockID, server: LoopbackSource) {
    let server = try LoopbackSource { _ in
      LoopbackSource.Answer(headers: [("Cache-Control", "no-store")], body: Array(Self.answer.utf8))
    }
    let place = HostPort(host: "127.0.0.1", port: server.port)
    let manifest = Manifest(
      name: "News", params: params,
      permissions: Permissions(privateHosts: [place], secrets: secrets))
    let script = """
      local http = require "http"
      return function(ctx)
        local rows = {}
        for _, item in ipairs(http.get("\(server.url("news"))"):json().items) do
          rows[#rows + 1] = { title = item.title }
        end
        return { rows = rows }
      end

      """
    let spec =
      #"{"ui": 1, "body": [{"type": "table", "data": "${rows}", "columns": [{"header": "Title", "field": "title"}]}]}"#
    let card = try await house.engine.install(
      BlockFiles(manifest: manifest, script: script, spec: spec), author: .drafter,
      explanation: "A test.", grants: [.privateHost(place)])
    _ = try await house.engine.entry(card.id).run?.value
    #expect(try await house.engine.card(card.id).data != nil)
    return (card.id, server)
  }

  @Test("it proves itself on its recordings where its source is not known")
  func elsewhere() async throws {
    let (house, other) = (try House(), try House())
    let (id, server) = try await exported(house)
    let export = try await house.engine.export(id, recordings: .with)
    #expect(export.recordings.map(\.leftOut) == [nil])
    #expect(export.recordings.first?.addresses == [server.url("news")])
    // Its place at home is asked for, not taken along.
    let review = try await other.engine.review(export.package)
    #expect(review.proof == "On 1 recorded answer: 1 the same.")
    #expect(review.allows.isEmpty && review.asks.map(\.kind) == ["private"])
    #expect(try await other.storage.blocks().isEmpty)
    let card = try await other.engine.add(export.package, from: "news.dashblock")
    #expect(card.author == .import && card.permissions.privateHosts.isEmpty)
    #expect(try await other.storage.recordings(of: card.id).count == 1)
    let told = try await other.engine.versions(of: card.id).first?.explanation
    #expect(
      told == "Imported from news.dashblock. On 1 recorded answer: 1 the same.")
    // It runs when it may.
    _ = try await other.engine.entry(card.id).run?.value
    #expect(try await other.engine.card(card.id).state == .needsPermission)
    try await other.engine.allow(card.id, try #require(review.asks.first))
    let outcome = try await other.engine.refresh(card.id)
    #expect(outcome.failure == nil)
    withExtendedLifetime(server) {}
  }

  @Test("recordings of a block with a place at home or a key stay, unless they are asked for")
  func privacy() async throws {
    let house = try House()
    let (id, server) = try await exported(house)
    let automatic = try await house.engine.export(id)
    #expect(automatic.package.answers.isEmpty && automatic.recordings.count == 1)
    #expect(automatic.recordings.first?.leftOut?.contains("places at home") == true)
    #expect(try await house.engine.export(id, recordings: .without).package.answers.isEmpty)
    // A value of a secret in an answer, whoever wrote it there.
    try await house.storage.setSecret("TOKEN", to: "Bridge")
    let masked = try await house.engine.export(id, recordings: .with)
    #expect(masked.recordings.first?.leftOut == "it contains the value of the key 'TOKEN'")
    withExtendedLifetime(server) {}
  }

  @Test("values of settings stay, and so do recordings that were made with them")
  func settings() async throws {
    let house = try House()
    let params = try Manifest(
      parsing:
        #"{"name": "x", "params": [{"name": "city", "type": "text", "default": "Lisbon"}]}"#
    ).params
    let (id, server) = try await exported(house, params: params)
    house.pass(7_200)
    try await house.engine.setParams(id, ["city": "Braga-at-home"])
    _ = try await house.engine.entry(id).run?.value
    house.pass(90_000)
    try await house.engine.refresh(id)
    let export = try await house.engine.export(id, recordings: .with)
    #expect(export.recordings.contains { $0.leftOut == "it was made with values that you set" })
    let archive = try export.package.archive
    let url = house.folder.url.appending(path: "x.dashblock")
    try archive.write(to: url)
    let gunzip = Process()
    let pipe = Pipe()
    gunzip.executableURL = URL(filePath: "/usr/bin/gzip")
    gunzip.arguments = ["-dc", url.path]
    gunzip.standardOutput = pipe
    try gunzip.run()
    let text = String(
      decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    gunzip.waitUntilExit()
    #expect(text.contains("Lisbon") && !text.contains("Braga-at-home"))
    withExtendedLifetime(server) {}
  }

  @Test("the value of a key in a file keeps the block here")
  func secretInScript() async throws {
    let house = try House()
    try await house.storage.setSecret("TOKEN", to: "s3cr3t-value-1")
    let card = try await house.install(#"local key = "s3cr3t-value-1" return { n = 1 }"#)
    let error = await #expect(throws: EngineError.self) {
      _ = try await house.engine.export(card.id)
    }
    #expect(error?.description.contains("block.lua") == true)
    #expect(error?.description.contains("s3cr3t") == false)
  }

  private func package(_ script: String, spec: String = House.spec, manifest: String? = nil)
    -> BlockPackage
  {
    var texts = BlockTexts(
      BlockFiles(manifest: Manifest(name: "Foreign"), script: script, spec: spec))
    if let manifest { texts.manifest = manifest }
    return BlockPackage(texts: texts)
  }

  @Test("what does not work is refused, and leaves nothing")
  func refused() async throws {
    let house = try House()
    let cases = [
      package("return function(ctx) return { n = 1 end"),
      package(House.script("return { n = 1 }"), spec: "{"),
      package(House.script("return { n = 1 }"), manifest: "{"),
      package(House.script("return { n = 1 }"), manifest: #"{"name": "x", "colour": "red"}"#),
      package(House.script("error('no')")),
      package(House.script("return { m = 1 }")),
    ]
    for package in cases {
      await #expect(throws: EngineError.self, "\(package.texts.script)") {
        _ = try await house.engine.add(package, from: "x")
      }
    }
    #expect(try await house.storage.blocks().isEmpty)
  }

  @Test("what is only noticed is told before it is added, and kept with the version")
  func noticed() async throws {
    let house = try House()
    let button =
      #"{"ui": 1, "body": [{"type": "text", "text": "${n}"}, {"type": "button", "text": "Go", "action": "go"}]}"#
    let package = package(House.script("return { n = 1 }"), spec: button)
    let review = try await house.engine.review(package)
    #expect(
      review.proof
        == "It works, and it asks no source. Noticed: block.ui.json:1: the card has the action 'go', but the script has no on_action; end the script with `return { run = …, on_action = function(name, args, ctx) … end }`."
    )
    let card = try await house.engine.add(package, from: "x")
    let version = try await house.engine.versions(of: card.id).first
    #expect(version?.explanation.hasSuffix(review.proof) == true)
    #expect(version?.report.contains("a button of the card would do nothing") == true)
  }

  @Test("a script that says in its own words that nothing answered is taken where nothing could")
  func ownWords() async throws {
    let house = try House()
    let script = House.script(
      """
      local ok, answer = pcall(require("http").get, "https://a.example/n")
      if not ok then error("the lamp does not answer") end
      return { n = answer:json().n }
      """)
    let review = try await house.engine.review(
      package(script, manifest: #"{"name": "Lamp", "permissions": {"hosts": ["a.example"]}}"#))
    #expect(
      review.proof == "It brought no recordings, so its first run will show whether it works.")
  }

  @Test(
    "a script that swallows that nothing was asked is not told to work, nor are data that break a promise"
  )
  func swallowed() async throws {
    let house = try House()
    let swallowing = package(
      House.script(#"return { n = pcall(require("http").get, "https://a.example/n") and 1 or 2 }"#),
      manifest: #"{"name": "Lamp", "permissions": {"hosts": ["a.example"]}}"#)
    #expect(
      try await house.engine.review(swallowing).proof
        == "It brought no recordings, so its first run will show whether it works.")
    let card = try await house.engine.add(swallowing, from: "x")
    #expect(
      try await house.engine.versions(of: card.id).last?.report.hasPrefix(
        "Dash ran it, and it got no answer from a.example") == true)
    let breaking = package(
      House.script("return { n = 1, rows = { 1 } }"),
      manifest: #"{"name": "Rows", "contract": [{"path": "rows", "rows": {"min": 3}}]}"#)
    let proof = try await house.engine.review(breaking).proof
    #expect(proof.hasPrefix("It asks no source, and it runs, but not as it should. Noticed: "))
    #expect(proof.contains("at least 3 are needed"))
  }

  @Test("the trial of a package asks nobody, and has no key of this house")
  func offline() async throws {
    let house = try House()
    let asked = Counter()
    let server = try LoopbackSource { _ in
      asked.add()
      return LoopbackSource.Answer(body: Array(#"{"n": 1}"#.utf8))
    }
    try await house.storage.setSecret("TOKEN", to: "hush-hush")
    let origin = "http://127.0.0.1:\(server.port)"
    let manifest = """
      {"name": "Foreign", "permissions": {"hosts": ["127.0.0.1"], "private_hosts": ["127.0.0.1:\(server.port)"], "secrets": [{"name": "TOKEN", "origins": ["\(origin)"]}]}}
      """
    let script = """
      local http = require "http"
      return function(ctx)
        return http.get("\(server.url("x"))", { headers = { ["X-Key"] = "{{secret:TOKEN}}" } }):json()
      end

      """
    let review = try await house.engine.review(package(script, manifest: manifest))
    #expect(asked.count == 0)
    #expect(review.asks.contains { $0.kind == "secret" })
    #expect(
      review.proof == "It brought no recordings, so its first run will show whether it works.")
    let card = try await house.engine.add(package(script, manifest: manifest), from: "x")
    _ = try await house.engine.entry(card.id).run?.value
    #expect(card.permissions.secrets.isEmpty && card.permissions.privateHosts.isEmpty)
    #expect(asked.count == 0)
    withExtendedLifetime(server) {}
  }

  @Test("a recording that the script does not fit any more is refused")
  func wrongRecording() async throws {
    let (house, other) = (try House(), try House())
    let (id, server) = try await exported(house)
    var package = try await house.engine.export(id, recordings: .with).package
    package.texts.script = package.texts.script.replacing(".items", with: ".entries")
    await #expect(throws: EngineError.self) { _ = try await other.engine.review(package) }
    withExtendedLifetime(server) {}
  }
}

/// Counts across threads.
private final class Counter: Sendable {
  private let kept = Mutex(0)
  var count: Int { kept.withLock { $0 } }
  func add() { kept.withLock { $0 += 1 } }
}
