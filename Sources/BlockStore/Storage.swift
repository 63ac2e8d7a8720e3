public import BlockModel
public import Foundation

/// What everything above the store knows of it: nouns in, nouns out, no SQL.
///
/// A call that returns has made its change durable. A call that throws ``StorageError`` has changed
/// nothing.
public protocol Storage: ScriptStorage {
  // MARK: Blocks

  /// Blocks that are not deleted, in the order of the page.
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
  func addGrant(_ place: HostPort, to id: BlockID) async throws(StorageError)
  func setPaused(_ isPaused: Bool, _ id: BlockID) async throws(StorageError)
  /// Order and sizes of the whole page; blocks that are not named come after those that are.
  func arrange(_ layout: [(BlockID, Span)]) async throws(StorageError)

  // MARK: Versions

  /// Adds a version and lets it serve.
  /// - Throws: ``StorageError/conflict(serving:basedOn:)`` when `basedOn` does not serve any more.
  func addVersion(_ version: NewVersion, to id: BlockID) async throws(StorageError) -> BlockRecord
  /// All versions, newest first.
  func versions(of id: BlockID) async throws(StorageError) -> [BlockVersion]
  func texts(of id: BlockID, version: VersionNumber) async throws(StorageError) -> BlockTexts

  // MARK: Working copies

  /// What tells whether a working copy was touched, without reading it; `nil` when files are missing.
  func workingCopyStamp(of id: BlockID) async -> WorkingCopyStamp?
  func workingCopy(of id: BlockID) async throws(StorageError) -> BlockTexts
  func setWorkingCopy(_ texts: BlockTexts, of id: BlockID) async throws(StorageError)

  // MARK: Runs

  /// Keeps a run with its log and, when `data` is given, makes that the last good data.
  @discardableResult
  func save(_ run: NewRun, of id: BlockID) async throws(StorageError) -> RunSummary
  /// Newest first.
  func runs(of id: BlockID, limit: Int) async throws(StorageError) -> [RunSummary]
  func run(_ number: Int64) async throws(StorageError) -> RunRecord?
  func lastData(of id: BlockID) async throws(StorageError) -> LastData?

  // MARK: Conversations

  func addMessages(_ messages: [ChatMessage], to id: BlockID) async throws(StorageError)
  /// Oldest first.
  func messages(of id: BlockID) async throws(StorageError) -> [ChatMessage]
  /// Calls of attempts that made no block have none.
  func addModelCalls(_ calls: [ModelCall], of id: BlockID?) async throws(StorageError)
  /// Newest first; of all blocks when `id` is nil.
  func modelCalls(of id: BlockID?, limit: Int) async throws(StorageError) -> [ModelCall]
  /// What all calls since a moment used.
  func modelUse(since date: Date) async throws(StorageError) -> ModelUse

  // MARK: The rest

  func note(_ what: String, by actor: String, block: BlockID?) async throws(StorageError)
  /// Newest first; of all blocks when `block` is nil.
  func actions(of block: BlockID?, limit: Int) async throws(StorageError) -> [ActionRecord]
  func setting(_ name: String) async throws(StorageError) -> JSONValue?
  func setSetting(_ name: String, to value: JSONValue?) async throws(StorageError)
  /// Secrets are encrypted at rest; `nil` removes one.
  func setSecret(_ name: String, to value: String?) async throws(StorageError)
  func secret(_ name: String) async throws(StorageError) -> String?
  func secretNames() async throws(StorageError) -> [String]
  /// A number that changes when another process changed the data folder.
  func foreignChanges() async throws(StorageError) -> Int64
}
