public import BlockModel
import BlockStore

extension DashboardEngine {
  /// Erases what a block showed, asked and logged, and the recorded answers of its sources. Its versions, its data
  /// and its series stay.
  public func forgetHistory(of id: BlockID) async throws(EngineError) {
    _ = try known(id)
    try await stored { () throws(StorageError) in try await storage.forgetHistory(of: id) }
    try await refreshEntry(id)
    hub.send(.cardChanged(id))
    await note("Forgot its history.", id)
  }
}
