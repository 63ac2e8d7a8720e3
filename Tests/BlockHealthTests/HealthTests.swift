import BlockModel
import Foundation
import Testing

@testable import BlockHealth

@Suite("What a card says")
struct HealthTests {
  static let now = Date(timeIntervalSince1970: 1_700_000_000)

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var failure: RunFailure?
    var failures = 0
    var data: JSONValue?
    var state: CardState
    var action: CardAction
    var change: @Sendable (inout CardHealth) -> Void = { _ in }

    var testDescription: String { name }
  }

  static let place = HostPort(host: "nas.local", port: 80)

  static let cases: [Case] = [
    Case(name: "good", data: ["n": 1], state: .ok, action: .refresh),
    Case(name: "nothing to show", data: ["items": []], state: .empty, action: .refresh),
    Case(name: "spec and data disagree", data: ["n": 1], state: .partial, action: .edit) {
      $0.lastRun?.specProblems = ["/body/0: 'm' is not in the data"]
    },
    Case(name: "old", data: ["n": 1], state: .stale, action: .refresh) {
      $0.dataAt = now - 4_000
    },
    Case(
      name: "no network, no data", failure: RunFailure(.network, "x"), failures: 1,
      state: .waiting, action: .retry),
    Case(
      name: "no network, old data", failure: RunFailure(.network, "x"), failures: 1,
      data: ["n": 1], state: .stale, action: .retry),
    Case(
      name: "no network for long", failure: RunFailure(.network, "x"), failures: 5,
      data: ["n": 1], state: .failing, action: .retry),
    Case(
      name: "too many requests", failure: RunFailure(.rateLimited, "x", retryAfter: 60),
      failures: 1, data: ["n": 1], state: .waiting, action: .retry),
    Case(
      name: "status, no data", failure: RunFailure(.httpStatus, "x"), failures: 1, state: .failing,
      action: .retry),
    Case(
      name: "status, old data", failure: RunFailure(.httpStatus, "x"), failures: 1,
      data: ["n": 1], state: .stale, action: .retry),
    Case(
      name: "login", failure: RunFailure(.auth, "x"), failures: 1, state: .failing, action: .retry),
    Case(
      name: "kept out, old data", failure: RunFailure(.blocked, "x"), failures: 1,
      data: ["n": 1], state: .blocked, action: .retry),
    Case(
      name: "kept out, no data", failure: RunFailure(.blocked, "x"), failures: 7,
      state: .blocked, action: .retry),
    Case(
      name: "not granted", failure: RunFailure(.permission, "x"), failures: 1,
      state: .needsPermission, action: .allow(.privateHost(place))
    ) { $0.lastRun?.neededGrant = .privateHost(place) },
    Case(
      name: "refused for good", failure: RunFailure(.permission, "x"), failures: 1,
      state: .failing, action: .edit),
    Case(
      name: "script never worked", failure: RunFailure(.scriptError, "x"), failures: 1,
      state: .broken, action: .edit),
    Case(
      name: "script stumbled once", failure: RunFailure(.scriptError, "x"), failures: 1,
      data: ["n": 1], state: .failing, action: .retry),
    Case(
      name: "script fails again", failure: RunFailure(.scriptError, "x"), failures: 2,
      data: ["n": 1], state: .broken, action: .edit),
    Case(
      name: "the source changed", failure: RunFailure(.shapeDrift, "x"), failures: 2,
      data: ["n": 1], state: .broken, action: .seeLog),
    Case(
      name: "limit", failure: RunFailure(.limit, "x"), failures: 3, data: ["n": 1],
      state: .broken, action: .seeLog),
    Case(
      name: "our own fault", failure: RunFailure(.host, "x"), failures: 1, state: .failing,
      action: .retry),
    Case(name: "never ran", state: .new, action: .refresh) { $0.lastRun = nil },
    Case(name: "runs first", state: .running, action: .seeLog) {
      $0.lastRun = nil
      $0.isRunning = true
    },
    Case(name: "paused", data: ["n": 1], state: .paused, action: .resume) { $0.isPaused = true },
    Case(name: "no key", state: .needsSecret, action: .addSecret("token")) {
      $0.missingSecret = "token"
    },
    Case(name: "files gone", state: .broken, action: .edit) { $0.damage = "The files are gone." },
    Case(name: "bad edit", data: ["n": 1], state: .ok, action: .edit) {
      $0.editProblem = EditProblem(place: "block.lua:3", message: "'=' expected")
    },
  ]

  @Test("each state has one sentence and one next action", arguments: cases)
  func verdict(example: Case) {
    var health = CardHealth()
    health.now = Self.now
    health.schedule = .every(.seconds(600))
    health.failures = example.failures
    health.data = example.data
    health.dataAt = example.data == nil ? nil : Self.now - 100
    health.lastRun = RunSummary(
      id: 1, block: BlockID("a")!, version: VersionNumber(1), reason: "schedule",
      startedAt: Self.now, duration: .zero, failure: example.failure, specProblems: [])
    example.change(&health)
    let verdict = health.verdict
    #expect(verdict.state == example.state)
    #expect(verdict.action == example.action)
    #expect(verdict.sentence.hasSuffix(".") || verdict.sentence.hasSuffix("data"))
    #expect(verdict.sentence.first?.isLowercase == false)
    // Which source answered is not known here: a script may have caught that none did.
    if verdict.state == .empty {
      #expect(verdict.sentence == "It ran, and there is nothing to show.")
    }
  }

  @Test("failing keeps the data on screen and says from when they are, and when it tries again")
  func words() {
    var health = CardHealth()
    health.now = Self.now
    health.timeZone = .gmt
    health.data = ["n": 1]
    health.dataAt = Self.now - 600
    health.nextRun = Self.now + 240
    health.failures = 2
    health.lastRun = RunSummary(
      id: 1, block: BlockID("a")!, version: VersionNumber(1), reason: "schedule",
      startedAt: Self.now, duration: .zero,
      failure: RunFailure(
        .network, "example.org does not accept connections; check that it is running"),
      specProblems: [])
    #expect(
      health.verdict.sentence
        == "example.org does not accept connections; check that it is running. Data from 22:03. Next try at 22:17."
    )
  }
}
