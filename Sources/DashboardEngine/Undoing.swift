import BlockModel
import BlockStore

/// Going back one change at a time, of files and of settings alike.
extension DashboardEngine {
  /// Changes of one block that are looked at.
  private static let maximumUndo = 50

  /// What a block was before a change.
  private struct PastState {
    var version: VersionNumber
    var params: JSONObject

    init(_ record: BlockRecord) {
      version = record.version
      params = record.params
    }

    init?(_ stored: JSONValue) {
      guard let number = stored["version"]?.integer else { return nil }
      version = VersionNumber(Int(clamping: number))
      params = stored["params"]?.object ?? [:]
    }

    var stored: JSONValue {
      ["version": .integer(Int64(version.value)), "params": .object(params)]
    }
  }

  /// To be called before files or settings change. When the change then fails, the state is the one
  /// that still holds, and ``undo(_:)`` passes over it.
  func rememberForUndo(
    _ id: BlockID, _ what: String
  ) async throws(EngineError) -> UndoStep.ID {
    let state = PastState(try known(id).record).stored
    return try await stored { () throws(StorageError) in
      try await storage.remember(what, of: id, before: state, at: settings.now())
    }
  }

  /// The change was made.
  func completeUndo(_ step: UndoStep.ID, _ id: BlockID) async throws(EngineError) {
    guard let record = entries[id]?.record else { return }
    try await stored { () throws(StorageError) in
      try await storage.complete(step, after: PastState(record).stored)
    }
  }

  /// Undoes the last change; said again, the one before it.
  ///
  /// - Returns: what is different now, as a sentence; `nil` when there is nothing to go back to.
  func undo(_ id: BlockID) async throws(EngineError) -> (card: Card, reply: String)? {
    let entry = try await entry(id)
    let steps = try await stored { () throws(StorageError) in
      try await storage.undoSteps(of: id, limit: Self.maximumUndo)
    }
    var undone: [UndoStep.ID] = []
    for step in steps {
      undone.append(step.id)
      guard let state = PastState(step.before) else { continue }
      let isSameText = try await texts(of: id, version: state.version) == entry.texts
      let params = entry.record.params
      guard !isSameText || state.params != params else { continue }
      let taken = undone
      try await stored { () throws(StorageError) in
        try await storage.forget(taken)
        try await storage.setParams(state.params, of: id)
      }
      if isSameText {
        try await runAnew(id)
        return (try await card(id), Self.told(entry.files.manifest, from: params, to: state.params))
      }
      let card = try await goBack(id, to: state.version)
      return (card, "Went back to version \(state.version), as version \(card.version).")
    }
    let taken = undone
    try await stored { () throws(StorageError) in try await storage.forget(taken) }
    return nil
  }

  /// "Undone: Rows is 20 again."
  private static func told(_ manifest: Manifest, from: JSONObject, to: JSONObject) -> String {
    let (old, new) = (manifest.values(from), manifest.values(to))
    let changed = manifest.params.filter { old[$0.name] != new[$0.name] }.map { param in
      let value = new[param.name] ?? .null
      return "\(param.label) is \(value.string ?? value.json()) again"
    }
    return "Undone\(changed.isEmpty ? "" : ": " + changed.joined(separator: ", "))."
  }
}
