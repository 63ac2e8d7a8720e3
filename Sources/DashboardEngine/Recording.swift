import BlockModel
import BlockStore
import Foundation

/// Answers of sources that are kept: to try changes on, and to see what changed when a block fails.
extension DashboardEngine {
  /// Seconds after which a good run is recorded again.
  private static let recordingAge: TimeInterval = 3_600

  /// Where the answers of the next run are to be recorded; `nil` when they need not be.
  ///
  /// A block that failed is recorded each time, because its repair works on what the source says now.
  /// - Parameter isNeeded: to tell what the run means, however lately one was recorded.
  func recordingFolder(for block: LoadedBlock, isNeeded: Bool = false) async -> URL? {
    guard block.files.manifest.keep.recordings > 0,
      settings.cassette(block.id, block.files.manifest) == nil
    else { return nil }
    if !isNeeded, block.failures == 0, let recordedAt = entries[block.id]?.recordedAt,
      (0...Self.recordingAge).contains(settings.now().timeIntervalSince(recordedAt))
    {
      return nil
    }
    return try? await storage.newRecordingFolder(of: block.id)
  }

  /// Keeps the answers of a run that tell something: of a good one, and of one that a repair may help.
  /// - Parameter at: the clock of the run.
  func keepRecording(
    _ folder: URL, of block: LoadedBlock, _ outcome: RunOutcome, at: Date
  ) async {
    let isGood = outcome.failure == nil && outcome.doubts.isEmpty
    guard isGood || outcome.failure?.kind.isHealable == true, !outcome.http.isEmpty else {
      return await storage.discard(folder)
    }
    do {
      try await storage.keep(
        Recording(
          folder: folder, version: block.record.version, isGood: isGood, at: at,
          params: block.record.params, data: outcome.data ?? .null),
        of: block.id, atMost: block.files.manifest.keep.recordings)
      if isGood { entries[block.id]?.recordedAt = at }
    } catch {
      logger.warning("\(error)", metadata: ["block": "\(block.id)"])
    }
  }
}
