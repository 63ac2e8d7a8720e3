import BlockModel
import Foundation

/// Keys that a script reads from an answer and that no record of the answer has.
///
/// `(hit.scroe or 0)` makes a number of nothing, and no error: the card looks right and is not. Only
/// keys that the script names count: one that comes from the data, such as a day looked up in a
/// calendar, may be missing on any day.
struct AbsentKeys {
  /// What programs look for before they trust an answer; a good answer lacks it.
  private static let envelopes: Set<String> = ["error", "errors"]

  let script: String
  /// Keys that are absent in some of the records that were probed.
  let optional: Set<String>

  /// - Parameters:
  ///   - reads: `$.hits[].scroe was read 2× but is absent (block.lua:3); there are: score`
  ///   - answers: the bodies of everything that was fetched; asked for only when there is a suspicion.
  func finding(_ reads: [String], answers: () -> [String]) -> CandidateFinding? {
    let named = Self.named(in: script)
    let suspects = reads.filter { read in
      let key = Self.key(of: read)
      return named.contains(key) && !optional.contains(key) && !Self.envelopes.contains(key)
    }
    guard !suspects.isEmpty else { return nil }
    let answers = answers().map(Answer.init)
    let absent = suspects.filter { read in
      let path = Self.path(of: read)
      return !answers.contains { $0.mayHave(path, key: Self.key(of: read)) }
    }
    guard let first = absent.first else { return nil }
    let key = Self.key(of: first)
    return CandidateFinding(
      .absentKey, detail: first,
      summary:
        "The script reads '\(key)', which no record of the answer has: what is made of it is not the source's.",
      issues: absent.prefix(2) + [
        "Read only keys that the answer has, without `or` over keys that might exist, and leave out what the source does not tell."
      ],
      person: "the script reads “\(key)”, which the source does not have", failure: .shapeDrift)
  }

  private static func path(of read: String) -> String {
    String(read.range(of: " was read ").map { read[..<$0.lowerBound] } ?? read[...])
  }

  /// The key after the last step of the path that is not part of a name.
  private static func key(of read: String) -> String {
    let path = path(of: read)
    // A list's records: whatever follows is one key, also when it has points in it.
    if let last = path.range(of: "[].", options: .backwards) {
      let rest = path[last.upperBound...]
      return LuaText.isName(String(rest)) || !rest.contains(".") ? String(rest) : lastName(rest)
    }
    return lastName(path[...])
  }

  private static func lastName(_ path: Substring) -> String {
    path.split(separator: ".").last.map(String.init) ?? ""
  }

  /// The keys that a script writes down: `.name` and `["name"]`.
  static func named(in script: String) -> Set<String> {
    let tokens = LuaTokens(script).tokens
    return Set(
      zip(tokens, tokens.dropFirst()).compactMap { before, token in
        switch token.kind {
        case .name where before.is("."), .string where before.is("["): token.text
        case .name, .string, .number, .symbol: nil
        }
      })
  }

  /// One answer, as far as it says whether a key is there.
  private struct Answer {
    let text: String
    /// The answer as data, when it is JSON.
    let value: JSONValue?

    init(_ text: String) {
      self.text = text
      value = try? JSONValue(parsing: text)
    }

    /// Is the key there, also with the value null, which a script cannot see? Of what is no JSON
    /// only its text can tell.
    func mayHave(_ path: String, key: String) -> Bool {
      guard let value else { return text.contains(key) }
      let parent = String(path.dropLast(key.count + 1))
      return Self.has(key, in: value, at: "$", parent)
    }

    private static func has(
      _ key: String, in value: JSONValue, at path: String, _ parent: String
    ) -> Bool {
      guard parent.hasPrefix(path) else { return false }
      switch value {
      case .object(let members):
        if path == parent, members[key] != nil { return true }
        return members.contains { has(key, in: $0.value, at: "\(path).\($0.key)", parent) }
      case .array(let elements):
        return elements.contains { has(key, in: $0, at: path + "[]", parent) }
      case .null, .bool, .integer, .number, .string: return false
      }
    }
  }
}
