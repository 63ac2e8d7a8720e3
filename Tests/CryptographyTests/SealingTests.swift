import Testing

@testable import Cryptography

@Suite("Sealed values")
struct SealingTests {
  struct Example: Sendable {
    let key, nonce, plain, context, cipher, tag: String

    init(
      key: String, nonce: String, plain: String = "", context: String = "", cipher: String = "",
      tag: String
    ) {
      (self.key, self.nonce, self.plain) = (key, nonce, plain)
      (self.context, self.cipher, self.tag) = (context, cipher, tag)
    }
  }

  private static let zeros = String(repeating: "0", count: 64)
  private static let long = """
    d9313225f88406e5a55909c5aff5269a 86a7a9531534f7da2e4c303d8a318a72
    1c3c0c95956809532fcf0e2449a6b525 b16aedf5aa0de657ba637b39
    """
  private static let sealedLong = """
    522dc1f099567d07f47f37a32a84427d 643a8cdcbfe5c0c97598a2bd2555d1aa
    8cb08e48590dbb3da7b08b1056828838 c5f61e6393ba7a0abcc9f662
    """
  private static let feff = """
    feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308
    """

  /// Test cases 13 to 16 of the proposal that NIST SP 800-38D standardises (McGrew and Viega, 2005).
  static let examples = [
    Example(
      key: zeros, nonce: String(zeros.prefix(24)), tag: "530f8afbc74536b9a963b4f1c4cb738b"),
    Example(
      key: zeros, nonce: String(zeros.prefix(24)), plain: String(zeros.prefix(32)),
      cipher: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919"),
    Example(
      key: feff, nonce: "cafebabefacedbaddecaf888", plain: long + "1aafd255",
      cipher: sealedLong + "898015ad", tag: "b094dac5d93471bdec1a502270e3cc6c"),
    Example(
      key: feff, nonce: "cafebabefacedbaddecaf888", plain: long,
      context: "feedfacedeadbeeffeedfacedeadbeefabaddad2", cipher: sealedLong,
      tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
  ]

  @Test("the examples of the standard", arguments: examples)
  func standard(example: Example) throws {
    let key = try #require(SecretKey([UInt8](hexadecimal: example.key)))
    let plain = [UInt8](hexadecimal: example.plain)
    let context = [UInt8](hexadecimal: example.context)
    let sealed = [UInt8](hexadecimal: example.nonce + example.cipher + example.tag)
    let nonce = [UInt8](hexadecimal: example.nonce)
    #expect(key.seal(plain, authenticating: context, nonce: nonce) == sealed)
    #expect(key.open(sealed, authenticating: context) == plain)
  }

  @Test(
    "what swift-crypto sealed in a data folder of 2026 opens",
    arguments: [
      (
        "api-token", "planted-api-token",
        "e66ba31579995991ffb170c74125e0eec73135dca701cce77c888353731021c98f4685f9fc7f68aa4e32258d46"
      ),
      (
        "MY_KEY", "planted ключ",
        "2cd5d315035eac4cc755c886a2425238b3c3318419647a586112e7d3daa95f1db6a5541352c4ff89f80a5640"
      ),
    ])
  func earlier(name: String, value: String, sealed: String) throws {
    let key = try #require(
      SecretKey(
        [UInt8](
          hexadecimal: "0ce8e2d8714a994d77dabd43593c0345315cd8891f59ceeb9e8bb94f4a1eedb0")))
    let sealed = [UInt8](hexadecimal: sealed)
    #expect(key.open(sealed, authenticating: Array(name.utf8)) == Array(value.utf8))
    #expect(key.open(sealed, authenticating: Array("another".utf8)) == nil)
  }

  @Test("bytes of every length come back, and no two seals are the same")
  func lengths() {
    let key = SecretKey()
    for count in 0...70 {
      let bytes = [UInt8](repeating: 7, count: count)
      let sealed = key.seal(bytes, authenticating: [1])
      #expect(sealed.count == count + 28)
      #expect(sealed != key.seal(bytes, authenticating: [1]))
      #expect(key.open(sealed, authenticating: [1]) == bytes)
    }
  }

  @Test(
    "nothing opens that is changed in a bit, cut, or sealed with another key or for another context"
  )
  func refused() {
    let key = SecretKey()
    let sealed = key.seal(Array("a secret".utf8), authenticating: Array("name".utf8))
    let name = Array("name".utf8)
    #expect(SecretKey().open(sealed, authenticating: name) == nil)
    #expect(key.open(sealed) == nil)
    #expect(key.open(sealed, authenticating: name + [0]) == nil)
    #expect(key.open(sealed + [0], authenticating: name) == nil)
    for count in 0..<sealed.count {
      #expect(key.open(Array(sealed.prefix(count)), authenticating: name) == nil)
    }
    for bit in 0..<sealed.count * 8 {
      var other = sealed
      other[bit / 8] ^= 1 << (bit % 8)
      #expect(key.open(other, authenticating: name) == nil)
    }
  }
}
