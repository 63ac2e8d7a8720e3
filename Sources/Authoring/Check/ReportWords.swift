/// What a check found, in plain words: for whoever decides, and to be kept with the version.
extension CandidateReport {
  /// Findings that are told; the rest is counted.
  private static let maximumTold = 3

  /// `Dash tried it, and it works. Noticed: a button of the card would do nothing (block.ui.json:3).`
  public var words: String {
    if let blocking { return "It cannot be used: \(Self.told([blocking]))." }
    let result =
      if let outcome {
        outcome.data == nil ? "Dash could not try it yet." : "Dash tried it, and it works."
      } else { "Dash looked at it without running it." }
    return ([result] + (noticed.map { [$0] } ?? [])).joined(separator: " ")
  }

  /// `Noticed: …`: what does not keep it from becoming a version; `nil` when there is nothing to tell.
  public var noticed: String? {
    let warnings = warnings
    return warnings.isEmpty ? nil : "Noticed: \(Self.told(warnings))."
  }

  private static func told(_ findings: [CandidateFinding]) -> String {
    let told = findings.prefix(maximumTold).map { finding in
      let needed = finding.kind == .needsGrant ? finding.neededGrant : nil
      let what = needed.map { "nobody has allowed it to \($0.sentence) yet" } ?? finding.person
      return what.trimming { $0.isWhitespace || $0 == "." } + " (\(finding.place))"
    }
    let more = findings.count - told.count
    return told.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
  }
}
