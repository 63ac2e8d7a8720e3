public import BlockModel
public import Foundation

/// What a person set for the whole page, what is known of models, and what they have seen.
public protocol SettingStorage: Sendable {
  func setting(_ name: String) async throws(StorageError) -> JSONValue?
  func setSetting(_ name: String, to value: JSONValue?) async throws(StorageError)

  /// Server, model, limits and prices, in the form of the room of models; `nil` when none were set.
  /// - Throws: when they are kept and cannot be read: limits are never dropped silently.
  func modelSettings() async throws(StorageError) -> JSONValue?
  func setModelSettings(_ settings: JSONValue) async throws(StorageError)
  /// - Parameter target: server, address and model in one text.
  func modelQuirks(of target: String) async throws(StorageError) -> JSONValue?
  func setModelQuirks(_ quirks: JSONValue, of target: String) async throws(StorageError)

  /// Up to which moment a person has seen a list, such as the notices.
  func readMark(_ list: String) async throws(StorageError) -> Date?
  /// A mark only moves forward.
  func setReadMark(_ list: String, to date: Date) async throws(StorageError)
}
