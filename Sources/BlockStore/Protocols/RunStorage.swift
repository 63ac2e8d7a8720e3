public import BlockModel

/// Runs with what they left behind, and the data of the last good one.
public protocol RunStorage: Sendable {
  /// Keeps a run with its log and, when it updates the data, makes its data the last good data.
  @discardableResult
  func save(_ run: NewRun, of id: BlockID) async throws(StorageError) -> RunSummary
  /// Newest first.
  func runs(of id: BlockID, limit: Int) async throws(StorageError) -> [RunSummary]
  func run(_ number: Int64) async throws(StorageError) -> RunRecord?
  func lastData(of id: BlockID) async throws(StorageError) -> LastData?
}
