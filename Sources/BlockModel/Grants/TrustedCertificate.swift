/// A certificate that is trusted for exactly one place, whoever signed it and whatever name is in it.
public struct TrustedCertificate: Hashable, Sendable {
  /// The place with its port.
  public let place: HostPort
  /// SHA-256 of the certificate (DER), 64 lower-case hexadecimal digits.
  public let fingerprint: String

  /// - Parameter fingerprint: in any case, with or without colons.
  /// - Returns: `nil` when it is not one of SHA-256.
  public init?(place: HostPort, fingerprint: String) {
    let digits = fingerprint.lowercased().filter { $0 != ":" && $0 != " " }
    guard digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit), place.port != nil
    else { return nil }
    self.place = place
    self.fingerprint = digits
  }

  /// As browsers and devices show it: `3A:F1:…`.
  public var shown: String {
    var pairs = ""
    for (index, digit) in fingerprint.uppercased().enumerated() {
      if index > 0, index.isMultiple(of: 2) { pairs += ":" }
      pairs.append(digit)
    }
    return pairs
  }
}
