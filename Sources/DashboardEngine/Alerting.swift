import BlockHealth
import BlockModel
import BlockStore
import BlockUI
import Foundation

/// What a run has to tell a person: alerts that came true, and that a block broke or works again.
extension DashboardEngine {
  /// Adds to a run what it tells. It is kept with the run, or not at all.
  ///
  /// Data in doubt tell nothing: what a price jumped to is told when a second run says the same.
  func addNotices(
    to run: inout NewRun, of block: LoadedBlock, _ before: CardState, _ after: CardHealth.Verdict,
    failures: Int
  ) async {
    let outcome = run.outcome
    let alerts = block.files.manifest.alerts
    let isSure = outcome.data != nil && outcome.doubts.isEmpty
    guard !alerts.isEmpty && isSure || outcome.failure != nil || before != after.state else {
      return
    }
    var state = NoticeState(stored: try? await storage.alertState(of: block.id))
    let old = state
    if isSure, let data = outcome.data { judge(alerts, data, of: block, &state, &run) }
    tellState(after, of: block, failures: failures, &state, &run)
    if state != old { run.alertState = state.stored }
  }

  private func judge(
    _ alerts: [Alert], _ data: JSONValue, of block: LoadedBlock, _ state: inout NoticeState,
    _ run: inout NewRun
  ) {
    let now = settings.now()
    let context = block.context(data, now: now)
    var memories: [String: AlertMemory] = [:]
    for alert in alerts {
      // One that cannot be read is told where alerts are listed.
      guard let compiled = try? CompiledAlert(alert) else { continue }
      let hits = compiled.hits(context)
      let keys = hits.map(\.key)
      guard var memory = state.alerts[alert.name], memory.meaning == alert.meaning else {
        memories[alert.name] = AlertMemory(meaning: alert.meaning, holding: keys)
        continue
      }
      let fresh = Set(memory.judge(keys, at: now, pause: alert.againAfter))
      for hit in hits where fresh.contains(hit.key) {
        run.notices.append(
          NewNotice(
            .alert, incident: "alert \(state.next()) \(alert.name) \(hit.key)", title: alert.name,
            text: hit.text, at: now))
      }
      memories[alert.name] = memory
    }
    state.alerts = memories
  }

  // MARK: States

  private func tellState(
    _ verdict: CardHealth.Verdict, of block: LoadedBlock, failures: Int,
    _ state: inout NoticeState, _ run: inout NewRun
  ) {
    func tell(_ kind: NoticeKind, _ title: String) {
      run.notices.append(
        NewNotice(
          kind, incident: "\(kind.rawValue) \(state.next())", title: title, text: verdict.sentence,
          at: settings.now()))
    }
    let name = block.files.manifest.name
    // What was wrong before ended without a run that could tell it: by an edit.
    if failures == 1 { state.open.remove(.broken) }
    switch verdict.state {
    case .needsSecret, .needsPermission:
      if state.open.insert(.needsKey).inserted { tell(.needsKey, "“\(name)” needs you") }
    case .broken, .blocked, .failing:
      // A first failure is told on the card, and a network that is down not once for each block.
      guard verdict.state != .failing || failures > 1,
        run.outcome.failure?.kind != .network || othersReachTheirSources(block.id),
        state.open.insert(.broken).inserted
      else { return }
      tell(.broken, "“\(name)” stopped working")
    case .ok, .empty, .partial:
      let wasBroken = state.open.contains(.broken)
      state.open = []
      if wasBroken { tell(.healed, "“\(name)” works again") }
    case .new, .running, .stale, .waiting, .healing, .paused: break
    }
  }

  /// Seconds in which a run of another block says whether the network is there.
  private static let networkMemory: TimeInterval = 3_600

  /// Did another block reach its source lately, or is there none that could say?
  private func othersReachTheirSources(_ id: BlockID) -> Bool {
    let now = settings.now()
    let runs = entries.values.compactMap { entry -> RunSummary? in
      guard entry.id != id, !entry.hosts.isEmpty, let run = entry.lastRun,
        now.timeIntervalSince(run.startedAt) < Self.networkMemory
      else { return nil }
      return run
    }
    return runs.isEmpty || runs.contains { $0.failure?.kind != .network }
  }

  /// What a repair tells, and where the block stands then: what was wrong with it is over.
  func repairNotice(
    of block: LoadedBlock, _ sentence: String
  ) async -> (notice: NewNotice, state: JSONValue) {
    var state = NoticeState(stored: try? await storage.alertState(of: block.id))
    state.open.remove(.broken)
    let notice = NewNotice(
      .healed, incident: "healed \(state.next())",
      title: "“\(block.files.manifest.name)” repaired itself", text: sentence, at: settings.now())
    return (notice, state.stored)
  }
}

extension Alert {
  /// What it is judged by: with another meaning it begins anew.
  var meaning: String { when + "\n" + (each ?? "") }
}

extension LoadedBlock {
  /// What its alerts are judged in.
  func context(_ data: JSONValue, now: Date, params: JSONObject? = nil) -> RenderContext {
    let manifest = content.files.manifest
    return RenderContext(
      data: data, params: manifest.values(params ?? entry.record.params), block: id,
      blockName: manifest.name, now: now, surroundings: manifest.surroundings)
  }
}
