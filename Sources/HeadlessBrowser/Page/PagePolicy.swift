import BlockModel
import Foundation

/// What the requests of a page may reach, from what its block may.
struct PagePolicy: Sendable {
  /// The block's.
  let permissions: Permissions
  /// Where the script asked for a page.
  let first: URLComponents

  /// - Returns: `nil` when the address is none.
  init?(_ address: String, _ permissions: Permissions) {
    // Placeholders of secrets are written with signs that an address does not have.
    guard let first = URLComponents(string: address) ?? URLComponents(string: Self.encoded(address))
    else { return nil }
    self.permissions = permissions
    self.first = first
  }

  /// An address with everything in it that is not of one encoded, as chromium is given it.
  static func encoded(_ address: String) -> String {
    address.replacing("{", with: "%7B").replacing("}", with: "%7D").replacing(" ", with: "%20")
  }

  /// What is loaded into pages besides documents and data: neither seen nor read here.
  private static let notLoaded: Set = [
    "Image", "Media", "Font", "TextTrack", "EventSource", "WebSocket", "Manifest",
    "SignedExchange", "Ping", "CSPViolationReport", "Prefetch", "Preflight",
  ]

  enum Judgement: Sendable, Hashable {
    /// It is in the page itself.
    case here
    /// Asked for within these permissions.
    case asked(Permissions)
    /// Not loaded, as any picture.
    case leftOut
    /// Nothing a page may name.
    case forbidden
  }

  /// - Parameters:
  ///   - kind: of resource, as DevTools has it.
  ///   - isDocument: it is what the page itself becomes.
  func judge(_ address: String, kind: String, isDocument: Bool) -> Judgement {
    guard let url = URLComponents(string: address), let scheme = url.scheme?.lowercased() else {
      return .forbidden
    }
    if scheme == "data" || scheme == "blob" { return .here }
    guard scheme == "http" || scheme == "https", let host = url.host else { return .forbidden }
    if Self.notLoaded.contains(kind) || (kind == "Other" && url.path.hasSuffix(".ico")) {
      return .leftOut
    }
    let port = url.port ?? (scheme == "https" ? 443 : 80)
    let isGranted = permissions.grants(host: host, port: port)
    if isDocument || (permissions.allows(host: host, port: port) && (!isGranted || isOfHome)) {
      return .asked(permissions)
    }
    // Other places of the internet, to read only, and with nothing that the block was trusted with.
    return .asked(Permissions(hosts: [host]))
  }

  /// The page is one of a place that is not public: only such a page may reach another one.
  private var isOfHome: Bool {
    permissions.grants(
      host: first.host ?? "", port: first.port ?? (first.scheme == "https" ? 443 : 80))
  }

  /// Does an address lie where the script asked for a page?
  func isFirstOrigin(_ address: String) -> Bool {
    guard let url = URLComponents(string: address) else { return false }
    return url.scheme == first.scheme && url.host == first.host && url.port == first.port
  }

  /// Is it a place that the block names?
  func isOfBlock(_ address: String) -> Bool {
    guard let url = URLComponents(string: address), let host = url.host else { return false }
    return permissions.allows(host: host, port: url.port ?? (url.scheme == "https" ? 443 : 80))
  }
}
