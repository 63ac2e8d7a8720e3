import CNettle

/// The secure hash algorithm with 256 bits (FIPS 180-4).
public enum SHA256 {
  /// Bytes of a digest.
  public static let byteCount = 32

  /// The digest of these bytes, 32 bytes.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    var context = sha256_ctx()
    var digest = [UInt8](repeating: 0, count: byteCount)
    // Safe because nettle reads and writes within the lengths it is given, and keeps nothing.
    nettle_sha256_init(&context)
    nettle_sha256_update(&context, bytes.count, bytes)
    nettle_sha256_digest(&context, byteCount, &digest)
    return digest
  }

  /// The digest of a text in UTF-8, 32 bytes.
  public static func digest(of text: String) -> [UInt8] { digest(of: Array(text.utf8)) }
}

extension Sequence<UInt8> {
  /// Two lower-case hexadecimal digits a byte.
  public var hexadecimal: String {
    map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
