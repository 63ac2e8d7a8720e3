import CNettle

extension SecretKey {
  /// The proof that whoever made it knows this key and meant this message: HMAC-SHA-256 (RFC 2104), 32 bytes.
  public func code(for message: [UInt8]) -> [UInt8] {
    Self.authenticationCode(for: message, key: bytes)
  }

  /// Is this the proof of that message? A wrong one takes as long as the right one, wherever it differs.
  public func isCode(_ code: [UInt8], for message: [UInt8]) -> Bool {
    Self.isEqual(code, self.code(for: message))
  }

  /// For keys of any length, as the RFC has it.
  static func authenticationCode(for message: [UInt8], key: [UInt8]) -> [UInt8] {
    var context = hmac_sha256_ctx()
    var code = [UInt8](repeating: 0, count: SHA256.byteCount)
    // Safe because nettle reads and writes within the lengths it is given, and keeps nothing.
    nettle_hmac_sha256_set_key(&context, key.count, key)
    nettle_hmac_sha256_update(&context, message.count, message)
    nettle_hmac_sha256_digest(&context, code.count, &code)
    return code
  }

  /// Compares in a time that depends on the lengths alone.
  static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && nettle_memeql_sec(a, b, a.count) == 1
  }
}
