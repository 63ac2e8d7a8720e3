public import BlockModel
public import Foundation

/// What other agents may, what they ask for and what they propose.
public protocol AgentStorage: Sendable {
  /// Keeps a token by its SHA-256; one of the same name is replaced.
  func addToken(_ token: AgentToken, hash: [UInt8]) async throws(StorageError)
  /// The token that was shown, by its SHA-256, and notes that it was used.
  func token(hash: [UInt8], usedAt now: Date) async throws(StorageError) -> AgentToken?
  /// In the order of their names.
  func tokens() async throws(StorageError) -> [AgentToken]
  /// - Returns: whether there was one.
  func removeToken(_ name: String) async throws(StorageError) -> Bool

  /// Keeps a proposal in the place of one with its id; the oldest of more than ``BlockProposal/maximumWaiting`` are dropped.
  func addProposal(_ proposal: BlockProposal) async throws(StorageError)
  /// The newest first.
  func proposals() async throws(StorageError) -> [BlockProposal]
  /// - Returns: whether there was one: of two who decide at once one does.
  func removeProposal(_ id: UUID) async throws(StorageError) -> Bool

  /// Hosts that agents may look at, or ask for, by name.
  func agentHosts() async throws(StorageError) -> [AgentHost]
  /// Keeps what is said of a host. An allowed one stays allowed when it is asked for again, and of more than
  /// ``AgentHost/maximumAsked`` that are asked for the oldest are dropped.
  func setAgentHost(_ host: AgentHost) async throws(StorageError)
  func removeAgentHost(_ host: String) async throws(StorageError)
}
