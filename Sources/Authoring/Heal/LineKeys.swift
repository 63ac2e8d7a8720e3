import BlockModel
import Egress
import Foundation

/// Keys of a text whose lines are `key=value` or `key: value`.
extension SourceRenaming {
  /// For each key that a script names and the text has no more: keys that are new and have its value.
  static func lines(
    from old: RecordedAnswer, to new: RecordedAnswer, script: String
  ) -> [[SourceRenaming]] {
    let (before, after) = (keys(old), keys(new))
    let texts = LuaTokens(script).tokens.filter { $0.kind == .string }.map(\.text)
    return before.keys.sorted().compactMap { name in
      guard after[name] == nil, let value = before[name], isTelling(value),
        texts.contains(where: { $0.contains(name) })
      else { return nil }
      let found = after.filter { before[$0.key] == nil && $0.value == value }.keys.sorted()
      return found.isEmpty
        ? nil
        : found.prefix(3).map { other in
          SourceRenaming(
            kind: .selector(name, to: other),
            evidence: "no line begins with '\(name)' any more, and '\(other)' has its value")
        }
    }
  }

  /// A value that does not stand behind another key by chance.
  private static func isTelling(_ value: String) -> Bool {
    value.count >= 3 && !["true", "false", "yes", "none"].contains(value.lowercased())
  }

  private static let maximumLines = 500

  private static func keys(_ answer: RecordedAnswer) -> [String: String] {
    guard answer.body.count <= 512 << 10 else { return [:] }
    var keys: [String: String] = [:]
    for line in String(decoding: answer.body, as: UTF8.self).split(whereSeparator: \.isNewline)
      .prefix(maximumLines)
    {
      guard let sign = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { continue }
      let name = line[..<sign].trimmingCharacters(in: .whitespaces)
      // Anything else means something in a pattern of Lua.
      guard !name.isEmpty,
        name.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) })
      else { continue }
      keys[name] = line[line.index(after: sign)...].trimmingCharacters(in: .whitespaces)
    }
    return keys
  }
}
