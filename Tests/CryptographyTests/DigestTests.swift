import Testing

@testable import Cryptography

@Suite("Digests and proofs")
struct DigestTests {
  @Test(
    "the examples of FIPS 180-4",
    arguments: [
      ("", "e3b0c442 98fc1c14 9afbf4c8 996fb924 27ae41e4 649b934c a495991b 7852b855"),
      ("abc", "ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61 d20638b8 e5c02693 0c3e6039 a33ce459 64ff2167 f6ecedd4 19db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c 9914fb92 81a1c7e2 84d73e67 f1809a48 a497200e 046d39cc c7112cd0"
      ),
    ])
  func digest(text: String, digest: String) {
    #expect(SHA256.digest(of: text) == [UInt8](hexadecimal: digest))
    #expect(SHA256.digest(of: text).hexadecimal == digest.filter { $0 != " " })
  }

  /// RFC 4231 §4, all that are not cut short.
  static let codes: [(key: [UInt8], message: [UInt8], code: String)] = [
    (
      [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      Array(0x01...0x19), [UInt8](repeating: 0xcd, count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      Array(
        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
          .utf8),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
  ]

  @Test("the examples of RFC 4231", arguments: codes)
  func authentication(key: [UInt8], message: [UInt8], code: String) {
    #expect(SecretKey.authenticationCode(for: message, key: key).hexadecimal == code)
  }

  @Test("a proof holds for one message and one key, and not when a bit of it is another or missing")
  func proof() {
    let key = SecretKey()
    let message = Array("csrf".utf8)
    let code = key.code(for: message)
    #expect(key.isCode(code, for: message))
    #expect(!key.isCode(code, for: message + [0]))
    #expect(!SecretKey().isCode(code, for: message))
    #expect(!key.isCode([], for: message))
    #expect(!key.isCode(Array(code.dropLast()), for: message))
    #expect(!key.isCode(code + [0], for: message))
    for bit in 0..<code.count * 8 {
      var other = code
      other[bit / 8] ^= 1 << (bit % 8)
      #expect(!key.isCode(other, for: message))
    }
  }

  @Test("a key is 32 bytes, and no two are the same")
  func keys() {
    #expect(SecretKey() != SecretKey())
    let bytes = [UInt8](0..<32)
    #expect(SecretKey(bytes)?.bytes == bytes)
    for count in [0, 16, 31, 33, 64] {
      #expect(SecretKey([UInt8](repeating: 1, count: count)) == nil)
    }
  }
}
