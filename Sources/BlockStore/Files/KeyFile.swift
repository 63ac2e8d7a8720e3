import Crypto
import Foundation

/// The key of the secrets: 256 bits in a file of their own, so that a copy of the database alone
/// gives nothing away.
struct KeyFile {
  let url: URL

  /// `nil` when the file is missing or is not a key.
  var key: SymmetricKey? {
    guard let bytes = try? Data(contentsOf: url), bytes.count == 32 else { return nil }
    return SymmetricKey(data: bytes)
  }

  /// Encrypts a value; its name is authenticated with it, so that no sealed value can be put under
  /// another name.
  func seal(_ value: String, named name: String) throws -> Data {
    let sealed = try AES.GCM.seal(
      Data(value.utf8), using: key ?? newKey(), authenticating: Data(name.utf8))
    // Never nil with the nonce of twelve bytes that is made here.
    guard let combined = sealed.combined else { throw CocoaError(.coderInvalidValue) }
    return combined
  }

  /// `nil` when the value was sealed with another key or under another name.
  func open(_ sealed: Data, named name: String) -> String? {
    guard let key, let box = try? AES.GCM.SealedBox(combined: sealed),
      let bytes = try? AES.GCM.open(box, using: key, authenticating: Data(name.utf8))
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Makes a key. A damaged file is kept beside the new one: perhaps a person can mend it.
  private func newKey() throws -> SymmetricKey {
    if DurableFiles.exists(url) {
      let aside = "\(url.lastPathComponent).damaged-\(UUID().uuidString.prefix(8))"
      try DurableFiles.rename(url, to: url.deletingLastPathComponent().appending(path: aside))
    }
    let new = SymmetricKey(size: .bits256)
    try DurableFiles.write(new.withUnsafeBytes { Data($0) }, to: url)
    return new
  }
}
