/// Which addresses are public.
///
/// Sources: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its successors).
/// IPv6 forms that carry an IPv4 address (mapped, compatible, 6to4, NAT64, Teredo) are judged by it.
public enum AddressPolicy {
  /// Why an address is not public; `nil` for a public one. `bytes` are 4 or 16, in network order.
  public static func refusal(of bytes: [UInt8]) -> String? {
    switch bytes.count {
    case 4: refusal(ofIPv4: bytes)
    case 16: refusal(ofIPv6: bytes)
    default: "an unknown kind of address"
    }
  }

  private static func refusal(ofIPv4 a: [UInt8]) -> String? {
    switch (a[0], a[1], a[2], a[3]) {
    case (0, _, _, _): "this machine"
    case (127, _, _, _): "this machine"
    case (10, _, _, _), (172, 16...31, _, _), (192, 168, _, _): "a private network"
    case (100, 64...127, _, _): "a carrier's private network"
    case (169, 254, _, _): "a link-local address, where clouds keep their metadata"
    case (168, 63, 129, 16): "a cloud's own service"
    case (192, 0, 0, _), (192, 0, 2, _), (198, 51, 100, _), (203, 0, 113, _), (192, 88, 99, _),
      (198, 18...19, _, _):
      "a reserved address"
    case (224...239, _, _, _): "a multicast address"
    case (240...255, _, _, _): "a reserved address"
    default: nil
    }
  }

  private static func refusal(ofIPv6 a: [UInt8]) -> String? {
    func embedded(_ range: Range<Int>) -> String? { refusal(ofIPv4: Array(a[range])) }
    let isZero = { (range: Range<Int>) in a[range].allSatisfy { $0 == 0 } }
    if isZero(0..<15), a[15] <= 1 { return "this machine" }
    if isZero(0..<10), a[10] == 0xFF, a[11] == 0xFF { return embedded(12..<16) }
    if isZero(0..<12) { return embedded(12..<16) ?? "a reserved address" }
    if a[0...3].elementsEqual([0, 0x64, 0xFF, 0x9B]) {
      return embedded(12..<16) ?? "a NAT64 address"
    }
    if a[0] == 0x20, a[1] == 0x02 { return embedded(2..<6) ?? "a 6to4 address" }
    if a[0] == 0x20, a[1] == 0x01, a[2] == 0, a[3] == 0 { return "a Teredo address" }
    // Protocols (RFC 2928) and documentation (RFC 3849, RFC 9637).
    if a[0] == 0x20, a[1] == 0x01, a[2] & 0xFE == 0 { return "a reserved address" }
    if a[0...3].elementsEqual([0x20, 0x01, 0x0D, 0xB8]) { return "a reserved address" }
    if a[0] == 0x3F, a[1] == 0xFF, a[2] & 0xF0 == 0 { return "a reserved address" }
    if a[0] & 0xFE == 0xFC { return "a private network" }
    if a[0] == 0xFE, a[1] & 0xC0 == 0x80 { return "a link-local address" }
    if a[0] == 0xFE, a[1] & 0xC0 == 0xC0 { return "a private network" }
    if a[0] == 0xFF { return "a multicast address" }
    // Only 2000::/3 is handed out for the internet.
    return a[0] & 0xE0 == 0x20 ? nil : "a reserved address"
  }
}
