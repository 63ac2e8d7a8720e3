import CZlib
import Foundation

/// zlib (RFC 1950): what is kept in large numbers is kept small.
enum Deflate {
  enum Problem: Error {
    /// The code of zlib.
    case damaged(Int32)
  }

  static func pack(_ bytes: [UInt8]) throws -> Data {
    var packed = [UInt8](repeating: 0, count: Int(compressBound(UInt(bytes.count))))
    var count = UInt(packed.count)
    // Safe because zlib reads and writes only within the counts it is given; `count` is both.
    let code = compress2(&packed, &count, bytes, UInt(bytes.count), Z_DEFAULT_COMPRESSION)
    guard code == Z_OK else { throw Problem.damaged(code) }
    return Data(packed.prefix(Int(clamping: count)))
  }

  /// - Parameter size: bytes that were packed.
  static func unpack(_ packed: Data, size: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(size, 1))
    var count = UInt(bytes.count)
    let input = [UInt8](packed)
    // Safe as above.
    let code = uncompress(&bytes, &count, input, UInt(input.count))
    guard code == Z_OK, Int(clamping: count) == size else { throw Problem.damaged(code) }
    return Array(bytes.prefix(size))
  }
}
