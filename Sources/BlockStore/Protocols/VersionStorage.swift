public import BlockModel

/// The files of blocks: versions, which never change, and the working copy a person edits.
public protocol VersionStorage: Sendable {
  /// Adds a version and lets it serve. A working copy that nobody edited becomes the new version's.
  /// - Throws: ``StorageError/conflict(serving:basedOn:)`` when `basedOn` does not serve any more.
  func addVersion(_ version: NewVersion, to id: BlockID) async throws(StorageError) -> BlockRecord
  /// All versions, newest first.
  func versions(of id: BlockID) async throws(StorageError) -> [BlockVersion]
  /// Also of a block in the trash.
  func texts(of id: BlockID, version: VersionNumber) async throws(StorageError) -> BlockTexts

  /// What tells whether a working copy was touched, without reading it; `nil` when it is gone.
  func workingCopyStamp(of id: BlockID) async -> WorkingCopyStamp?
  /// The blocks whose working copies may have been touched since this was asked the last time; of those
  /// that were not asked for until now, all.
  func touchedCopies(among ids: [BlockID]) async -> Set<BlockID>
  /// The files in the folder of a block, as a person left them.
  /// - Throws: ``StorageError/file(_:)`` when one of them is missing or is not a text.
  func workingCopy(of id: BlockID) async throws(StorageError) -> BlockTexts
  func setWorkingCopy(_ texts: BlockTexts, of id: BlockID) async throws(StorageError)
}
