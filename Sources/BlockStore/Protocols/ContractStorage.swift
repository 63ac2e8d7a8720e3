public import BlockModel

/// What was learned of the data of blocks, and writes that wait for a second run.
public protocol ContractStorage: Sendable {
  /// `nil` when nothing was learned yet.
  func contractMemory(of id: BlockID) async throws(StorageError) -> ContractMemory?
  func setContractMemory(_ memory: ContractMemory, of id: BlockID) async throws(StorageError)
  /// `nil` when nothing is held.
  func heldWrites(of id: BlockID) async throws(StorageError) -> HeldWrites?
}
