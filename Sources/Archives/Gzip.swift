import CZlib

/// Bytes as one member of gzip (RFC 1952), for whoever unpacks them on the other side of a wire.
public enum Gzip {
  /// How much work is done for fewer bytes.
  public enum Effort: Int32, Sendable {
    /// For what is sent once.
    case little = 1
    /// For what is sent often.
    case most = 9
  }

  /// The first two bytes of what is packed.
  public static let mark: UInt16 = 0x1F8B

  /// - Returns: `nil` when there is no memory for it.
  public static func pack(_ bytes: [UInt8], _ effort: Effort) -> [UInt8]? {
    // Safe because zlib keeps the place of its state, which stays until the end of this function, and reads
    // and writes only within the counts it is given.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard bytes.count <= Int(UInt32.max) / 2,
      deflateInit2_(
        stream, effort.rawValue, Z_DEFLATED, MAX_WBITS + gzipHeader, 8, Z_DEFAULT_STRATEGY,
        ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(stream) }
    // All of it in one step: there is room for the worst case.
    let room = Int(deflateBound(stream, UInt(bytes.count)))
    return bytes.withUnsafeBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: room) { output, count in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        count = deflate(stream, Z_FINISH) == Z_STREAM_END ? room - Int(stream.pointee.avail_out) : 0
      }
    }
  }

  /// Makes zlib write the header of gzip.
  private static let gzipHeader: Int32 = 16
}
