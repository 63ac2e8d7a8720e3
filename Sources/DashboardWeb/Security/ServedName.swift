import BlockModel

/// A name under which this dashboard is opened, as browsers send it: lower case, an internationalised
/// name as DNS knows it, without scheme and port.
public struct ServedName: Hashable, Sendable, CustomStringConvertible {
  /// A name, or an address without brackets.
  public let host: String

  /// Reads what people call an address: `Dash.Home.Test`, `nas:8443`, `https://dash.home.test/`.
  ///
  /// - Returns: `nil` for what is not one host: a path, a pattern, several names.
  public init?(_ text: String) {
    var rest = Substring(text)
    for scheme in ["http://", "https://"] where rest.lowercased().hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
      if rest.last == "/" { rest = rest.dropLast() }
    }
    // The dot that ends a full name in DNS.
    if rest.last == ".", rest.count > 1 { rest = rest.dropLast() }
    guard let place = HostPort(String(rest)), place.host.utf8.count <= 253 else { return nil }
    let labels = place.host.split(separator: ".", omittingEmptySubsequences: false)
    guard place.host.contains(":") || labels.allSatisfy({ !$0.isEmpty && !$0.contains("%") })
    else { return nil }
    host = place.host
  }

  public var description: String { host }
}
