import CZlib

/// zlib: gzip and deflate.
enum Zlib {
  enum Format: Int32 {
    /// With the header of gzip or zlib, whichever is there.
    case detected = 47
    /// Without any, as some servers send "deflate".
    case raw = -15
  }

  /// Does it begin with a header of zlib (RFC 1950) or gzip?
  static func isWrapped(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 1 else { return true }
    return (bytes[0] & 0x0F == 8 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0)
      || (bytes[0] == 0x1F && bytes[1] == 0x8B)
  }

  /// Unpacks all members of a file one after the other; what follows the last one and is no member
  /// is passed over, as gzip(1) does.
  static func inflate(
    _ bytes: [UInt8], _ format: Format, limit: Int
  ) throws(ContentDecoding.Problem) -> [UInt8] {
    // Safe because zlib keeps the place of its state, which stays until the end of this function,
    // and reads and writes only within the counts it is given.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    let size = Int32(MemoryLayout<z_stream>.size)
    guard bytes.count <= Int(UInt32.max),
      inflateInit2_(stream, format.rawValue, ZLIB_VERSION, size) == Z_OK
    else { throw .damaged("there is not enough memory for it") }
    defer { inflateEnd(stream) }
    return try bytes.withUnsafeBufferPointer { input -> Result<[UInt8], ContentDecoding.Problem> in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      return Result { () throws(ContentDecoding.Problem) in try members(of: stream, limit) }
    }.get()
  }

  private static func members(
    of stream: UnsafeMutablePointer<z_stream>, _ limit: Int
  ) throws(ContentDecoding.Problem) -> [UInt8] {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let (code, count) = buffer.withUnsafeMutableBufferPointer { space in
        stream.pointee.next_out = space.baseAddress
        stream.pointee.avail_out = UInt32(space.count)
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        return (code, space.count - Int(stream.pointee.avail_out))
      }
      guard output.count + count <= limit else { throw .tooLarge }
      output += buffer[..<count]
      switch code {
      case Z_OK: continue
      case Z_STREAM_END:
        guard isAtMember(stream.pointee), inflateReset(stream) == Z_OK else { return output }
      // No progress is possible: the input is at its end, or there is none.
      case Z_BUF_ERROR: throw .brokenOff
      default: throw .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "error \(code)")
      }
    }
  }

  private static func isAtMember(_ stream: z_stream) -> Bool {
    guard stream.avail_in > 1, let next = stream.next_in else { return false }
    return next[0] == 0x1F && next[1] == 0x8B
  }
}
