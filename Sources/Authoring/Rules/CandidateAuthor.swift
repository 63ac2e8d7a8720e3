/// Who made a candidate: what a finding means depends on it.
public enum CandidateAuthor: String, Sendable, Hashable, CaseIterable {
  /// Dash without a model, from what a source answered.
  case drafter
  /// A recipe of Dash's, which ran on recorded answers before.
  case recipe
  case model
  /// Another program that speaks to Dash: a model, too, of which Dash sees only the files.
  case agent
  /// "only 5", "sort by price": a change that Dash made to files of anybody.
  case command
  /// The repair of a block whose source changed.
  case heal
  /// A person with an editor, or one who keeps a change that passed before.
  case hand
  /// A package that came from elsewhere; a person said that it may.
  case `import`
  /// An older version that is to serve again.
  case restore

  /// Small mistakes of the spec are put right for those who cannot see them.
  var repairsSpec: Bool {
    switch self {
    case .model, .command, .heal: true
    case .drafter, .recipe, .agent, .hand, .import, .restore: false
    }
  }

  /// Reads of keys that are not there are traced, which costs time: they tell a model what to mend.
  var tracesAbsentKeys: Bool {
    switch self {
    case .model, .agent, .command, .heal: true
    case .drafter, .recipe, .hand, .import, .restore: false
    }
  }
}
