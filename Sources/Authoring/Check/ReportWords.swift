/// What a check found, in words.
extension CandidateReport {
  /// Findings that are told; the rest is counted.
  private static let maximumTold = 3

  /// In plain words, for whoever decides, and to be kept with the version:
  /// `Dash tried it, and it works. Noticed: a button of the card would do nothing (block.ui.json:3).`
  public var words: String {
    if let blocking { return "It cannot be used: \(Self.told([blocking], Self.plain))." }
    let result =
      if let outcome {
        outcome.data == nil ? "Dash could not try it yet." : "Dash tried it, and it works."
      } else { "Dash looked at it without running it." }
    let warnings = warnings
    guard !warnings.isEmpty else { return result }
    return "\(result) Noticed: \(Self.told(warnings, Self.plain))."
  }

  /// What does not keep it from becoming a version, as `dash check` says it; `nil` when there is nothing to tell.
  public var noticed: String? {
    let warnings = warnings
    guard !warnings.isEmpty else { return nil }
    return "Noticed: " + Self.told(warnings) { "\($0.place): \($0.detail)" } + "."
  }

  private static func told(
    _ findings: [CandidateFinding], _ words: (CandidateFinding) -> String
  ) -> String {
    let told = findings.prefix(maximumTold).map { finding in
      words(finding).trimmingEnd { $0.isWhitespace || $0 == "." }
    }
    let more = findings.count - told.count
    return told.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
  }

  private static func plain(_ finding: CandidateFinding) -> String {
    let needed = finding.kind == .needsGrant ? finding.neededGrant : nil
    let what = needed.map { "nobody has allowed it to \($0.sentence) yet" } ?? finding.person
    return what.trimmingEnd { $0.isWhitespace || $0 == "." } + " (\(finding.place))"
  }
}
