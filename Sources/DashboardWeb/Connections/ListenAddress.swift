import NIOCore

/// The address that is listened at. A name is resolved once, before anything is decided by it, and what
/// was decided on is what is bound: a name may stand for every address of the machine.
struct ListenAddress: Hashable, Sendable {
  /// An IPv4 or IPv6 address without brackets.
  let text: String

  /// - Parameters:
  ///   - host: an address or a name.
  ///   - resolve: gives the address of a name.
  /// - Returns: `nil` when the name has no address.
  init?(resolving host: String, by resolve: (String) -> String? = Self.system) {
    guard let text = resolve(host) else { return nil }
    // The zone of a link-local address is not part of what the system prints.
    self.text = host.contains("%") ? host : text
  }

  /// Can only programs on this machine reach it? (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3)
  var isLoopback: Bool {
    text.hasPrefix("127.") || text == "::1" || text.hasPrefix("::ffff:127.")
  }

  private static func system(_ host: String) -> String? {
    try? SocketAddress.makeAddressResolvingHost(host, port: 0).ipAddress
  }
}
