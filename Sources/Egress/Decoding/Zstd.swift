import CZstd

/// Zstandard (RFC 8878).
enum Zstd {
  /// The logarithm of the window, in bytes, that a sender may ask us to keep: RFC 9659 gives 8 MiB.
  private static let longestWindow: Int32 = 23

  static func decode(
    _ bytes: [UInt8], limit: Int
  ) throws(ContentDecoding.Problem) -> [UInt8] {
    guard let context = ZSTD_createDCtx() else {
      throw .damaged("there is not enough memory for it")
    }
    defer { ZSTD_freeDCtx(context) }
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, longestWindow)
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    // Safe because the decoder reads and writes only within the sizes it is given.
    return try bytes.withUnsafeBytes { bytes -> Result<[UInt8], ContentDecoding.Problem> in
      var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
      while true {
        let (code, count) = buffer.withUnsafeMutableBytes { space in
          var room = ZSTD_outBuffer(dst: space.baseAddress, size: space.count, pos: 0)
          return (ZSTD_decompressStream(context, &room, &input), room.pos)
        }
        guard ZSTD_isError(code) == 0 else {
          return .failure(.damaged("zstd: \(String(cString: ZSTD_getErrorName(code)))"))
        }
        guard output.count + count <= limit else { return .failure(.tooLarge) }
        output += buffer[..<count]
        guard input.pos == input.size else { continue }
        // 0: a frame is whole; after another one there would be input.
        if code == 0 { return .success(output) }
        if count < buffer.count { return .failure(.brokenOff) }
      }
    }.get()
  }
}
