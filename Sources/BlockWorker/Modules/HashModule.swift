import CNettle

/// `hash` and `base64`: digests by nettle.
enum HashModule {
  static var hash: NativeModule { NativeModule("hash", [("digest", digest), ("hmac", hmac)]) }
  static var base64: NativeModule {
    NativeModule("base64", [("encode", encode), ("decode", decode)])
  }

  /// `digest(name, bytes) → bytes`, or nil for an unknown name
  private static func digest(_ call: LuaCall) -> NativeResult {
    guard let data = call.bytes(2), let result = digest(call.string(1) ?? "", Array(data)) else {
      call.pushNil()
      return .results(1)
    }
    call.push(result)
    return .results(1)
  }

  private static func digest(_ name: String, _ data: [UInt8]) -> [UInt8]? {
    var out = [UInt8](repeating: 0, count: 64)
    switch name {
    case "md5":
      var context = md5_ctx()
      nettle_md5_init(&context)
      nettle_md5_update(&context, data.count, data)
      nettle_md5_digest(&context, 16, &out)
      return Array(out[..<16])
    case "sha1":
      var context = sha1_ctx()
      nettle_sha1_init(&context)
      nettle_sha1_update(&context, data.count, data)
      nettle_sha1_digest(&context, 20, &out)
      return Array(out[..<20])
    case "sha256":
      var context = sha256_ctx()
      nettle_sha256_init(&context)
      nettle_sha256_update(&context, data.count, data)
      nettle_sha256_digest(&context, 32, &out)
      return Array(out[..<32])
    case "sha512":
      var context = sha512_ctx()
      nettle_sha512_init(&context)
      nettle_sha512_update(&context, data.count, data)
      nettle_sha512_digest(&context, 64, &out)
      return out
    default: return nil
    }
  }

  /// `hmac(name, key, bytes) → bytes` (RFC 2104)
  private static func hmac(_ call: LuaCall) -> NativeResult {
    let name = call.string(1) ?? ""
    let block = name == "sha512" ? 128 : 64
    guard var key = call.bytes(2).map(Array.init), let data = call.bytes(3) else {
      call.pushNil()
      return .results(1)
    }
    if key.count > block { key = digest(name, key) ?? key }
    key += [UInt8](repeating: 0, count: max(0, block - key.count))
    if let inner = digest(name, key.map { $0 ^ 0x36 } + data),
      let outer = digest(name, key.map { $0 ^ 0x5C } + inner)
    {
      call.push(outer)
    } else {
      call.pushNil()
    }
    return .results(1)
  }

  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// `encode(bytes, url_safe) → text` (RFC 4648); the safe form has no padding.
  private static func encode(_ call: LuaCall) -> NativeResult {
    guard let bytes = call.bytes(1) else {
      return .failure("base64.encode: bytes must be a string, got \(call.typeName(1))")
    }
    let isSafe = call.bool(2)
    var letters = letters
    if isSafe { letters.replaceSubrange(62..., with: [UInt8(ascii: "-"), UInt8(ascii: "_")]) }
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for index in 0..<3 {
        group = group << 8 | (index < count ? UInt32(bytes[start + index]) : 0)
      }
      for index in 0..<4 {
        if index <= count {
          out.append(letters[Int(group >> UInt32(18 - 6 * index) & 63)])
        } else if !isSafe {
          out.append(UInt8(ascii: "="))
        }
      }
    }
    call.push(out)
    return .results(1)
  }

  /// `decode(text) → bytes`, or nil; both alphabets, spaces and missing padding are accepted.
  private static func decode(_ call: LuaCall) -> NativeResult {
    guard let text = call.bytes(1) else {
      return .failure("base64.decode: text must be a string, got \(call.typeName(1))")
    }
    var out: [UInt8] = []
    out.reserveCapacity(text.count * 3 / 4)
    var (group, bits): (UInt32, UInt32) = (0, 0)
    for byte in text {
      let value: UInt32
      switch byte {
      case 65...90: value = UInt32(byte - 65)
      case 97...122: value = UInt32(byte - 71)
      case 48...57: value = UInt32(byte + 4)
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="), 9, 10, 13, 32: continue
      default:
        call.pushNil()
        return .results(1)
      }
      group = (group << 6 | value) & 0xFFFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(group >> bits & 0xFF))
      }
    }
    call.push(out)
    return .results(1)
  }
}
