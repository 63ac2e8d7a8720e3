/// How messages lie on a socket: `u32 length · u8 kind · fields`, where the length counts all that
/// follows it. Numbers are little-endian.
public enum Frame {
  /// Bytes before the kind.
  public static let prefixLength = 4
  /// The longest frame of a child: a value or a body with room.
  public static let mostOfChild = 16 << 20
  /// The longest frame of the host: the answers of one batch with room.
  public static let mostOfHost = 64 << 20

  /// The length in a prefix of ``prefixLength`` bytes.
  /// - Throws: ``WireProblem`` when no frame is that long: the sender is not sane.
  public static func length(_ prefix: ArraySlice<UInt8>, most: Int) throws(WireProblem) -> Int {
    let length = prefix.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard (1...most).contains(length) else { throw .frame(length: length, most: most) }
    return length
  }
}

/// Cuts the stream of bytes that a child sends into frames.
public struct FrameReader: Sendable {
  private var bytes: [UInt8] = []
  private var start = 0
  /// Bytes that were read and may still lie there.
  private static let spent = 1 << 20

  public init() {}

  public mutating func append(_ more: ArraySlice<UInt8>) { bytes.append(contentsOf: more) }

  /// The next whole frame without its length, `nil` when more bytes are needed.
  /// - Throws: ``WireProblem`` when the framing is broken: no frame comes any more.
  public mutating func next() throws(WireProblem) -> [UInt8]? {
    let available = bytes.count - start
    guard available >= Frame.prefixLength else { return nil }
    let body = start + Frame.prefixLength
    let length = try Frame.length(bytes[start..<body], most: Frame.mostOfChild)
    guard available - Frame.prefixLength >= length else { return nil }
    let frame = Array(bytes[body..<body + length])
    start = body + length
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
