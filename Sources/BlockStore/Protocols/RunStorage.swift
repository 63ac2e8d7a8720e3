public import BlockModel

/// Runs with what they left behind, and the data of the last good one.
public protocol RunStorage: Sendable {
  /// Keeps runs with their logs in one step and, where they update the data, makes their data the last
  /// good data. A run that cannot be kept, because its block is gone, does not keep back the others.
  /// - Returns: what became of each, in their order.
  func save(_ runs: [EndedRun]) async -> [Result<RunSummary, StorageError>]
  /// Newest first.
  func runs(of id: BlockID, limit: Int) async throws(StorageError) -> [RunSummary]
  func run(_ number: Int64) async throws(StorageError) -> RunRecord?
  func lastData(of id: BlockID) async throws(StorageError) -> LastData?
}

extension RunStorage {
  /// Keeps one run.
  @discardableResult
  public func save(_ run: NewRun, of id: BlockID) async throws(StorageError) -> RunSummary {
    guard let result = await save([EndedRun(run, of: id)]).first else { throw .noBlock(id) }
    return try result.get()
  }
}
