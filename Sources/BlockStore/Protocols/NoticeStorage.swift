public import BlockModel

/// What people were told, and where the alerts of blocks stand.
///
/// What a run tells is kept with it, in one transaction (``NewRun/notices``, ``NewRun/alertState``): after a crash
/// nothing is missing and nothing is told twice.
public protocol NoticeStorage: Sendable {
  /// Newest first; of all blocks when `block` is nil. Those of blocks in the trash are among them.
  func notices(of block: BlockID?, limit: Int) async throws(StorageError) -> [Notice]
  /// Keeps a notice that no run tells; one of an incident that was told is passed over.
  func add(_ notice: NewNotice, of block: BlockID) async throws(StorageError)
  /// In the form of the engine; `nil` when none was kept.
  func alertState(of block: BlockID) async throws(StorageError) -> JSONValue?
}
