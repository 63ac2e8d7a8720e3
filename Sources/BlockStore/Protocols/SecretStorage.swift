public import BlockModel

/// Values that nobody may read: keys of blocks, and the keys of Dash itself, which no block can name.
/// All are encrypted at rest.
public protocol SecretStorage: Sendable {
  /// Gives a key of blocks a value; `nil` removes it.
  func setSecret(_ name: String, to value: String?) async throws(StorageError)
  /// The value, whoever may send it: for masking. Requests use ``Storage/secret(_:for:origin:)``.
  /// - Returns: `nil` when it has none, or one that can no longer be decrypted.
  func secret(_ name: String) async throws(StorageError) -> String?
  /// Names with a value that can be read, sorted.
  func secretNames() async throws(StorageError) -> [String]
  /// Names whose value must be given anew, because the key file was lost or changed.
  func unreadableSecretNames() async throws(StorageError) -> [String]

  /// A key of Dash itself: the page key, keys of model servers, the hash of the login token.
  /// - Returns: `nil` when it has none, or one that can no longer be decrypted.
  func ownKey(_ name: String) async throws(StorageError) -> String?
  func setOwnKey(_ name: String, to value: String?) async throws(StorageError)
}

extension SecretStorage where Self: GrantStorage {
  /// The value of a secret as one block may send it to one origin.
  /// - Returns: `nil` without a value, and without a person's word for this block and this origin.
  public func secret(
    _ name: String, for block: BlockID, origin: Origin
  ) async throws(StorageError) -> String? {
    let grants = try await grants(of: block)
    guard grants.contains(where: { $0.subject == .secret(name: name, origin: origin) }) else {
      return nil
    }
    return try await secret(name)
  }
}
