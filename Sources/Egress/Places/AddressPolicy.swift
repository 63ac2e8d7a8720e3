import BlockModel
import Foundation

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

  /// The bytes of an address as a URL may write it: `192.168.1.5`, `127.1`, `::1`, `fe80::1%eth0`; `nil`
  /// for a name.
  static func bytes(of text: String) -> [UInt8]? {
    var v4 = in_addr()
    // Safe because both read up to the NUL of the text and write one address of their kind.
    if inet_aton(text, &v4) != 0 { return withUnsafeBytes(of: v4) { Array($0) } }
    var v6 = in6_addr()
    guard inet_pton(AF_INET6, String(text.prefix { $0 != "%" }), &v6) == 1 else { return nil }
    return withUnsafeBytes(of: v6) { Array($0) }
  }

  /// Is a host on this machine or on one's own network, as far as that can be said without asking DNS?
  public static func isOwnNetwork(host: String) -> Bool {
    bytes(of: host).map { isOwnNetwork($0) } ?? HostName.isOfHomeNetwork(host)
  }

  /// Is a host known not to be public, without asking DNS?
  public static func isPrivate(host: String) -> Bool {
    literalRefusal(host) != nil || HostName.isOfHomeNetwork(host)
  }

  /// Why an address written as such, or a name that always means this machine, is not public; `nil` for
  /// other names.
  static func literalRefusal(_ host: String) -> String? {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    if name == "localhost" || name.hasSuffix(".localhost") { return "this machine" }
    return bytes(of: name).flatMap { refusal(of: $0) }
  }

  /// What 198.18.0.0/15 is: meant for measurements (RFC 2544), and what VPN and proxy programs answer
  /// for every name to catch its traffic ("fake IP").
  static let madeUp = "an address that a VPN or proxy of this machine makes up for every name"

  /// Does an address belong to this machine or to one's own network, a VPN's (100.64.0.0/10)
  /// included?
  static func isOwnNetwork(_ bytes: [UInt8]) -> Bool {
    switch bytes.count {
    case 4:
      switch (bytes[0], bytes[1]) {
      case (127, _), (10, _), (172, 16...31), (192, 168), (100, 64...127), (169, 254): true
      default: false
      }
    case 16:
      if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
        isOwnNetwork(Array(bytes[12...]))
      } else {
        bytes == [UInt8](repeating: 0, count: 15) + [1] || bytes[0] & 0xFE == 0xFC
          || (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80)
      }
    default: false
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
    case (192, 0, 0, _), (192, 0, 2, _), (198, 51, 100, _), (203, 0, 113, _), (192, 88, 99, _):
      "a reserved address"
    case (198, 18...19, _, _): madeUp
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
      // RFC 6052: an IPv4 address as a network without IPv4 reaches it.
      if isZero(4..<12) { return embedded(12..<16) }
      // RFC 8215: what it leads to is a matter of the network.
      if a[4] == 0, a[5] == 1 { return "a translation of the local network" }
      return "a reserved address"
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
