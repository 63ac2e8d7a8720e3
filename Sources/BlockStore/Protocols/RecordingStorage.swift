public import BlockModel
public import Foundation

/// Recorded answers of sources, and what became of repairs that used them.
public protocol RecordingStorage: Sendable {
  /// The newest first.
  func recordings(of id: BlockID) async throws(StorageError) -> [Recording]
  /// An empty folder that a run may be recorded into; ``keep(_:of:atMost:)`` or ``discard(_:)`` ends its use.
  func newRecordingFolder(of id: BlockID) async throws(StorageError) -> URL
  /// Keeps a recording whose folder ``newRecordingFolder(of:)`` made: of the good ones the newest and one of each
  /// day before, of the failed ones the last. One that is too large is thrown away.
  /// - Parameter count: good recordings that are kept, 0…50.
  func keep(_ recording: Recording, of id: BlockID, atMost count: Int) async throws(StorageError)
  /// Throws away what was recorded into a folder.
  func discard(_ folder: URL) async

  /// Adds a repair and begins its trial, together with the run that proved it; all of it or nothing.
  /// - Parameters:
  ///   - run: its version is set to the new one's.
  ///   - trialRuns: good runs until it counts as proved.
  /// - Throws: ``StorageError/conflict(serving:basedOn:)`` when `basedOn` does not serve any more.
  func addRepair(
    _ repair: NewVersion, proof run: NewRun, trialRuns: Int, to id: BlockID
  ) async throws(StorageError) -> BlockRecord
  func healState(of id: BlockID) async throws(StorageError) -> HealState
  func setHealState(_ state: HealState, of id: BlockID) async throws(StorageError)
}
