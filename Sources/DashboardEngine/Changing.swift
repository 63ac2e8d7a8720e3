public import BlockModel
import BlockRuntime
import BlockStore
public import Foundation

extension DashboardEngine {
  /// Puts a block into the trash; ``restoreDeleted(_:)`` brings it back as it was.
  public func delete(_ id: BlockID) async throws(EngineError) {
    let name = try await entry(id).files.manifest.name
    await rememberDeletion(of: id, named: name)
    try await stored { () throws(StorageError) in try await storage.delete(id) }
    forget(id)
    try await closeGap(of: id)
    await note("Deleted '\(name)'.", id)
  }

  /// Takes a block out of the trash and puts its card where it stood.
  @discardableResult
  public func restoreDeleted(_ id: BlockID) async throws(EngineError) -> Card {
    try await stored { () throws(StorageError) in try await storage.restoreDeleted(id) }
    try await refreshEntry(id)
    plan(id, at: nextRun(of: try await entry(id)))
    try await placeAgain(id)
    hub.send(.cardAdded(id))
    await note("Took it out of the trash.", id)
    return try await card(id)
  }

  /// Blocks in the trash, the newest first, as they were called.
  public func deletedBlocks() async throws(EngineError) -> [(
    id: BlockID, name: String, deletedAt: Date
  )] {
    let records = try await stored { () throws(StorageError) in try await storage.deletedBlocks() }
    var blocks: [(id: BlockID, name: String, deletedAt: Date)] = []
    for record in records {
      guard let deletedAt = record.deletedAt else { continue }
      let texts = try? await storage.texts(of: record.id, version: record.version)
      let name = (try? texts?.loaded())?.manifest.name
      blocks.append((record.id, name ?? record.id.text, deletedAt))
    }
    return blocks
  }

  /// Sets parameters; all or none. No new version is made; the block runs with the new values.
  /// - Throws: ``EngineError/param(name:problem:)``
  public func setParams(_ id: BlockID, _ values: JSONObject) async throws(EngineError) {
    let step = try await rememberForUndo(id, "Changed the settings.")
    try await putParams(id, values)
    try await completeUndo(step, id)
  }

  /// Sets parameters as a part of a change that is remembered as a whole.
  func putParams(_ id: BlockID, _ values: JSONObject) async throws(EngineError) {
    let entry = try await entry(id)
    var params = entry.record.params
    for (name, value) in values {
      guard let param = entry.files.manifest.params.first(where: { $0.name == name }) else {
        throw .param(name: name, problem: "does not exist")
      }
      do throws(ParamProblem) { params[name] = try param.value(value) } catch {
        throw .param(name: name, problem: error.text)
      }
    }
    let new = params
    try await stored { () throws(StorageError) in try await storage.setParams(new, of: id) }
    try await runAnew(id)
  }

  /// Stops or resumes the schedule of a block. A person can still refresh it.
  public func setPaused(_ id: BlockID, _ isPaused: Bool) async throws(EngineError) {
    _ = try known(id)
    try await stored { () throws(StorageError) in try await storage.setPaused(isPaused, id) }
    try await refreshEntry(id)
    if !isPaused { plan(id, at: nextRun(of: try await entry(id))) }
    hub.send(.cardChanged(id))
    await note(isPaused ? "Paused." : "Resumed.", id)
  }

  /// Names of keys that have a value.
  public func secretNames() async throws(EngineError) -> [String] {
    try await stored { () throws(StorageError) in try await storage.secretNames() }
  }

  /// Gives a secret of a block the value that a person entered, for the origins the block asks for, or
  /// removes the value; blocks that waited for it run. Another block that names the same secret asks for
  /// itself. Spaces around the value are cut off, and the log of the blocks tells it.
  public func setSecret(
    _ name: String, to entered: String?, of owner: BlockID
  ) async throws(EngineError) {
    let bindings = try await entry(owner).files.manifest.permissions.secrets.filter {
      $0.name == name
    }
    let subjects = bindings.flatMap(\.origins).map { Grant.Subject.secret(name: name, origin: $0) }
    let value: SecretValue?
    do throws(SecretValue.Problem) {
      value = if let entered { try SecretValue(entered: entered) } else { nil }
    } catch {
      throw .secret(error)
    }
    try await stored { () throws(StorageError) in
      try await storage.setSecret(name, to: value?.text)
      guard value != nil else { return }
      try await storage.allow(subjects, of: owner, by: "person", at: settings.now())
    }
    if value == nil { try await revokeSecret(name) }
    for id in order {
      let asked = try await entry(id).files.manifest.permissions.secrets
      guard asked.contains(where: { $0.name == name }) else { continue }
      if value?.isTrimmed == true {
        await note("Kept the key '\(name)' without the spaces around it.", id)
      }
      try await runAnew(id)
    }
  }

  /// Runs a block with what was changed; a run under way knows only the old and ends first.
  func runAnew(_ id: BlockID) async throws(EngineError) {
    try await refreshEntry(id)
    hub.send(.cardChanged(id))
    await finishInCommand(startAnew(id))
  }

  /// Starts a run that knows what the block is now.
  @discardableResult
  func startAnew(_ id: BlockID) -> Task<RunOutcome, Never> {
    guard let run = entries[id]?.run else { return startRun(id, .manual) }
    return Task {
      _ = await run.value
      return await startRun(id, .manual).value
    }
  }

  /// A command ends with what it did, and a run with it: it waits, so that nothing old stays on the card.
  func finishInCommand(_ run: Task<RunOutcome, Never>) async {
    if !isStarted { _ = await run.value }
  }
}
