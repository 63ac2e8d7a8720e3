public import BlockModel
import BlockStore

/// Going back one change at a time: of files, settings, places and deletions alike.
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

  /// Undoes the last change of a block; said again, the one before it.
  ///
  /// - Returns: what is different now, as a sentence; `nil` when there is nothing to go back to.
  func undo(_ id: BlockID) async throws(EngineError) -> (card: Card, reply: String)? {
    _ = try known(id)
    let steps = try await stored { () throws(StorageError) in
      try await storage.undoSteps(of: id, limit: Self.maximumUndo)
    }
    guard let (_, reply) = try await undo(steps) else { return nil }
    return (try await card(id), reply)
  }

  /// Undoes the last change that a person made to anything: files, settings, places, sections, deletions.
  ///
  /// - Returns: the block, if it was one, and what is different now, as a sentence; `nil` when nothing is
  ///   left.
  public func undoLast() async throws(EngineError) -> (block: BlockID?, reply: String)? {
    let steps = try await stored { () throws(StorageError) in
      try await storage.undoSteps(of: nil, limit: Self.maximumUndo)
    }
    guard let (step, reply) = try await undo(steps) else { return nil }
    guard let id = step.block else { return (nil, reply) }
    let name = (try? await entry(id))?.files.manifest.name
    return (id, PastState(step.before) == nil ? reply : "“\(name ?? id.text)”: \(reply)")
  }

  /// Undoes the first of these steps that means something still, and forgets it with those before it.
  private func undo(_ steps: [UndoStep]) async throws(EngineError) -> (UndoStep, reply: String)? {
    var taken: [UndoStep.ID] = []
    for step in steps {
      taken.append(step.id)
      let reply =
        if let state = PastState(step.before) {
          try await goBack(to: state, step, forgetting: taken)
        } else {
          try await goBack(in: step, forgetting: taken)
        }
      if let reply { return (step, reply) }
    }
    try await forget(taken)
    return nil
  }

  private func forget(_ steps: [UndoStep.ID]) async throws(EngineError) {
    try await stored { () throws(StorageError) in try await storage.forget(steps) }
  }

  /// Brings back files and settings; `nil` when they are as they were.
  private func goBack(
    to state: PastState, _ step: UndoStep, forgetting taken: [UndoStep.ID]
  ) async throws(EngineError) -> String? {
    guard let id = step.block, entries[id] != nil else { return nil }
    let entry = try await entry(id)
    let isSameText = try await texts(of: id, version: state.version) == entry.texts
    let params = entry.record.params
    guard !isSameText || state.params != params else { return nil }
    try await stored { () throws(StorageError) in
      try await storage.forget(taken)
      try await storage.setParams(state.params, of: id)
    }
    if isSameText {
      try await runAnew(id)
      return Self.told(entry.files.manifest, from: params, to: state.params)
    }
    let card = try await goBack(id, to: state.version)
    return ["Went back to version \(state.version), as version \(card.version).", card.noticed]
      .compactMap(\.self).joined(separator: " ")
  }

  /// Brings back places, sections, or a card from the trash; `nil` when they are as they were.
  private func goBack(
    in step: UndoStep, forgetting taken: [UndoStep.ID]
  ) async throws(EngineError) -> String? {
    let layouts = (step.before["layouts"]?.array ?? []).compactMap { PastLayout($0) }
    if let id = step.block, let name = step.before["deleted"]?.string {
      guard entries[id] == nil else { return nil }
      try await restoreDeleted(id)
      for layout in layouts { try await take(layout) }
      try await forget(taken)
      return "“\(name)” is back."
    }
    let before = (page.layouts, page.sections)
    if let sections = step.before["sections"]?.array { try await take(sections) }
    for layout in layouts { try await take(layout) }
    guard (page.layouts, page.sections) != before else { return nil }
    try await forget(taken)
    return "Undone: \(step.what.lowercasingFirst)"
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
