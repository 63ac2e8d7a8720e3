import Foundation

extension HostName {
  /// What is wrong with a host that a block asks for, and what to write instead.
  static func problem(_ text: String) -> String? {
    if text.isEmpty { return "the host is empty; write one like \"api.example.org\"" }
    if text == "*" {
      return "\"*\" would be every host; name each, like \"api.example.org\" or \"*.example.org\""
    }
    if let url = ofURL(text) { return "write the host alone: \"\(url.host)\"" }
    if text.contains("/") {
      let host = String(text.prefix { $0 != "/" })
      return "a host has no path; write \"\(host.isEmpty ? "api.example.org" : host)\""
    }
    if text.contains("@") {
      return "a host has no user; write \"\(text.split(separator: "@").last ?? "")\""
    }
    if text.hasPrefix("["), let place = HostPort(text) {
      return "write the address without brackets: \"\(place.host)\""
    }
    if text.count(where: { $0 == ":" }) == 1 {
      let host = String(text.prefix { $0 != ":" })
      return
        "a host is named without a port here; write \"\(host)\", or name \"\(text)\" in private_hosts when it is on your own network"
    }
    if text.contains(where: { $0.isWhitespace }) { return "'\(text)' has a space in it" }
    let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
    if name.contains("*") {
      return
        "a wildcard stands for one level in front, as in \"*.example.org\"; '\(text)' has another"
    }
    if text.hasPrefix("*."), !name.contains(".") {
      return "\"\(text)\" would be every host of a whole domain; name each, like \"api.\(name)\""
    }
    guard isName(name) else {
      return "'\(text)' is not a host like \"api.example.org\""
    }
    return nil
  }

  /// A domain name or an address.
  private static func isName(_ name: Substring) -> Bool {
    if name.contains(":") {
      return name.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    guard let ascii = ascii(String(name)) else { return false }
    let labels = (ascii.hasSuffix(".") ? ascii.dropLast() : ascii[...])
      .split(separator: ".", omittingEmptySubsequences: false)
    return ascii.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.utf8.allSatisfy {
            $0 == 95 || $0 == 45 || (48...57).contains($0) || (97...122).contains($0)
          }
      }
  }

  /// Scheme, host and `host:port` of a text that is a URL.
  static func ofURL(_ text: String) -> (scheme: String, host: String, place: String)? {
    guard let found = text.wholeMatch(of: #/([A-Za-z][A-Za-z0-9+.\-]*):\/\/([^\/?#]*)(.*)/#),
      !found.2.isEmpty
    else { return nil }
    let place = found.2.split(separator: "@").last.map(String.init) ?? ""
    guard let parsed = HostPort(place) else { return nil }
    return (found.1.lowercased(), parsed.host, parsed.description)
  }
}
