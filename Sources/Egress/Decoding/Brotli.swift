import CBrotli

/// brotli (RFC 7932).
enum Brotli {
  static func decode(
    _ bytes: [UInt8], limit: Int
  ) throws(ContentDecoding.Problem) -> [UInt8] {
    guard let state = BrotliDecoderCreateInstance(nil, nil, nil)
    else { throw .damaged("there is not enough memory for it") }
    defer { BrotliDecoderDestroyInstance(state) }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    // Safe because the decoder reads and writes only within the counts it is given.
    return try bytes.withUnsafeBufferPointer { input -> Result<[UInt8], ContentDecoding.Problem> in
      var next = input.baseAddress
      var left = input.count
      while true {
        let (result, count) = buffer.withUnsafeMutableBufferPointer { space in
          var place = space.baseAddress
          var free = space.count
          let result = BrotliDecoderDecompressStream(state, &left, &next, &free, &place, nil)
          return (result, space.count - free)
        }
        guard output.count + count <= limit else { return .failure(.tooLarge) }
        output += buffer[..<count]
        switch result {
        case BROTLI_DECODER_RESULT_SUCCESS: return .success(output)
        case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return .failure(.brokenOff)
        default:
          let code = BrotliDecoderGetErrorCode(state)
          let name = BrotliDecoderErrorString(code).map { String(cString: $0) }
          return .failure(.damaged("brotli \(name ?? "error")"))
        }
      }
    }.get()
  }
}
