import Foundation

/// Keys that stand in the addresses of a sentence: `…?q=Lisbon&appid=0123456789abcdef`. They become
/// secrets of the block, so that they stand nowhere in clear.
public struct AddressKeys: Sendable {
  /// A key that was found.
  public struct Key: Hashable, Sendable {
    /// What the secret is called: `APPID`.
    public var name: String
    public var value: String
    /// The address it stood in, without it.
    public var address: String
  }

  /// The sentence with `{{secret:NAME}}` where keys stood.
  public private(set) var sentence: String
  public private(set) var keys: [Key] = []

  /// - Parameter taken: names that stand for other values.
  public init(_ sentence: String, taken: Set<String> = []) {
    self.sentence = sentence
    for word in sentence.split(whereSeparator: \.isWhitespace).map(String.init) {
      guard let address = Address.read(word), let start = address.firstIndex(of: "?") else {
        continue
      }
      var clean = String(address[...start])
      var found: [(name: String, value: String)] = []
      let query = address[address.index(after: start)...]
      let parts = query.split(separator: "&", omittingEmptySubsequences: false).map { part in
        guard let sign = part.firstIndex(of: "=") else { return String(part) }
        let (name, value) = (String(part[..<sign]), String(part[part.index(after: sign)...]))
        guard Self.isKey(name, value) else { return String(part) }
        let decoded = value.removingPercentEncoding ?? value
        let secret = self.name(name, decoded, taken)
        found.append((secret, decoded))
        return "\(name)={{secret:\(secret)}}"
      }
      guard !found.isEmpty else { continue }
      clean += parts.joined(separator: "&")
      keys += found.map { Key(name: $0.name, value: $0.value, address: clean) }
      self.sentence = self.sentence.replacing(word, with: clean)
    }
  }

  private func name(_ param: String, _ value: String, _ taken: Set<String>) -> String {
    if let known = keys.first(where: { $0.value == value }) { return known.name }
    let letters = param.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    let base = String(letters.drop { !$0.isLetter }.prefix(32))
    let used = taken.union(keys.map(\.name))
    let names = [base.isEmpty ? "KEY" : base] + (2...99).map { "\(base)_\($0)" }
    return names.first { !used.contains($0) } ?? base
  }

  // MARK: What is a key

  private static func isKey(_ name: String, _ value: String) -> Bool {
    guard !value.isEmpty, !value.contains("{{") else { return false }
    let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
    if certain.contains(plain) { return value.count >= 4 }
    if likely.contains(where: { plain == $0 || plain.hasSuffix($0) }) { return isRandom(value) }
    return prefixes.contains { value.hasPrefix($0) && value.count >= 20 }
  }

  /// Long enough and mixed enough that nobody types it as a word.
  static func isRandom(_ value: String) -> Bool {
    let digits = value.count(where: \.isNumber)
    let letters = value.count(where: \.isLetter)
    return value.count >= 12 && digits > 0 && letters > 0 || value.count >= 24 && letters > 0
  }

  private static let certain: Set<String> = [
    "apikey", "appid", "accesstoken", "authtoken", "apitoken", "clientsecret", "privatetoken",
    "secret", "password", "passwd", "pwd", "subscriptionkey", "apisecret", "accesskey",
    "licensekey",
  ]
  private static let likely = ["key", "token", "auth", "sig", "signature", "pass", "jwt", "bearer"]
  /// How keys of well-known services begin.
  private static let prefixes = [
    "sk-", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "AKIA", "eyJ",
  ]
}
