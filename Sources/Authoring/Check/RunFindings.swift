import BlockHealth
import BlockModel
import BlockUI
import Foundation

/// What a trial run showed: why it failed, what its card names in vain, and the promise its data break.
enum RunFindings {
  /// - Parameter secrets: those that the manifest asks for.
  static func finding(
    of outcome: RunOutcome, asking secrets: [SecretBinding]
  ) -> CandidateFinding {
    guard let failure = outcome.failure else {
      return CandidateFinding(
        .noData, detail: "the script returned no data", summary: "The script returned no data.",
        person: "the script returned no data", failure: .contractViolation)
    }
    let place = failure.place.map { "\($0): " } ?? ""
    let neededGrant = outcome.http.lazy.compactMap(\.neededGrant).first
    let kind = kind(of: failure, in: outcome, neededGrant, secrets)
    // The manifest binds it already.
    if kind == .needsSecret, failure.kind == .permission, let needed = neededGrant,
      case .secret(let name, let origin) = needed
    {
      return CandidateFinding(
        kind, place: failure.place ?? BlockFiles.scriptName,
        summary: "The script failed when it ran.",
        person:
          "the secret '\(name)' waits for a person's permission to be sent to \(origin): `dash allow ID \(needed)`",
        failure: failure.kind, neededGrant: needed)
    }
    return CandidateFinding(
      kind,
      place: failure.place ?? BlockFiles.scriptName,
      detail: failure.message,
      summary: "The script failed when it ran.",
      issues: [place + failure.message] + outcome.absentReads,
      person: failure.kind.isHealable
        ? "the script failed when it ran: \(failure.message)" : failure.message,
      failure: failure.kind, neededGrant: neededGrant)
  }

  private static func kind(
    of failure: RunFailure, in outcome: RunOutcome, _ needed: Grant.Subject?,
    _ secrets: [SecretBinding]
  ) -> CandidateFinding.Kind {
    // A script may say in its own words that it was refused.
    guard [.permission, .auth, .scriptError].contains(failure.kind), let needed else {
      return kind(of: failure, in: outcome)
    }
    guard case .secret(let name, let origin) = needed else { return .needsGrant }
    let isAsked = secrets.contains { $0.name == name && $0.origins.contains(origin) }
    return isAsked ? .needsSecret : .run
  }

  private static func kind(
    of failure: RunFailure, in outcome: RunOutcome
  ) -> CandidateFinding.Kind {
    let isUnanswered = outcome.http.contains { $0.status == nil && $0.neededGrant == nil }
    switch failure.kind {
    case .network: return .sourceAway
    // What was not recorded is not asked. A script may say in its own words that nothing answered.
    case .blocked: return isUnanswered ? .sourceAway : .sourceRefuses
    case .scriptError, .contractViolation, .shapeDrift: return isUnanswered ? .sourceAway : .run
    case .rateLimited, .auth, .httpStatus: return .sourceRefuses
    case .permission, .specError, .limit, .host: return .run
    }
  }

  /// What kept the requests of a run that returned data all the same: a permission that nobody gave yet, or
  /// sources of which none answered. A script that catches errors hides both.
  static func unreached(_ outcome: RunOutcome) -> CandidateFinding? {
    let refused = outcome.http.first { $0.neededGrant != nil }
    let isSilent =
      !outcome.http.isEmpty && outcome.http.allSatisfy { ($0.status ?? 500) >= 500 }
    guard outcome.data != nil, isSilent || refused != nil else { return nil }
    let why: String
    switch refused?.neededGrant {
    case .secret?: why = refused?.error ?? "it has not been given its key yet"
    case let needed?: why = "nobody has allowed it yet to \(needed.sentence)"
    case nil:
      let places = Set(outcome.http.map { place(of: $0.url) }).sorted()
      why = "it got no answer from \(places.prefix(3).joined(separator: ", "))"
    }
    let person = isSilent ? why : "\(why); other sources answered"
    return CandidateFinding(
      .unreached, summary: "The trial did not reach the sources.", person: person,
      failure: refused == nil ? .network : .permission, neededGrant: refused?.neededGrant)
  }

  private static func place(of url: String) -> String {
    guard let parts = URLComponents(string: url), let host = parts.host else { return url }
    return host + (parts.port.map { ":\($0)" } ?? "")
  }

  /// The first hard rule that the data break. What was found in good runs is no promise of the files.
  static func broken(
    _ rules: [ContractRule], _ data: JSONValue, now: Date
  ) -> CandidateFinding? {
    let judgement = ContractJudgement(of: data, rules: rules, now: now)
    guard let failure = judgement.failure else { return nil }
    return CandidateFinding(
      .contract, place: BlockFiles.manifestName, detail: failure.message,
      summary: "The data are not what the contract of block.json promises.",
      issues: judgement.violations.map { $0.text + "." }, person: failure.message,
      failure: failure.kind)
  }

  /// The absent reads come first: they say why the card has no data.
  static func finding(
    of fit: CheckReport, _ spec: String, _ absentReads: [String]
  ) -> CandidateFinding {
    let first = fit.errors.first
    // The data were held against a compiled spec, which has no lines.
    let map = SourceMap(spec, records: true)
    let line = first?.line ?? first.flatMap { map.offset(of: $0.at) }.map { map.place(of: $0).line }
    return CandidateFinding(
      .missingData, place: BlockFiles.specName + (line.map { ":\($0)" } ?? ""),
      detail: first?.text ?? "it does not fit the data",
      summary: "The script ran, but the card names data that it did not return.",
      issues: Array(absentReads.prefix(2))
        + fit.errors.map { error in
          guard error.kind == .noData, error.suggest == nil else { return error.text }
          return error.text
            + ". Return it; what may be missing on some days needs a `when` that names it on its part of the card."
        },
      person: "the script ran, but the card names data that it did not return"
        + (first.map { ": \($0.message.prefix { $0 != ";" })" } ?? ""), failure: .specError)
  }
}
