import BlockHealth
public import BlockModel
import BlockStore
import BlockUI
import Foundation

/// The alerts of a block: listed, tried on the past, added and taken away.
extension DashboardEngine {
  public func alerts(of id: BlockID) async throws(EngineError) -> [AlertStatus] {
    let block = try await entry(id)
    let state = NoticeState(
      stored: try await stored { () throws(StorageError) in try await storage.alertState(of: id) })
    return block.files.manifest.alerts.map { alert in
      let memory = state.alerts[alert.name].flatMap { $0.meaning == alert.meaning ? $0 : nil }
      return AlertStatus(
        alert: alert, problem: Self.problem(with: alert, on: block.data?.data),
        holds: memory?.holding.isEmpty == false, toldAt: memory?.told.values.max())
    }
  }

  private static func problem(with alert: Alert, on data: JSONValue?) -> String? {
    do throws(AlertProblem) {
      let compiled = try CompiledAlert(alert)
      return data.flatMap { compiled.problems(in: $0).first }.map { "\($0)." }
    } catch { return "\(error)." }
  }

  /// What an alert would have told of the results that are kept.
  /// - Throws: ``EngineError/edit(_:)`` when it cannot be read, or names what is not in the data.
  public func replay(_ alert: Alert, of id: BlockID) async throws(EngineError) -> AlertReplay {
    let block = try await entry(id)
    if let problem = Self.problem(with: alert, on: block.data?.data) {
      throw .edit(EditProblem(place: Manifest.fileName, message: problem.dropLastStop))
    }
    guard let compiled = try? CompiledAlert(alert) else { return AlertReplay() }
    return try await replay(compiled, of: block)
  }

  private nonisolated func replay(
    _ compiled: CompiledAlert, of block: LoadedBlock
  ) async throws(EngineError) -> AlertReplay {
    var replay = AlertReplay()
    let summaries = try await stored { () throws(StorageError) in
      try await storage.results(of: block.id, limit: Self.replayed)
    }
    for summary in summaries.reversed() {
      let past = try await stored { () throws(StorageError) in
        try await storage.result(summary.id)
      }
      guard let past else { continue }
      let context = block.context(past.data, now: summary.at, params: past.params)
      replay.take(compiled.hits(context), at: summary.at, compiled.alert)
    }
    return replay
  }

  /// Results that an alert is tried on, the newest.
  private static let replayed = 10_000

  /// Adds an alert, or puts it in the place of the one with its name, as a new version of the manifest.
  /// - Returns: what it would have told until now.
  @discardableResult
  public func addAlert(_ alert: Alert, to id: BlockID) async throws(EngineError) -> AlertReplay {
    let replay = try await replay(alert, of: id)
    try await changeAlerts(of: id, "Added the alert “\(alert.name)”. \(replay.words)") { alerts in
      if let index = alerts.firstIndex(where: { $0.name == alert.name }) {
        alerts[index] = alert
      } else {
        alerts.append(alert)
      }
    }
    return replay
  }

  /// - Returns: `false` when the block has no alert of that name.
  public func removeAlert(_ name: String, from id: BlockID) async throws(EngineError) -> Bool {
    let block = try await entry(id)
    guard block.files.manifest.alerts.contains(where: { $0.name == name }) else { return false }
    try await changeAlerts(of: id, "Removed the alert “\(name)”.") { alerts in
      alerts.removeAll { $0.name == name }
    }
    return true
  }

  private func changeAlerts(
    of id: BlockID, _ what: String, _ change: (inout [Alert]) -> Void
  ) async throws(EngineError) {
    let block = try await entry(id)
    guard var texts = block.texts else { return }
    var manifest = block.files.manifest
    change(&manifest.alerts)
    var files = block.files
    files.manifest = manifest
    texts.manifest = BlockTexts(files).manifest
    try await edit(id, texts, basedOn: block.record.version, explanation: what)
  }
}

extension String {
  fileprivate var dropLastStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
