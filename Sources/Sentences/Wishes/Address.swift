/// Addresses as people write them.
public enum Address {
  /// The address in a word: with a scheme, a bare `host.tld/path`, or a place of the own network,
  /// `127.0.0.1:8080/x`. What surrounds it is left out: quotes, brackets, the end of the sentence.
  public static func read(_ token: String) -> String? {
    let text = core(token)
    let lower = text.lowercased()
    if let start = lower.range(of: "://"),
      lower.hasPrefix("http") || start.lowerBound > lower.startIndex
    {
      return lower.hasPrefix("feed://") || lower.hasPrefix("webcal://")
        ? "https" + text[start.lowerBound...] : text
    }
    if isOwnPlace(lower) { return "http://" + text }
    let host = lower.prefix { $0 != "/" && $0 != ":" && $0 != "?" }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }),
      host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }),
      let last = labels.last, last.count >= 2, last.allSatisfy(\.isLetter),
      text.contains("/") || topLevels.contains(String(last))
    else { return nil }
    return "https://" + text
  }

  /// `localhost:8080`, `192.168.1.5/status`, `[::1]:80/x`: nobody writes these with a scheme.
  private static func isOwnPlace(_ text: String) -> Bool {
    let host = text.hasPrefix("[") ? text.prefix { $0 != "]" } : text.prefix { !":/?".contains($0) }
    let rest = text.dropFirst(host.count).drop { $0 == "]" }
    guard rest.hasPrefix("/") || rest.hasPrefix(":") && rest.dropFirst().first?.isNumber == true
    else { return false }
    if host == "localhost" { return true }
    if host.hasPrefix("[") { return host.contains(":") && host.dropFirst().allSatisfy(\.isAddress) }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Without what surrounds it; a bracket that the address opens itself stays.
  private static func core(_ token: String) -> String {
    var text = Substring(token)
    while let first = text.first, marks.contains(first) || "([{".contains(first) {
      // "[::1]:80"
      if first == "[", text.dropFirst().prefix(while: \.isAddress).contains(":") { break }
      text.removeFirst()
    }
    while let last = text.last {
      if let open = brackets[last] {
        guard text.count(where: { $0 == open }) < text.count(where: { $0 == last }) else { break }
      } else if !marks.contains(last), !".!?:…".contains(last) {
        break
      }
      text.removeLast()
    }
    return String(text)
  }

  /// Marks around an address that are no part of it.
  private static let marks: Set<Character> = Set("<>\"'“”„‟‘’‚«»‹›`´,;*|")
  private static let brackets: [Character: Character] = [")": "(", "]": "[", "}": "{"]

  /// Endings that make a bare word an address ("example.org", but not "node.js").
  private static let topLevels: Set<String> = [
    "com", "org", "net", "io", "dev", "gov", "edu", "info", "eu", "uk", "de", "fr", "ch", "at",
    "nl", "it", "es", "se", "no", "fi", "dk", "pl", "cz", "us", "ca", "au", "jp", "app", "news",
    "blog", "xyz", "me", "tv", "co",
  ]
}

extension Character {
  /// May it stand in an address of IPv6?
  fileprivate var isAddress: Bool { isHexDigit || self == ":" || self == "." }
}
