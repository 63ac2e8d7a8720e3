/// Unpacks bodies: by `Content-Encoding`, and files that are packed themselves (`.csv.gz`), whatever
/// they are called.
///
/// libcurl could do the first, but takes half a packed answer, and one packed piece of several, for
/// the whole.
enum ContentDecoding {
  enum Problem: Error, Hashable {
    /// The packed data end too early.
    case brokenOff
    /// They are not what they say they are.
    case damaged(String)
    case tooLarge
    /// Packed again and again.
    case tooDeep
  }

  /// What Dash says it can read, as `Accept-Encoding`.
  static let accepted = "gzip, deflate, br, zstd"
  /// Layers of packing in all.
  static let mostLayers = 4

  /// - Parameter limit: bytes of each layer.
  static func body(
    _ body: [UInt8], _ headers: [EgressRequest.Header], limit: Int
  ) throws(Problem) -> [UInt8] {
    guard !body.isEmpty else { return body }
    var body = body
    var layers = 0
    // The last one named was applied last (RFC 9110, 8.4).
    for coding in codings(headers).reversed() {
      layers += 1
      guard layers <= mostLayers else { throw .tooDeep }
      body = try decoded(body, coding, limit)
    }
    while let coding = ContentCoding(magic: body) {
      layers += 1
      guard layers <= mostLayers else { throw .tooDeep }
      body = try decoded(body, coding, limit)
    }
    return body
  }

  /// Names that are no packing (`utf-8`, `identity`) say nothing, as in browsers.
  private static func codings(_ headers: [EgressRequest.Header]) -> [ContentCoding] {
    headers.filter { $0.name == "content-encoding" }.flatMap { header in
      header.value.split(separator: ",").compactMap { name in
        ContentCoding(name: name.filter { !$0.isWhitespace }.lowercased())
      }
    }
  }

  private static func decoded(
    _ body: [UInt8], _ coding: ContentCoding, _ limit: Int
  ) throws(Problem) -> [UInt8] {
    switch coding {
    case .gzip: try Zlib.inflate(body, .detected, limit: limit)
    case .deflate: try Zlib.inflate(body, Zlib.isWrapped(body) ? .detected : .raw, limit: limit)
    case .brotli: try Brotli.decode(body, limit: limit)
    case .zstd: try Zstd.decode(body, limit: limit)
    }
  }
}

/// A way to pack bytes.
enum ContentCoding: Hashable {
  case gzip, deflate, brotli, zstd

  /// As `Content-Encoding` names it.
  init?(name: String) {
    switch name {
    case "gzip", "x-gzip": self = .gzip
    case "deflate": self = .deflate
    case "br": self = .brotli
    case "zstd": self = .zstd
    default: return nil
    }
  }

  /// As a file of this kind begins (RFC 1952, RFC 8878).
  init?(magic bytes: [UInt8]) {
    if bytes.starts(with: [0x1F, 0x8B, 0x08]) {
      self = .gzip
    } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else {
      return nil
    }
  }
}
