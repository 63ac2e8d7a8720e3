import Crypto
import Foundation
import Glibc

/// Encrypts secrets at rest (AES-GCM, 256 bits) with a key that only this person can read.
struct SecretBox: Sendable {
  private let key: SymmetricKey

  /// Reads the key, or makes one: 32 random bytes, mode 0600.
  init(keyFile: URL) throws {
    if let data = try? Data(contentsOf: keyFile), data.count == 32 {
      key = SymmetricKey(data: data)
      return
    }
    key = SymmetricKey(size: .bits256)
    let descriptor = Glibc.open(keyFile.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(descriptor) }
    let bytes = key.withUnsafeBytes { Data($0) }
    try FileHandle(fileDescriptor: descriptor).write(contentsOf: bytes)
    guard fsync(descriptor) == 0 else { throw POSIXError(.EIO) }
  }

  /// The name is sealed in, so that values cannot be swapped between names.
  func seal(_ value: String, name: String) throws -> Data {
    let box = try AES.GCM.seal(Data(value.utf8), using: key, authenticating: Data(name.utf8))
    return box.combined ?? Data()
  }

  func open(_ sealed: Data, name: String) -> String? {
    guard let box = try? AES.GCM.SealedBox(combined: sealed),
      let data = try? AES.GCM.open(box, using: key, authenticating: Data(name.utf8))
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
