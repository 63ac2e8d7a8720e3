public import BlockModel

/// What was said about blocks, what models were asked for them, and who did what.
public protocol ConversationStorage: Sendable {
  func addMessages(_ messages: [ChatMessage], to id: BlockID) async throws(StorageError)
  /// Oldest first.
  func messages(of id: BlockID) async throws(StorageError) -> [ChatMessage]
  /// Calls of attempts that made no block have none.
  func addModelCalls(_ calls: [ModelCall], of id: BlockID?) async throws(StorageError)
  /// Newest first; of all blocks when `id` is nil.
  func modelCalls(of id: BlockID?, limit: Int) async throws(StorageError) -> [ModelCall]

  func note(_ what: String, by actor: String, block: BlockID?) async throws(StorageError)
  /// Newest first; of all blocks when `block` is nil.
  func actions(of block: BlockID?, limit: Int) async throws(StorageError) -> [ActionRecord]
}
