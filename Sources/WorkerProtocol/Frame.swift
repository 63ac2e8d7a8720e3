/// One message between host and child: `u32 header length · u32 body length · JSON header · raw body`,
/// lengths in the byte order of the machine (both ends are on it). Bodies are bytes, never base64.
public struct Frame: Sendable {
  /// A JSON object whose member `type` names the message, see ``MessageType``.
  public var header: [UInt8]
  public var body: [UInt8]

  public init(header: [UInt8], body: [UInt8] = []) {
    self.header = header
    self.body = body
  }

  /// Bytes before the header.
  public static let prefixLength = 8
  /// Longest header: a batch of 500 requests with long URLs fits well.
  public static let maximumHeader = 1 << 20
  /// Longest body: the largest response plus room.
  public static let maximumBody = 64 << 20

  /// Bytes of header and body.
  public var count: Int { header.count + body.count }

  /// The bytes on the wire.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.prefixLength + header.count + body.count)
    for length in [UInt32(header.count), UInt32(body.count)] {
      withUnsafeBytes(of: length) { bytes.append(contentsOf: $0) }
    }
    bytes += header
    bytes += body
    return bytes
  }

  /// The lengths in a prefix; `nil` when they are beyond the limits, so the sender is not sane.
  public static func lengths(_ prefix: some Collection<UInt8>) -> (header: Int, body: Int)? {
    let bytes = Array(prefix)
    guard bytes.count == prefixLength else { return nil }
    // Safe because eight bytes are there and any bit pattern is a UInt32.
    let (header, body) = bytes.withUnsafeBytes {
      (
        Int($0.loadUnaligned(as: UInt32.self)),
        Int($0.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
      )
    }
    guard header <= maximumHeader, body <= maximumBody else { return nil }
    return (header, body)
  }
}

/// Cuts a stream of bytes into frames.
public struct FrameReader: Sendable {
  private var bytes: [UInt8] = []
  private var start = 0
  /// Bytes that were read and may still lie there.
  private static let spent = 1 << 20
  /// The sender broke the framing: no frame comes any more.
  public private(set) var isBroken = false

  public init() {}

  public mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// The next whole frame, `nil` when more bytes are needed.
  public mutating func next() -> Frame? {
    let available = bytes.count - start
    guard !isBroken, available >= Frame.prefixLength else { return nil }
    guard let lengths = Frame.lengths(bytes[start..<start + Frame.prefixLength]) else {
      isBroken = true
      return nil
    }
    let total = Frame.prefixLength + lengths.header + lengths.body
    guard available >= total else { return nil }
    let headerEnd = start + Frame.prefixLength + lengths.header
    let frame = Frame(
      header: Array(bytes[start + Frame.prefixLength..<headerEnd]),
      body: Array(bytes[headerEnd..<start + total]))
    start += total
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: bytes.count <= Self.spent)
      start = 0
    } else if start > Self.spent {
      bytes.removeFirst(start)
      start = 0
    }
    return frame
  }
}
