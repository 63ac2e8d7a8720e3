public import BlockModel

/// What everything above the store knows of it: nouns in, nouns out, no SQL.
///
/// A call that returns has made its change durable. A call that throws ``StorageError`` has changed
/// nothing. Each topic is a protocol of its own, so that who needs one is given no more.
public protocol Storage:
  BlockStorage, LayoutStorage, VersionStorage, RunStorage, ResultStorage, ContractStorage,
  RecordingStorage, NoticeStorage, DeliveryStorage, SeriesStorage,
  ScriptData, UndoStorage, GrantStorage,
  SecretStorage,
  ConversationStorage, SpendingStorage, SettingStorage, AgentStorage, WebhookStorage, Housekeeping,
  BackupStorage
{
  /// A number that changes when another process changed the data folder.
  func foreignChanges() async throws(StorageError) -> Int64
  /// Ends all work; the storage cannot be used afterwards.
  func close() throws(StorageError)
}

/// Who opens a data folder, and what opening may do to it.
public enum StorageAccess: Hashable, Sendable {
  /// The one server: takes the lock and sets right what a crash left.
  case serve
  /// A command that may make the folder, and may run beside the server.
  case command
  /// A command that only works on a folder that is there.
  case existing
}
