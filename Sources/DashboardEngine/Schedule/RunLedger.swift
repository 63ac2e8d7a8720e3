import BlockModel
import BlockStore

/// Keeps runs in groups: those that end within a few milliseconds share one transaction, and each is
/// acknowledged when that is durable.
actor RunLedger {
  private struct Entry {
    let run: EndedRun
    let kept: CheckedContinuation<Result<RunSummary, StorageError>, Never>
  }

  /// How long the first of a group waits for others.
  private static let gathering = Duration.milliseconds(10)
  /// Runs of one transaction; a group that is full does not wait.
  private static let largest = 256

  private let storage: any Storage
  private var entries: [Entry] = []
  private var isSaving = false

  init(_ storage: any Storage) { self.storage = storage }

  /// Keeps a run.
  /// - Parameter isAlone: nothing else is under way that could end soon; it need not wait for others.
  func save(_ run: EndedRun, isAlone: Bool) async throws(StorageError) -> RunSummary {
    let result = await withCheckedContinuation { continuation in
      entries.append(Entry(run: run, kept: continuation))
      guard !isSaving else { return }
      isSaving = true
      Task { await keepGroups(waiting: !isAlone) }
    }
    return try result.get()
  }

  private func keepGroups(waiting: Bool) async {
    if waiting { try? await Task.sleep(for: Self.gathering) }
    while !entries.isEmpty {
      let group = entries.prefix(Self.largest)
      entries.removeFirst(group.count)
      let results = await storage.save(group.map(\.run))
      for (entry, result) in zip(group, results) { entry.kept.resume(returning: result) }
    }
    isSaving = false
  }
}
