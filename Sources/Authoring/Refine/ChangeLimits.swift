import BlockModel
import Sentences

/// What a model may not change although it answers with whole files.
struct ChangeLimits {
  /// Share of a script that may become different for a wish about the look.
  static let maximumShare = 0.6

  let old: String
  let wish: Wish

  /// What is wrong with the new script; `nil` when nothing is.
  func finding(_ new: String) -> CandidateFinding? {
    let lost = Self.keptRegions(of: old).filter { !new.contains($0) }
    if let first = lost.first {
      let line =
        first.split(separator: "\n").first.map { String($0).trimming(\.isWhitespace) } ?? ""
      return CandidateFinding(
        .change, summary: "A part of the script that must stay was changed.",
        issues: ["The lines from `\(line)` to `-- end keep` stay as they are, to the letter."],
        person: "lines between `-- keep` and `-- end keep` would have changed",
        failure: .scriptError)
    }
    guard wish.view != nil, new != old else { return nil }
    let diff = Diff(from: old, to: new)
    let lines = old.split(separator: "\n").count
    guard lines >= 10, Double(diff.removedLines) > Self.maximumShare * Double(lines) else {
      return nil
    }
    return CandidateFinding(
      .change, summary: "Most of the script was changed for a wish about the look.",
      issues: ["Leave block.lua as it is and answer with only the ```json block."],
      person: "most of the script would have changed for a wish about the look",
      failure: .scriptError)
  }

  /// The parts of a script between `-- keep` and `-- end keep`, with these lines.
  static func keptRegions(of script: String) -> [String] {
    var regions: [String] = []
    var open: [Substring]?
    for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
      let word = String(line).trimming(\.isWhitespace)
      if open == nil, word == "-- keep" || word.hasPrefix("-- keep ") { open = [] }
      open?.append(line)
      if word == "-- end keep", let lines = open {
        regions.append(lines.joined(separator: "\n"))
        open = nil
      }
    }
    return regions
  }
}
