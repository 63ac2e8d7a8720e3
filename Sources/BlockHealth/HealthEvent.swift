import BlockModel

/// The last thing that happened to a block, as far as its state depends on it.
public enum HealthEvent: String, Hashable, Sendable, CaseIterable {
  /// The files of the serving version cannot be read.
  case damaged = "files damaged"
  case paused
  case secretMissing = "key missing"
  case repairing
  case made
  case started
  case good = "good run"
  /// The run was good, and a part of the card has no data.
  case specMisses = "card misses data"
  /// The run broke a rule that only warns.
  case doubtful = "soft rule broken"
  case hidesPictures = "pictures not allowed"
  case nothing = "nothing to show"
  case grewOld = "grew old"
  case sourceAway = "source away"
  case tooOften = "asked too often"
  case badStatus = "bad status"
  case keptOut = "kept out"
  case refused = "key refused"
  case notAllowed = "not allowed"
  /// It wants what nobody can allow: its manifest does not ask for it.
  case neverAllowed = "not asked for"
  case scriptFailed = "script failed"
  case cardFailed = "card failed"
  case contractBroken = "contract broken"
  case drifted = "source changed shape"
  case limitCrossed = "limit crossed"
  case dashFailed = "Dash failed"

  /// What a failed run means.
  /// - Parameter canBeAllowed: a person can allow what the block lacked.
  init(_ kind: FailureKind, canBeAllowed: Bool) {
    self =
      switch kind {
      case .network: .sourceAway
      case .rateLimited: .tooOften
      case .auth: .refused
      case .httpStatus: .badStatus
      case .permission: canBeAllowed ? .notAllowed : .neverAllowed
      case .blocked: .keptOut
      case .scriptError: .scriptFailed
      case .specError: .cardFailed
      case .contractViolation: .contractBroken
      case .shapeDrift: .drifted
      case .limit: .limitCrossed
      case .host: .dashFailed
      }
  }
}
