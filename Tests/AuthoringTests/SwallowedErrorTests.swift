import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Authoring

@Suite("A card says so when its source fails")
struct SwallowedErrorTests {
  static let list =
    #"{"type": "list", "data": "${rows}", "title": "${item.name}", "empty": "All quiet."}"#
  static let board =
    #"{"type": "table", "data": "${rows}", "columns": [{"header": "Name", "field": "name"}, {"header": "State", "field": "state"}]}"#

  /// What the gate says of a script over a source with one alert, and how often the source was asked.
  private func found(_ script: String, _ body: String) async throws -> (
    [CandidateFinding], asked: Int
  ) {
    let count = Mutex(0)
    let source = try LoopbackSource { _ in
      count.withLock { $0 += 1 }
      return .init(body: Array(#"{"alerts": [{"name": "Slab", "level": 3}]}"#.utf8))
    }
    let permissions = Permissions(
      hosts: ["127.0.0.1"],
      privateHosts: [HostPort(host: "127.0.0.1", port: source.port)])
    let files = BlockFiles(
      manifest: Manifest(name: "Alerts", permissions: permissions),
      script: "local http = require \"http\"\nlocal url = \"\(source.url("a.json"))\"\n" + script,
      spec: #"{"ui": 1, "title": "Alerts", "body": [\#(body)]}"#)
    let workshop = Workshop()
    let report = await workshop.author.candidateCheck.report(
      on: Candidate(files, by: .model, reason: .create))
    await workshop.runner.shutdown()
    #expect(report.outcome?.failure == nil, "\(report.findings)")
    return (report.findings, count.withLock { $0 })
  }

  @Test(
    "a card that looks well although nothing answered is shown to the model",
    arguments: [
      """
      return function(ctx)
        local ok, answer = pcall(function() return http.get(url):json() end)
        return { rows = ok and answer.alerts or {} }
      end
      """,
      """
      return function(ctx)
        local answer = http.get(url)
        if answer.status ~= 200 then return { rows = {} } end
        return { rows = answer:json().alerts }
      end
      """,
      """
      return function(ctx)
        local answer = http.all({ { url = url } })[1]
        return { rows = answer.ok and answer:json().alerts or { { name = "–" } } }
      end
      """,
    ])
  func swallowed(_ script: String) async throws {
    let (findings, asked) = try await found(script, Self.list)
    #expect(findings.map(\.kind) == [.swallowedError], "\(findings)")
    #expect(findings.first?.summary.contains("When the source fails") == true)
    #expect(CandidateRules.verdict(.swallowedError, for: .model) == .warns)
    // Only the first run reached the source.
    #expect(asked == 1)
  }

  @Test(
    "an error that rises, and one that is shown, is none",
    arguments: [
      ("return function(ctx) return { rows = http.get(url):json().alerts } end", list),
      (
        """
        return function(ctx)
          local answer = http.get(url)
          if not answer.ok then error("the alerts do not answer") end
          return { rows = answer:json().alerts }
        end
        """, list
      ),
      (
        """
        return function(ctx)
          local answer = http.all({ { url = url } })[1]
          return { rows = { { name = "Alerts", state = answer.ok and "works" or "down" } } }
        end
        """, board
      ),
      (
        """
        return function(ctx)
          local ok = pcall(http.get, url)
          return { rows = { { name = "Alerts", state = ok and "antwortet" or "nicht erreichbar" } } }
        end
        """, board
      ),
      (
        """
        return function(ctx)
          local answer = http.all({ { url = url } })[1]
          return { rows = { { name = "Alerts", state = answer.error or "fine" } } }
        end
        """, board
      ),
      (
        """
        return function(ctx)
          local answer = http.all({ { url = url } })[1]
          return { rows = { { name = "Alerts", ok = answer.ok } } }
        end
        """,
        #"{"type": "list", "data": "${rows}", "title": "${item.name}", "badge": {"text": "${item.ok}"}}"#
      ),
    ])
  func honest(_ script: String, _ body: String) async throws {
    let findings = try await found(script, body).0
    #expect(findings.isEmpty, "\(findings)")
  }

  @Test("that there are no errors is no word of an outage")
  func negated() async throws {
    let script = """
      return function(ctx)
        local ok, answer = pcall(function() return http.get(url):json() end)
        return { rows = ok and answer.alerts or {} }
      end
      """
    let body = Self.list.replacing("All quiet.", with: "There are no errors.")
    #expect(try await found(script, body).0.map(\.kind) == [.swallowedError])
  }
}
