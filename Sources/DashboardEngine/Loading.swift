import BlockHealth
import BlockModel
import BlockStore
import BlockUI
import Foundation

extension DashboardEngine {
  /// Reads what changed in the store since the last look: all at the start, later what another
  /// process (`dash add` beside `dash serve`) did.
  func reload() async throws(EngineError) {
    let records = try await stored { () throws(StorageError) in try await storage.blocks() }
    let isFirst = seenChanges == nil
    seenChanges = try await stored { () throws(StorageError) in
      try await storage.foreignChanges()
    }
    for record in records where entries[record.id]?.record.revision != record.revision {
      let isNew = entries[record.id] == nil
      do { try await refreshEntry(record.id) } catch {
        // Deleted while this was read: the next look knows.
        guard case .noBlock = error else { throw error }
        continue
      }
      if !isFirst { hub.send(isNew ? .cardAdded(record.id) : .cardChanged(record.id)) }
    }
    if isFirst { try await grantWhatServes() }
    let known = Set(records.map(\.id))
    for id in order where !known.contains(id) {
      // It may have been made after the list was read.
      do { _ = try await stored { () throws(StorageError) in try await storage.block(id) } } catch {
        if case .noBlock = error { forget(id) }
      }
    }
    let before = page.layouts
    try await readLayout()
    if !isFirst, page.layouts != before { hub.send(.layoutChanged) }
  }

  /// Reads one block of the store anew, after this engine or another process changed it.
  ///
  /// The revision tells whether a run of this engine ended meanwhile; then it is read once more.
  func refreshEntry(_ id: BlockID) async throws(EngineError) {
    for _ in 0..<10 {
      let wasKnown = entries[id] != nil
      let record = try await stored { () throws(StorageError) in try await storage.block(id) }
      var entry = await load(record, secrets: (try? await storage.secretNames()) ?? [])
      let current = entries[id]
      if wasKnown, current == nil { throw .noBlock(id) }
      guard current?.record.revision ?? 0 <= record.revision else { continue }
      if let current {
        entry.run = current.run
        entry.editing = current.editing
        entry.pending = current.pending
        entry.question = current.question
      }
      if let current, current.record.version == record.version,
        current.lastRun?.id == record.lastRun?.id
      {
        entry.nextRun = current.nextRun
      } else {
        entry.nextRun = nextRun(of: entry)
      }
      entries[id] = entry
      if !order.contains(id) { order.append(id) }
      return
    }
  }

  func forget(_ id: BlockID) {
    entries.removeValue(forKey: id)?.run?.cancel()
    order.removeAll { $0 == id }
    hub.send(.cardRemoved(id))
  }

  private func load(_ record: BlockRecord, secrets: [String]) async -> BlockEntry {
    var entry = BlockEntry(
      record: record,
      files: BlockFiles(manifest: Manifest(name: record.id.text), script: "", spec: ""),
      lastRun: record.lastRun, failures: record.failures)
    do {
      let texts = try await storage.texts(of: record.id, version: record.version)
      entry.texts = texts
      entry.files = try texts.loaded()
      entry.compiled =
        CompiledSpec.compileForDisplay(entry.files.spec, params: entry.files.manifest.params).spec
      entry.data = try await storage.lastData(of: record.id)
    } catch {
      entry.damage =
        "The files of version \(record.version) cannot be read (\(error)). Go back to another version."
    }
    entry.pictureRequests = entry.findPictureRequests()
    entry.missingSecret = entry.missingSecret(known: secrets)
    entry.editing.base = record.version
    return entry
  }

  // MARK: Times

  /// When the block runs next, counted from its last run.
  func nextRun(of entry: BlockEntry) -> Date? {
    Timetable.first(
      now: settings.now(), lastRun: entry.lastRun?.startedAt, entry.files.manifest.schedule,
      failures: entry.failures, last: entry.lastRun?.failure, spread: settings.startSpread,
      place: settings.random())
  }

  /// Spreads the runs that are overdue, so that a start is no storm.
  func planFirstRuns() {
    for id in order {
      let time = entries[id].flatMap(nextRun(of:))
      entries[id]?.nextRun = time
    }
  }
}
