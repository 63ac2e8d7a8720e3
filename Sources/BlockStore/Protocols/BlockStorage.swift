public import BlockModel

/// Blocks, their settings and the trash.
public protocol BlockStorage: Sendable {
  /// Blocks that are not deleted, as the wide page is read: row by row, from the left; then those without a
  /// place, the oldest first.
  func blocks() async throws(StorageError) -> [BlockRecord]
  func block(_ id: BlockID) async throws(StorageError) -> BlockRecord
  /// Makes a block with its first version and the run that proved it; all of it or nothing.
  func create(_ block: NewBlock) async throws(StorageError) -> BlockRecord
  /// Puts a block into the trash with everything that belongs to it.
  func delete(_ id: BlockID) async throws(StorageError)
  /// Takes a block out of the trash.
  func restoreDeleted(_ id: BlockID) async throws(StorageError)
  /// Blocks in the trash, newest first.
  func deletedBlocks() async throws(StorageError) -> [BlockRecord]
  func setParams(_ params: JSONObject, of id: BlockID) async throws(StorageError)
  func setPaused(_ isPaused: Bool, _ id: BlockID) async throws(StorageError)
}
