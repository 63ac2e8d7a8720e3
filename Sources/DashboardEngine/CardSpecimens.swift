import BlockHealth
import BlockModel
import BlockUI
public import Foundation

extension Card {
  /// One card in each state it can have, with the words a person would read, for the gallery.
  public static func specimens(now: Date) -> [Card] {
    CardState.allCases.map { CardSpecimen(state: $0, now: now).card }
  }
}

/// A made-up block in one state. What it says comes from ``CardHealth``, as for every other card.
private struct CardSpecimen {
  let state: CardState
  let now: Date

  private static let spec = """
    {"ui": 1, "icon": "💬", "body": [
      {"type": "stat", "label": "Open questions", "value": "${count}"},
      {"type": "list", "data": "${questions}", "title": "${item}"}]}
    """

  private static let data: JSONValue = [
    "count": 2, "questions": ["When does the ferry leave?", "Who has the key?"],
  ]

  private var id: BlockID {
    let text = "state-" + state.rawValue.replacing("_", with: "-")
    return BlockID(text) ?? BlockID(naming: text)
  }

  private var name: String {
    state.rawValue.replacing("_", with: " ").capitalizingFirst
  }

  var card: Card {
    let health = health
    let verdict = health.verdict
    return Card(
      id: id, name: name, state: verdict.state, sentence: verdict.sentence,
      nextAction: verdict.action, isRunning: health.isRunning,
      manifest: Manifest(name: name), permissions: Permissions(),
      isPrivate: false, params: [:],
      compiled: CompiledSpec.compile(Self.spec).spec, data: health.data, dataAt: health.dataAt,
      lastRun: health.lastRun, nextRun: health.nextRun, version: VersionNumber(1), author: .hand,
      editProblem: nil)
  }

  private var health: CardHealth {
    var health = CardHealth(
      data: Self.data, dataAt: now.addingTimeInterval(-240), schedule: .every(.seconds(600)),
      now: now, timeZone: .gmt)
    health.lastRun = run(nil)
    switch state {
    case .ok: break
    case .healing:
      health.repair =
        "The source changed its shape; a repair is being tried on the newest answer."
    case .new, .running:
      health.data = nil
      health.dataAt = nil
      health.lastRun = nil
      health.isRunning = state == .running
    case .empty: health.data = ["questions": []]
    case .partial:
      health.lastRun?.specProblems = ["no row has 'answer'; a row has: title, asked_at"]
    case .stale: health.dataAt = now.addingTimeInterval(-10_800)
    case .waiting:
      health.data = nil
      health.dataAt = nil
      fail(&health, .network, "api.example.org does not answer", times: 1)
    case .failing:
      fail(&health, .auth, "api.example.org refused the key (401); check it in the settings")
    case .blocked:
      fail(
        &health, .blocked,
        "example.org shows a page that keeps bots out (Cloudflare) instead of data; look for a feed or an API of the same source"
      )
    case .needsSecret: health.missingSecret = "EXAMPLE_KEY"
    case .needsPermission:
      let place = HostPort(host: "nas.local", port: 8443)
      health.data = nil
      health.dataAt = nil
      fail(&health, .permission, "nas.local:8443 is on your own network")
      health.lastRun?.neededGrant = .privateHost(place)
    case .broken:
      fail(
        &health, .scriptError, "attempt to index a nil value (field 'questions')",
        place: "block.lua:12")
    case .paused: health.isPaused = true
    }
    return health
  }

  private func fail(
    _ health: inout CardHealth, _ kind: FailureKind, _ message: String, place: String? = nil,
    times: Int = 5
  ) {
    health.lastRun = run(RunFailure(kind, message, place: place))
    health.failures = times
    health.nextRun = now.addingTimeInterval(300)
  }

  private func run(_ failure: RunFailure?) -> RunSummary {
    RunSummary(
      id: 1, block: id, version: VersionNumber(1), reason: "schedule",
      startedAt: now.addingTimeInterval(-240), duration: .milliseconds(340), failure: failure,
      specProblems: [])
  }
}
