import Cryptography
import Foundation

/// The key of the secrets: 256 bits in a file of their own, so that a copy of the database alone
/// gives nothing away.
struct KeyFile {
  let url: URL

  /// `nil` when the file is missing or is not a key.
  var key: SecretKey? { (try? Data(contentsOf: url)).flatMap { SecretKey($0) } }

  /// Encrypts a value; its name is authenticated with it, so that no sealed value can be put under
  /// another name.
  func seal(_ value: String, named name: String) throws -> Data {
    Data(try (key ?? newKey()).seal(Array(value.utf8), authenticating: Array(name.utf8)))
  }

  /// `nil` when the value was sealed with another key or under another name.
  func open(_ sealed: Data, named name: String) -> String? {
    key?.open(Array(sealed), authenticating: Array(name.utf8))
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Makes a key. A damaged file is kept beside the new one: perhaps a person can mend it.
  private func newKey() throws -> SecretKey {
    if DurableFiles.exists(url) {
      let aside = "\(url.lastPathComponent).damaged-\(UUID().uuidString.prefix(8))"
      try DurableFiles.rename(url, to: url.deletingLastPathComponent().appending(path: aside))
    }
    let new = SecretKey()
    try DurableFiles.write(Data(new.bytes), to: url)
    return new
  }
}
