import Egress
import Foundation
import Testing

@Suite("Which addresses are the internet")
struct AddressPolicyTests {
  @Test(
    "an address of a network that is not the internet is refused, with its kind",
    arguments: [
      ("0.0.0.0", "this machine"), ("0.1.2.3", "this machine"), ("127.0.0.1", "this machine"),
      ("127.255.255.254", "this machine"), ("10.0.0.1", "a private network"),
      ("10.255.255.255", "a private network"), ("172.16.0.1", "a private network"),
      ("172.31.255.255", "a private network"), ("192.168.0.1", "a private network"),
      ("100.64.0.1", "a carrier's private network"),
      ("100.100.100.200", "a carrier's private network"),
      ("100.127.255.255", "a carrier's private network"),
      ("169.254.169.254", "a link-local address, where clouds keep their metadata"),
      ("168.63.129.16", "a cloud's own service"), ("192.0.0.192", "a reserved address"),
      ("192.0.2.1", "a reserved address"), ("192.88.99.1", "a reserved address"),

      ("198.18.0.1", "an address that a VPN or proxy of this machine makes up for every name"),
      ("198.19.255.255", "an address that a VPN or proxy of this machine makes up for every name"),
      ("198.51.100.1", "a reserved address"), ("203.0.113.1", "a reserved address"),
      ("224.0.0.1", "a multicast address"), ("239.255.255.250", "a multicast address"),
      ("240.0.0.1", "a reserved address"), ("255.255.255.255", "a reserved address"),
    ])
  func version4(text: String, reason: String) throws {
    #expect(AddressPolicy.refusal(of: try bytes(text)) == reason)
  }

  @Test(
    "an IPv6 address is refused too, by what it carries when it carries an IPv4 address",
    arguments: [
      ("::", "this machine"), ("::1", "this machine"), ("::ffff:127.0.0.1", "this machine"),
      ("::ffff:10.0.0.1", "a private network"), ("::127.0.0.1", "this machine"),
      ("::8.8.8.8", "a reserved address"), ("::ffff:0:127.0.0.1", "a reserved address"),
      (
        "::ffff:169.254.169.254",
        "a link-local address, where clouds keep their metadata"
      ),
      ("2002:7f00:1::", "this machine"), ("2002:c0a8:101::1", "a private network"),
      ("2002:808:808::1", "a 6to4 address"), ("64:ff9b::127.0.0.1", "this machine"),
      ("64:ff9b::10.0.0.1", "a private network"),
      ("64:ff9b::100.64.0.1", "a carrier's private network"),
      ("64:ff9b::169.254.169.254", "a link-local address, where clouds keep their metadata"),
      ("64:ff9b:0:1::8.8.8.8", "a reserved address"),
      ("64:ff9b:0:0:1::8.8.8.8", "a reserved address"),
      ("64:ff9b:1::10.0.0.1", "a translation of the local network"),
      ("64:ff9b:1::8.8.8.8", "a translation of the local network"),
      ("64:ff9b:1:ffff:ffff:ffff:808:808", "a translation of the local network"),
      ("64:ff9b:2::8.8.8.8", "a reserved address"),
      ("2001::1", "a Teredo address"), ("2001:2::1", "a reserved address"),
      ("2001:20::1", "a reserved address"), ("2001:db8::1", "a reserved address"),
      ("3fff::1", "a reserved address"), ("100::1", "a reserved address"),
      ("fc00::1", "a private network"), ("fd00:ec2::254", "a private network"),
      ("fdff:ffff::1", "a private network"), ("fe80::1", "a link-local address"),
      ("febf::1", "a link-local address"), ("fec0::1", "a private network"),
      ("ff02::1", "a multicast address"), ("4000::1", "a reserved address"),
      ("5f00::1", "a reserved address"),
    ])
  func version6(text: String, reason: String) throws {
    #expect(AddressPolicy.refusal(of: try bytes(text)) == reason)
  }

  @Test(
    "an address of the internet is not refused, up to the edges of the networks that are not",
    arguments: [
      "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
      "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.0", "172.15.255.255",
      "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
      "223.255.255.255", "2606:4700::1111", "2001:4860:4860::8888", "2001:200::1", "2a00:1450::1",
      "3ffe::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b::5db8:d822",
    ])
  func public_(text: String) throws {
    #expect(AddressPolicy.refusal(of: try bytes(text)) == nil)
  }

  @Test("something that is no address is refused", arguments: [0, 3, 5, 15, 17])
  func noAddress(count: Int) {
    #expect(
      AddressPolicy.refusal(of: [UInt8](repeating: 8, count: count)) == "an unknown kind of address"
    )
  }

  @Test(
    "a host at home is known without DNS",
    arguments: [
      "localhost", "127.0.0.1", "127.1", "::1", "10.0.0.9", "172.20.1.1", "192.168.1.5",
      "100.64.0.1",
      "169.254.1.1", "fd00::5", "fe80::1%eth0", "::ffff:192.168.1.5", "nas", "nas.local", "nas.lan",
      "nas.local.", "tv.fritz.box", "pi.home.arpa",
    ])
  func home(host: String) {
    #expect(AddressPolicy.isOwnNetwork(host: host) && AddressPolicy.isPrivate(host: host))
  }

  @Test(
    "what is reserved is not public and nobody's home, and a name or address of the internet is public",
    arguments: [
      ("198.18.0.1", true), ("224.0.0.1", true), ("2002:7f00:1::", true), ("203.0.113.1", true),
      ("8.8.8.8", false), ("172.32.0.1", false), ("100.128.0.1", false), ("2606:4700::1111", false),
      ("example.org", false), ("10.example.org", false), ("local.example", false),
      ("fc00.example", false),
    ])
  func away(host: String, isPrivate: Bool) {
    #expect(!AddressPolicy.isOwnNetwork(host: host))
    #expect(AddressPolicy.isPrivate(host: host) == isPrivate)
  }

  private func bytes(_ text: String) throws -> [UInt8] {
    var v4 = in_addr()
    if inet_pton(AF_INET, text, &v4) == 1 { return withUnsafeBytes(of: v4) { Array($0) } }
    var v6 = in6_addr()
    try #require(inet_pton(AF_INET6, text, &v6) == 1)
    return withUnsafeBytes(of: v6) { Array($0) }
  }
}
