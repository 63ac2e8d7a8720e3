/// Who made a candidate: what a finding means depends on it.
public enum CandidateAuthor: String, Sendable, Hashable, CaseIterable {
  /// Dash without a model: a recipe, or a draft from what a source answered.
  case drafter
  case model
  /// "only 5", "sort by price": a change that Dash made to files of anybody.
  case command
  /// A person with an editor.
  case hand

  /// Small mistakes of the spec are put right for those who cannot see them.
  var repairsSpec: Bool {
    switch self {
    case .model, .command: true
    case .drafter, .hand: false
    }
  }

  /// Reads of keys that are not there are traced, which costs time: they tell a model what to mend.
  var tracesAbsentKeys: Bool { repairsSpec }
}

/// Which finding keeps a candidate from becoming a version, by who made it. One table for all.
public enum CandidateRules {
  public enum Verdict: Sendable, Hashable {
    /// No version is made of it.
    case blocks
    /// The version is made, and the finding is told.
    case warns
    /// Not looked for.
    case ignored
  }

  public static func verdict(
    _ kind: CandidateFinding.Kind, for author: CandidateAuthor
  ) -> Verdict {
    let (drafter, model, command, hand) = row(kind)
    return switch author {
    case .drafter: drafter
    case .model: model
    case .command: command
    case .hand: hand
    }
  }

  private typealias Row = (drafter: Verdict, model: Verdict, command: Verdict, hand: Verdict)

  /// Whoever edits by hand is refused only what cannot run or cannot be shown: the next save is on
  /// its way. What nobody will look at again before it is shown has to be right.
  private static func row(_ kind: CandidateFinding.Kind) -> Row {
    switch kind {
    // In the order drafter, model, command, hand.
    case .answer: (.ignored, .blocks, .ignored, .ignored)
    case .change: (.ignored, .blocks, .ignored, .ignored)
    case .manifest: (.blocks, .blocks, .blocks, .blocks)
    case .syntax: (.blocks, .blocks, .blocks, .blocks)
    case .unknownName: (.ignored, .blocks, .blocks, .warns)
    case .unknownParam: (.ignored, .ignored, .ignored, .warns)
    case .slip: (.ignored, .ignored, .ignored, .warns)
    case .spec: (.blocks, .blocks, .blocks, .blocks)
    case .run: (.blocks, .blocks, .blocks, .blocks)
    case .needsGrant: (.blocks, .blocks, .blocks, .warns)
    case .needsSecret: (.blocks, .blocks, .blocks, .warns)
    case .missingData: (.blocks, .blocks, .blocks, .blocks)
    case .noData: (.ignored, .blocks, .blocks, .warns)
    case .missingValues: (.blocks, .blocks, .blocks, .warns)
    case .unnamedRows: (.blocks, .warns, .warns, .ignored)
    case .emptyField: (.ignored, .warns, .ignored, .ignored)
    case .oddLook: (.ignored, .warns, .ignored, .ignored)
    case .hollowCard: (.blocks, .blocks, .blocks, .warns)
    case .wrongCount: (.ignored, .warns, .ignored, .ignored)
    case .wrongOrder: (.ignored, .blocks, .ignored, .ignored)
    case .noSource: (.ignored, .blocks, .ignored, .ignored)
    case .errorText: (.ignored, .blocks, .ignored, .ignored)
    case .swallowedError: (.ignored, .warns, .ignored, .ignored)
    case .absentKey: (.ignored, .blocks, .ignored, .ignored)
    case .invention: (.ignored, .blocks, .ignored, .ignored)
    case .unansweredAction: (.blocks, .blocks, .blocks, .warns)
    case .failedAction: (.blocks, .blocks, .blocks, .warns)
    case .alert: (.blocks, .blocks, .blocks, .blocks)
    case .silentAlert: (.blocks, .blocks, .warns, .warns)
    }
  }
}
