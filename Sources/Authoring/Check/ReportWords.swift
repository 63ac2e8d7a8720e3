/// What a check found, in words.
extension CandidateReport {
  /// Findings that are told; the rest is counted.
  private static let maximumTold = 3

  /// In plain words, for whoever decides, and to be kept with the version:
  /// `Dash tried it, and it works. Noticed: a button of the card would do nothing (block.ui.json:3).`
  public var words: String {
    if let blocking { return "It cannot be used: \(Self.told([blocking], Self.plain))." }
    let warnings = warnings.filter { $0.kind != .unreached }
    guard !warnings.isEmpty else { return result }
    return "\(result) Noticed: \(Self.told(warnings, Self.plain))."
  }

  /// That it works is said where the trial showed it, and nothing that was noticed says otherwise.
  private var result: String {
    guard let outcome else { return "Dash looked at it without running it." }
    guard outcome.data != nil else { return "Dash could not try it yet." }
    if let unreached {
      let why = Self.told([unreached], Self.plain)
      return unreached.failure == .permission
        ? "Dash could not try it: \(why)." : "Dash ran it, and \(why)."
    }
    return hasFlaw
      ? "Dash tried it: it runs, but not as it should." : "Dash tried it, and it works."
  }

  /// The script returned data though its requests were refused or not answered.
  public var unreached: CandidateFinding? { told.first { $0.kind == .unreached } }

  /// Is something told that says that the block does not work as it should?
  public var hasFlaw: Bool { told.contains(where: \.isFlaw) }

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
    let what = needed.map { "nobody has allowed it yet to \($0.sentence)" } ?? finding.person
    return what.trimmingEnd { $0.isWhitespace || $0 == "." } + " (\(finding.place))"
  }
}
