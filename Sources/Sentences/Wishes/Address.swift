import BlockModel

/// Addresses as people write them.
enum Address {
  /// The address in a word: with a scheme, or a bare `host.tld/path`.
  static func read(_ token: String) -> String? {
    let text = token.trimming { "<>()[]\"'“”‘’,;".contains($0) }
      .trimmingEnd { ".!?:".contains($0) }
    let lower = text.lowercased()
    if let start = lower.range(of: "://"),
      lower.hasPrefix("http") || start.lowerBound > lower.startIndex
    {
      return lower.hasPrefix("feed://") || lower.hasPrefix("webcal://")
        ? "https" + text[start.lowerBound...] : text
    }
    let host = lower.prefix { $0 != "/" && $0 != ":" && $0 != "?" }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }),
      host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }),
      let last = labels.last, last.count >= 2, last.allSatisfy(\.isLetter),
      text.contains("/") || topLevels.contains(String(last))
    else { return nil }
    return "https://" + text
  }

  /// Endings that make a bare word an address ("example.org", but not "node.js").
  private static let topLevels: Set<String> = [
    "com", "org", "net", "io", "dev", "gov", "edu", "info", "eu", "uk", "de", "fr", "ch", "at",
    "nl", "it", "es", "se", "no", "fi", "dk", "pl", "cz", "us", "ca", "au", "jp", "app", "news",
    "blog", "xyz", "me", "tv", "co",
  ]
}
