/// A script that follows its source, and what it follows, in words.
struct ScriptRepair {
  var script: String
  /// `renaming`, `reading` or `moved address`.
  var method: String
  /// `The source renamed 'points' to 'score'; the script follows it in line 6.`
  var sentence: String

  /// - Returns: `nil` when the script does not use one of the names.
  init?(_ script: String, renamings: [SourceRenaming]) {
    guard let renamed = RenamedScript(script, renamings) else { return nil }
    self.script = renamed.text
    let isRenaming = renamings.contains { if case .value = $0.kind { false } else { true } }
    method = isRenaming ? "renaming" : "reading"
    sentence = Self.sentence(
      renamings.map(\.words).joined(separator: " and "), lines: renamed.lines)
  }

  /// - Parameter before: the script that serves, whose lines are told.
  init?(_ script: String, readings: [FieldReading], before: String) {
    guard let reread = RereadScript(script, readings.map(\.change)) else { return nil }
    self.script = reread.text
    method = "reading"
    sentence = Self.sentence(
      readings.map(\.words).joined(separator: " and "), lines: Self.lines(before, reread.text))
  }

  init(_ script: String, moved address: MovedAddress) {
    self.script = address.applied(to: script)
    method = "moved address"
    sentence =
      "The source moved to \(address.new), as its own host says; the script asks there now."
  }

  private static func sentence(_ words: String, lines: [Int]) -> String {
    let numbers = lines.map(String.init).joined(separator: ", ")
    return
      "The source \(words); the script follows it in line\(lines.count == 1 ? "" : "s") \(numbers)."
  }

  /// Lines that are different, from 1.
  static func lines(_ before: String, _ after: String) -> [Int] {
    let (old, new) = (
      before.split(separator: "\n", omittingEmptySubsequences: false),
      after.split(separator: "\n", omittingEmptySubsequences: false)
    )
    guard old.count == new.count else { return [] }
    return old.indices.filter { old[$0] != new[$0] }.map { $0 + 1 }
  }
}
