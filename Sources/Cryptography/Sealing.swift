import CNettle

/// AES-256 in Galois/counter mode (NIST SP 800-38D). A sealed value is the nonce (12 bytes), the ciphertext
/// and the tag (16 bytes), one after the other.
extension SecretKey {
  private static let nonceCount = 12
  private static let tagCount = 16

  /// Encrypts bytes so that only this key opens them.
  ///
  /// The nonce is random: one key seals up to 2³² values before two nonces are likely to meet.
  ///
  /// - Parameter context: not encrypted and not kept, but the value opens only where it is the same: its
  ///   name, so that no sealed value can be put under another.
  public func seal(_ bytes: [UInt8], authenticating context: [UInt8] = []) -> [UInt8] {
    seal(bytes, authenticating: context, nonce: .random(count: Self.nonceCount))
  }

  /// The bytes that were sealed; `nil` when it was done with another key or another context, or when a bit of
  /// it is not as it was.
  public func open(_ sealed: [UInt8], authenticating context: [UInt8] = []) -> [UInt8]? {
    guard sealed.count >= Self.nonceCount + Self.tagCount else { return nil }
    let nonce = Array(sealed.prefix(Self.nonceCount))
    let ciphertext = Array(sealed.dropFirst(Self.nonceCount).dropLast(Self.tagCount))
    var cipher = cipher(nonce: nonce, authenticating: context)
    var bytes = [UInt8](repeating: 0, count: ciphertext.count)
    nettle_gcm_aes256_decrypt(&cipher, ciphertext.count, &bytes, ciphertext)
    return Self.isEqual(Self.tag(&cipher), Array(sealed.suffix(Self.tagCount))) ? bytes : nil
  }

  /// - Parameter nonce: 12 bytes that this key has never sealed with.
  func seal(_ bytes: [UInt8], authenticating context: [UInt8], nonce: [UInt8]) -> [UInt8] {
    var cipher = cipher(nonce: nonce, authenticating: context)
    var ciphertext = [UInt8](repeating: 0, count: bytes.count)
    nettle_gcm_aes256_encrypt(&cipher, bytes.count, &ciphertext, bytes)
    return nonce + ciphertext + Self.tag(&cipher)
  }

  // Safe, here and above, because nettle reads and writes within the lengths it is given, and keeps nothing;
  // a key has the 32 bytes that `set_key` reads.

  private func cipher(nonce: [UInt8], authenticating context: [UInt8]) -> gcm_aes256_ctx {
    var cipher = gcm_aes256_ctx()
    nettle_gcm_aes256_set_key(&cipher, bytes)
    nettle_gcm_aes256_set_iv(&cipher, nonce.count, nonce)
    nettle_gcm_aes256_update(&cipher, context.count, context)
    return cipher
  }

  private static func tag(_ cipher: inout gcm_aes256_ctx) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: tagCount)
    nettle_gcm_aes256_digest(&cipher, tagCount, &tag)
    return tag
  }
}
