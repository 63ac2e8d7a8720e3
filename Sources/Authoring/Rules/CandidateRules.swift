/// Which finding keeps a candidate from becoming a version, by who made it. One table for all: the gate, and
/// what is said of files before they run (``FileProblem/Severity``).
public enum CandidateRules {
  public enum Verdict: Sendable, Hashable {
    /// No version is made of it.
    case blocks
    /// As ``blocks``, unless the script is known to work or cannot be tried yet (``Candidate/mayWait``): a
    /// source that is away says nothing against it, and a sentence that leaves the script as it is does not break
    /// what the block promises.
    case waits
    /// The version is made, and the finding is told.
    case warns
    /// Not looked for, or not told.
    case ignored
  }

  public static func verdict(
    _ kind: CandidateFinding.Kind, for author: CandidateAuthor
  ) -> Verdict {
    let row = row(kind)
    if row.blocks.contains(author) { return .blocks }
    if row.waits.contains(author) { return .waits }
    return row.warns.contains(author) ? .warns : .ignored
  }

  /// Is it looked for at all?
  static func asks(_ kind: CandidateFinding.Kind, of author: CandidateAuthor) -> Bool {
    verdict(kind, for: author) != .ignored
  }

  /// One row: for whom it means what; it means nothing to all others.
  private struct Row {
    var blocks: Set<CandidateAuthor> = []
    var waits: Set<CandidateAuthor> = []
    var warns: Set<CandidateAuthor> = []
  }

  private static let drafts: Set<CandidateAuthor> = [.drafter, .recipe]
  private static let models: Set<CandidateAuthor> = [.model, .agent]
  /// Changes that Dash makes by itself.
  private static let changes: Set<CandidateAuthor> = [.command, .heal]
  /// Whom nobody looks over the shoulder before it is shown.
  private static let programs = drafts.union(models).union(changes)
  /// Whoever edits by hand, or takes what a hand made: refused only what cannot run or cannot be shown, since
  /// the next save is on its way.
  private static let hands: Set<CandidateAuthor> = [.hand, .import]
  /// Going back is always possible.
  private static let back: Set<CandidateAuthor> = [.restore]

  private static func row(_ kind: CandidateFinding.Kind) -> Row {
    switch kind {
    case .answer, .change: Row(blocks: [.model])
    case .manifest, .syntax, .spec, .run, .missingData, .alert:
      Row(blocks: programs.union(hands), warns: back)
    case .sourceAway:
      Row(
        blocks: changes.union([.drafter, .model]), waits: hands.union([.recipe, .agent]),
        warns: back)
    case .sourceRefuses:
      Row(blocks: changes.union(drafts).union([.model]), waits: hands.union([.agent]), warns: back)
    case .unknownName: Row(blocks: models.union(changes), warns: hands.union(back))
    case .unknownParam: Row(blocks: [.agent], warns: hands.union(back))
    case .slip: Row(warns: hands.union([.agent]))
    // An agent's places are allowed when its block is, and a key is entered after that.
    case .needsGrant, .needsSecret:
      Row(blocks: programs.subtracting([.agent]), warns: hands.union(back).union([.agent]))
    // It says nothing against the script, and nobody may say that it works.
    case .unreached: Row(warns: programs.union(hands).union(back))
    case .noData: Row(blocks: models.union(changes), warns: hands.union(back))
    case .missingValues, .hollowCard, .unansweredAction, .failedAction:
      Row(blocks: programs, warns: hands.union(back))
    case .contract:
      Row(
        blocks: programs.subtracting([.command]), waits: [.command], warns: hands.union(back))
    case .unnamedRows: Row(blocks: drafts, warns: models.union(changes))
    case .emptyField, .oddLook: Row(warns: models)
    case .swallowedError: Row(warns: models.union(hands))
    case .wrongCount: Row(warns: models)
    case .wrongOrder, .noSource, .errorText, .absentKey, .invention: Row(blocks: models)
    case .shadowedClock: Row(blocks: models)
    case .silentAlert: Row(blocks: drafts.union(models), warns: changes.union(hands).union(back))
    }
  }
}
