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
    let secrets = (try? await storage.secretNames()) ?? []
    for record in records {
      let old = entries[record.id]
      guard old?.record != record else { continue }
      var entry = await load(record, secrets: secrets)
      // The store may have moved on while this one was read.
      let current = entries[record.id]
      guard current?.record.revision ?? 0 <= record.revision else { continue }
      entry.run = current?.run
      entry.editing = current?.editing ?? entry.editing
      entry.nextRun = current?.nextRun
      if current == nil || current?.record.version != record.version || entry.nextRun == nil {
        entry.nextRun = nextRun(of: entry)
      }
      entries[record.id] = entry
      if !isFirst { hub.send(current == nil ? .cardAdded(record.id) : .cardChanged(record.id)) }
    }
    let known = Set(records.map(\.id))
    for id in entries.keys where !known.contains(id) { forget(id) }
    let newOrder = records.map(\.id).filter { entries[$0] != nil }
    if newOrder != order {
      order = newOrder
      if !isFirst { hub.send(.layoutChanged) }
    }
  }

  /// Reads one block of the store anew after this engine changed it.
  func refreshEntry(_ id: BlockID) async throws(EngineError) {
    let record = try await stored { () throws(StorageError) in try await storage.block(id) }
    let secrets = (try? await storage.secretNames()) ?? []
    var entry = await load(record, secrets: secrets)
    let current = entries[id]
    guard current?.record.revision ?? 0 <= record.revision else { return }
    entry.run = current?.run
    entry.nextRun = current?.nextRun
    if let editing = current?.editing { entry.editing = editing }
    entries[id] = entry
    if !order.contains(id) { order.append(id) }
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
      entry.files = try texts.files()
      entry.compiled =
        CompiledSpec.compileForDisplay(entry.files.spec, params: entry.files.manifest.params).spec
      entry.data = try await storage.lastData(of: record.id)
    } catch {
      entry.damage =
        "The files of version \(record.version) cannot be read (\(error)). Go back to another version."
    }
    entry.missingSecret =
      entry.files.manifest.permissions.secrets.map(\.name).first { !secrets.contains($0) }
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
