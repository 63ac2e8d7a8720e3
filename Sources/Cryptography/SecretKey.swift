/// 256 secret bits: what proofs are made with, and values are sealed with.
public struct SecretKey: Sendable, Hashable {
  /// Bytes of a key.
  public static let byteCount = 32

  /// The key itself, 32 bytes: for a file that only its owner reads.
  public let bytes: [UInt8]

  /// A new one, from the system's generator (`getrandom(2)`).
  public init() { bytes = .random(count: Self.byteCount) }

  /// `nil` unless these are 32 bytes.
  public init?(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }
}

extension [UInt8] {
  /// Bytes that nobody can guess.
  static func random(count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in .random(in: .min ... .max, using: &generator) }
  }
}
