import CIDN2

/// Names of hosts in the one form in which they are compared: lower case, and internationalised
/// names as DNS knows them (`bücher.example` is `xn--bcher-kva.example`).
public enum HostName {
  /// - Parameter name: a name or an address without port and brackets; may begin with `*.`.
  /// - Returns: `nil` for a name that cannot be one, as one whose letters stand for signs of a URL
  ///   (`℀` is `a/c`).
  public static func ascii(_ name: String) -> String? {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
    if name.hasPrefix("*.") { return ascii(String(name.dropFirst(2))).map { "*." + $0 } }
    // UTS #46 without transitional mapping, as browsers do; independent of the locale.
    var converted: UnsafeMutablePointer<CChar>?
    let flags = CInt(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
    // Safe because libidn2 reads up to the NUL that Swift ends the text with and hands over a text
    // with an end of its own, which is freed here.
    defer { idn2_free(converted) }
    guard !name.utf8.contains(0),
      CInt(IDN2_OK.rawValue) == idn2_to_ascii_8z(name, &converted, flags), let converted
    else { return nil }
    let ascii = String(cString: converted).lowercased()
    let isName = ascii.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "-._".utf8.contains(byte)
    }
    return isName && !ascii.isEmpty ? ascii : nil
  }

  /// Is this a name that no public DNS answers: of one level, or under a suffix that is kept for home
  /// networks (RFC 6762, RFC 8375, ICANN's `.internal`, and what routers hand out)?
  public static func isOfHomeNetwork(_ name: String) -> Bool {
    let name = comparable(name).trimmingEnd { $0 == "." }
    guard let dot = name.lastIndex(of: ".") else { return !name.contains(":") && !name.isEmpty }
    return ["local", "localhost", "internal", "home", "lan", "intranet", "corp", "private"]
      .contains(String(name[name.index(after: dot)...])) || name.hasSuffix(".home.arpa")
      || name.hasSuffix(".fritz.box")
  }

  /// The compared form, or a name that cannot be one as it is, which equals no host that is asked.
  static func comparable(_ name: String) -> String { ascii(name) ?? name.lowercased() }
}
