import BlockModel
import BlockStore
import BlockUI
import Foundation

extension DashboardEngine {
  /// Takes in what other processes did since the last look, before something is asked by one that has no loop that
  /// looks.
  public func catchUp() async throws(EngineError) {
    let changes = try await stored { () throws(StorageError) in try await storage.foreignChanges() }
    guard changes != seenChanges else { return }
    try await reload()
    nextDelivery = nil
  }

  /// Reads what changed in the store since the last look: all rows at the start, later what another
  /// process (`dash add` beside `dash serve`) did. Files and data are read when they are needed.
  func reload() async throws(EngineError) {
    let records = try await stored { () throws(StorageError) in try await storage.blocks() }
    let isFirst = seenChanges == nil
    seenChanges = try await stored { () throws(StorageError) in
      try await storage.foreignChanges()
    }
    try await followSurroundings()
    for record in records where entries[record.id]?.record.revision != record.revision {
      if isFirst, entries[record.id] == nil {
        entries[record.id] = BlockEntry(record)
        continue
      }
      let before = entries[record.id]
      do { try await refreshEntry(record.id) } catch {
        // Deleted while this was read: the next look knows.
        guard case .noBlock = error else { throw error }
        continue
      }
      hub.send(before == nil ? .cardAdded(record.id) : .cardChanged(record.id))
      if isStarted, let before, let after = entries[record.id], after.isToRun(since: before) {
        startAnew(record.id)
      }
    }
    if isFirst {
      try await readLayout()
      return try await grantWhatServes()
    }
    let known = Set(records.map(\.id))
    for id in order where !known.contains(id) {
      // It may have been made after the list was read.
      do { _ = try await stored { () throws(StorageError) in try await storage.block(id) } } catch {
        if case .noBlock = error { forget(id) }
      }
    }
    let before = page.layouts
    try await readLayout()
    if page.layouts != before { hub.send(.layoutChanged) }
  }

  /// Reads one block of the store anew, after this engine or another process changed it.
  ///
  /// The revision tells whether a run of this engine ended meanwhile; then it is read once more.
  func refreshEntry(_ id: BlockID) async throws(EngineError) {
    for _ in 0..<Self.attempts {
      let wasKnown = entries[id] != nil
      let record = try await stored { () throws(StorageError) in try await storage.block(id) }
      let content = await read(record)
      let current = entries[id]
      if wasKnown, current == nil { throw .noBlock(id) }
      guard current?.record.revision ?? 0 <= record.revision else { continue }
      var entry = BlockEntry(record)
      entry.content = content
      entry.hosts = content.hosts
      if let current {
        (entry.run, entry.isEnding) = (current.run, current.isEnding)
        entry.editing = current.editing
        entry.pending = current.pending
        entry.question = current.question
        entry.lookedAt = current.lookedAt
        entry.repair = current.repair
        entry.recordedAt = current.recordedAt
      }
      let time: Date?
      if let current, current.record.version == record.version,
        current.lastRun?.id == record.lastRun?.id
      {
        time = current.nextRun
      } else {
        time = nextRun(of: LoadedBlock(entry: entry, content: content))
      }
      entries[id] = entry
      plan(id, at: time)
      if !order.contains(id) { order.append(id) }
      return
    }
  }

  func forget(_ id: BlockID) {
    entries.removeValue(forKey: id)?.run?.cancel()
    order.removeAll { $0 == id }
    dueTimes[id] = nil
    line.end(id)
    hub.send(.cardRemoved(id))
  }

  // MARK: Files and data

  /// Times that what was read is read again because it changed meanwhile.
  private static let attempts = 10

  /// A block with its files and data, read if they are not at hand.
  func entry(_ id: BlockID) async throws(EngineError) -> LoadedBlock {
    for attempt in 1...Self.attempts {
      guard let entry = entries[id] else { throw .noBlock(id) }
      if let content = entry.content { return LoadedBlock(entry: entry, content: content) }
      let content = await read(entry.record)
      guard let current = entries[id] else { throw .noBlock(id) }
      // Of a block that changes as fast as it is read, something near the truth is told.
      guard current.record.revision == entry.record.revision || attempt == Self.attempts else {
        continue
      }
      if current.content == nil {
        entries[id]?.content = content
        entries[id]?.hosts = content.hosts
      }
      return LoadedBlock(entry: entries[id] ?? entry, content: current.content ?? content)
    }
    throw .noBlock(id)
  }

  /// Somebody looks at a block: what is shown of it stays at hand for a while.
  func look(at id: BlockID) async throws(EngineError) -> LoadedBlock {
    entries[id]?.lookedAt = settings.now()
    return try await entry(id)
  }

  /// Reads many blocks that somebody is about to look at.
  func readAll(_ ids: [BlockID]) async {
    var ids = ids[...]
    while !ids.isEmpty {
      await withTaskGroup(of: Void.self) { group in
        for id in ids.prefix(Self.readAtOnce) {
          group.addTask { _ = try? await self.look(at: id) }
        }
      }
      ids = ids.dropFirst(Self.readAtOnce)
    }
  }

  private static let readAtOnce = 32

  /// Gives up files and data of a block that ran, unless somebody looked at it lately.
  func putAway(_ id: BlockID) {
    guard let entry = entries[id], entry.run == nil else { return }
    let idle = entry.lookedAt.map { settings.now().timeIntervalSince($0) } ?? .infinity
    if idle > Self.sightMemory { entries[id]?.content = nil }
  }

  /// Seconds after a look for which files and data stay in memory.
  private static let sightMemory: TimeInterval = 3_600

  private nonisolated func read(_ record: BlockRecord) async -> BlockContent {
    var content = BlockContent(
      files: BlockFiles(manifest: Manifest(name: record.id.text), script: "", spec: ""))
    do {
      let texts = try await storage.texts(of: record.id, version: record.version)
      content.texts = texts
      content.files = try texts.loaded()
      content.compiled =
        CompiledSpec.compileForDisplay(
          content.files.spec, params: content.files.manifest.params
        ).spec
      content.data = try await storage.lastData(of: record.id)
      content.memory = try await storage.contractMemory(of: record.id)
    } catch {
      content.damage =
        "The files of version \(record.version) cannot be read (\(error)). Go back to another version."
    }
    let block = LoadedBlock(entry: BlockEntry(record), content: content)
    content.pictureRequests = block.findPictureRequests()
    if !content.files.manifest.permissions.secrets.isEmpty {
      content.missingSecret = block.findMissingSecret(
        known: (try? await storage.secretNames()) ?? [])
    }
    return content
  }
}

extension BlockEntry {
  /// Did another process change what a run of the block depends on, without a good run of its own?
  fileprivate func isToRun(since before: BlockEntry) -> Bool {
    let isSame =
      record.version == before.record.version && record.params == before.record.params
      && record.grants == before.record.grants
      && (before.content == nil || content?.missingSecret == before.content?.missingSecret)
    guard !isSame else { return false }
    return lastRun?.id == before.lastRun?.id || lastRun?.isOK == false
  }
}

extension BlockContent {
  /// The hosts that the manifest names.
  var hosts: Set<String> {
    let permissions = files.manifest.permissions
    return permissions.hosts.union(permissions.privateHosts.map(\.host))
  }
}
