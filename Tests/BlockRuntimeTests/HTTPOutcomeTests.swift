import BlockModel
import BlockRuntime
import Egress
import Foundation
import Testing

/// A cassette folder with hand-written answers, removed with the test.
final class TestCassette: Sendable {
  struct Answer {
    var url: String
    var status = 200
    var headers: JSONObject = [:]
    var body: [UInt8]

    init(_ url: String, status: Int = 200, headers: JSONObject = [:], body: String = "") {
      self.url = url
      self.status = status
      self.headers = headers
      self.body = Array(body.utf8)
    }
  }

  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "cassette-\(UUID().uuidString)")
  let permissions = Permissions(hosts: ["a.test"], methods: ["GET", "POST"])

  var replay: Cassette { .replay(folder) }

  init(_ answers: [Answer]) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, answer) in answers.enumerated() {
      let method = answer.url.contains("post") ? "POST" : "GET"
      let entry: JSONValue = [
        "method": .string(method), "url": .string(answer.url),
        "status": .integer(Int64(answer.status)), "headers": .object(answer.headers),
        "body": .string("\(index).body.txt"),
      ]
      try Data(answer.body).write(to: folder.appending(path: "\(index).body.txt"))
      try Data(entry.json().utf8).write(to: folder.appending(path: "\(index).json"))
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

@Suite("Requests of a script")
struct HTTPOutcomeTests {
  let workshop = Workshop()

  private func run(
    _ script: String, _ answers: [TestCassette.Answer], requests: Int = 100
  ) async throws -> RunOutcome {
    let cassette = try TestCassette(answers)
    return await workshop.run(script, requests: requests, permissions: cassette.permissions) {
      $0.cassette = cassette.replay
    }
  }

  @Test("an answer has status, address, headers, body and readers")
  func answer() async throws {
    let outcome = try await run(
      """
      local r = require("http").get("https://a.test/x", {query = {b = {1, 2}, a = "ä ö"}})
      return {status = r.status, ok = r.ok, url = r.url, type = r.headers["content-type"], n = r:json().n}
      """,
      [
        .init(
          "https://a.test/x?a=%C3%A4%20%C3%B6&b=1&b=2",
          headers: ["Content-Type": "application/json"],
          body: #"{"n": 7}"#)
      ])
    #expect(
      outcome.data == [
        "n": 7, "ok": true, "status": 200, "type": "application/json",
        "url": "https://a.test/x?a=%C3%A4%20%C3%B6&b=1&b=2",
      ])
    #expect(outcome.http.map(\.status) == [200])
    #expect(outcome.http.first?.cache == .replay)
  }

  @Test("http.all keeps the order, and a request that fails fails only when it is read")
  func all() async throws {
    let outcome = try await run(
      """
      local answers = require("http").all {
        "https://a.test/1", { url = "https://b.test/2" }, "https://a.test/3" }
      local out = {}
      for i, answer in ipairs(answers) do
        out[i] = answer.ok and answer:json()[1] or select(2, pcall(answer.json, answer)).kind
      end
      return out
      """, [.init("https://a.test/1", body: "[1]"), .init("https://a.test/3", body: "[3]")])
    #expect(outcome.data == [1, "permission", 3])
    #expect(outcome.http.count == 3)
  }

  @Test(
    "a failure keeps its kind when it leaves the script",
    arguments: [
      (404, [:], "", FailureKind.httpStatus, "answered 404 Not Found"),
      (500, [:], "", .httpStatus, "answered 500"),
      (401, [:], "", .auth, "answered 401"), (403, [:], "", .auth, "answered 403"),
      (429, ["Retry-After": "30"], "", .rateLimited, "answered 429"),
      (503, ["Retry-After": "30"], "", .rateLimited, "answered 503"),
      (200, [:], "", .shapeDrift, "sent an empty answer instead of JSON"),
      (200, [:], "<html>", .shapeDrift, "it begins with: <html>"),
      (200, [:], "PK\u{3}\u{4}rest", .shapeDrift, "sent a ZIP archive, which cannot be read here"),
      (200, [:], "%PDF-1.7", .shapeDrift, "sent a PDF, which cannot be read here"),
    ] as [(Int, JSONObject, String, FailureKind, String)])
  func kinds(
    status: Int, headers: JSONObject, body: String, kind: FailureKind, words: String
  ) async throws {
    let answer = TestCassette.Answer(
      "https://a.test/x", status: status, headers: headers, body: body)
    for script in [
      "\nreturn require('http').get('https://a.test/x'):json()",
      "\nlocal ok, err = pcall(function() return require('http').get('https://a.test/x'):json() end) error('sorry: ' .. tostring(err))",
    ] {
      let failure = try await run(script, [answer]).failure
      #expect(failure?.kind == kind)
      #expect(failure?.message.contains(words) == true, "\(failure as Any)")
      #expect(failure?.message.contains("https://a.test/x") == true)
      #expect(failure?.place == "block.lua:2")
      #expect(failure?.retryAfter == (kind == .rateLimited ? 30 : nil))
    }
  }

  @Test(
    "a page that keeps programs out is a failure of its own kind, whatever the script reads",
    arguments: [200, 403, 503], ["json", "html", "csv", "feed"])
  func blocked(status: Int, reader: String) async throws {
    let answer = TestCassette.Answer(
      "https://a.test/x", status: status, headers: ["Content-Type": "text/html"],
      body: "<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>")
    for script in [
      "return require('http').get('https://a.test/x'):\(reader)()",
      "return {v = require('http').all({'https://a.test/x'})[1]:\(reader)()}",
    ] {
      let outcome = try await run(script, [answer])
      #expect(outcome.failure?.kind == .blocked)
      #expect(
        outcome.failure?.message.contains("shows a page that keeps bots out (Cloudflare)")
          == true, "\(outcome.failure as Any)")
      #expect(outcome.http.map(\.status) == [status])
    }
  }

  @Test("a host that was not granted is a matter of permission")
  func permission() async throws {
    let outcome = try await run("return require('http').get('https://evil.test/'):json()", [])
    #expect(outcome.failure?.kind == .permission)
    #expect(outcome.failure?.message.contains("evil.test") == true)
    #expect(outcome.failure?.place == "block.lua:1")
  }

  @Test("the number of requests is a limit that cannot be caught")
  func requests() async throws {
    let outcome = try await run(
      "local n = 0\nwhile true do n = n + 1\npcall(require('http').get, 'https://a.test/x') end",
      [.init("https://a.test/x")], requests: 5)
    #expect(outcome.failure?.kind == .limit)
    #expect(outcome.failure?.message.contains("more than 5 requests") == true)
    #expect(outcome.failure?.place == "block.lua:3")
    #expect(outcome.http.count == 5)
  }
}
