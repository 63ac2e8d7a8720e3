import BlockHealth
import BlockModel
import BlockRuntime
import Egress
import Foundation

/// Repairs a block whose source changed, without a model and without the network: what is tried runs on the
/// answers that the source gave a moment ago. Where this finds nothing, ``Author/heal(_:record:)`` asks a model.
///
/// Tried are older versions of its script, and the same script with names replaced that the source replaced. A
/// repair counts only if it passes ``CandidateCheck`` and the contract, loses no field, and returns the rows that
/// there were before. If two repairs give different data, none does.
public struct Healer: Sendable {
  private let check: CandidateCheck

  /// Sets of replaced names that are tried.
  private static let maximumCandidates = 24
  /// Older versions that are tried.
  private static let maximumLedger = 5
  /// The share of rows, and of the values of each field, that have to be as they were.
  private static let agreement = 0.5

  public init(check: CandidateCheck) { self.check = check }

  public func heal(_ request: HealRequest) async -> HealReport {
    var report = HealReport()
    report.log.append("Seen: \(request.failure.kind.rawValue): \(request.failure.message)")
    guard request.failure.kind.isHealable else {
      report.log.append("Nothing was tried: waiting or asking helps here, a repair does not.")
      return report
    }
    report.isAttempt = true
    for (version, files) in request.ledger.prefix(Self.maximumLedger) {
      if let repair = await tried(
        files, request, "older version \(version)",
        "The source is as it was for version \(version), which is in use again.", &report)
      {
        report.repair = repair
        return report
      }
    }
    report.repair = await renamed(request, &report)
    return report
  }

  // MARK: Names

  private func renamed(_ request: HealRequest, _ report: inout HealReport) async -> HealReport
    .Repair?
  {
    let lists = renamings(request)
    guard !lists.isEmpty else {
      report.log.append("Evidence: nothing the script names has a new place in the answers.")
      return nil
    }
    for renaming in lists.flatMap(\.self) { report.log.append("Evidence: \(renaming.evidence).") }
    var passed: [HealReport.Repair] = []
    for set in Self.sets(of: lists) {
      guard let script = RenamedScript(request.files.script, set) else { continue }
      var files = request.files
      files.script = script.text
      let words = set.map(\.words).joined(separator: " and ")
      let lines = script.lines.map(String.init).joined(separator: ", ")
      if let repair = await tried(
        files, request, "renaming",
        "The source \(words); the script follows it in line\(script.lines.count == 1 ? "" : "s") \(lines).",
        &report)
      {
        passed.append(repair)
      }
    }
    guard let first = passed.first else { return nil }
    guard passed.allSatisfy({ $0.outcome.data == first.outcome.data }) else {
      report.log.append("\(passed.count) repairs pass and give different data, so none is taken.")
      return nil
    }
    return first
  }

  private func renamings(_ request: HealRequest) -> [[SourceRenaming]] {
    let names = Set(LuaTokens(request.files.script).tokens.map(\.text))
    let fresh = RecordedAnswer.all(in: request.freshAnswers)
    var lists: [[SourceRenaming]] = []
    for old in RecordedAnswer.all(in: request.goodAnswers) {
      guard
        let new = fresh.first(where: { $0.method == old.method && $0.url == old.url }),
        new.status < 400, new.body != old.body
      else { continue }
      if let before = SourceShape(old), let after = SourceShape(new) {
        lists += SourceRenaming.candidates(from: before, to: after, named: names)
      } else {
        lists += SourceRenaming.marks(from: old, to: new, script: request.files.script)
      }
    }
    var seen: Set<[SourceRenaming.Kind]> = []
    return lists.filter { seen.insert($0.map(\.kind)).inserted }
  }

  /// One of each list, all combinations, the likeliest first.
  private static func sets(of lists: [[SourceRenaming]]) -> [[SourceRenaming]] {
    var sets: [[SourceRenaming]] = [[]]
    for list in lists {
      sets = list.flatMap { renaming in sets.map { $0 + [renaming] } }
      sets = Array(sets.prefix(maximumCandidates))
    }
    return sets
  }

  // MARK: The gate

  /// Holds a candidate against everything that a repair has to be.
  /// - Returns: `nil` with one line more in the log, which says why.
  func tried(
    _ files: BlockFiles, _ request: HealRequest, _ method: String, _ sentence: String,
    _ report: inout HealReport
  ) async -> HealReport.Repair? {
    func refused(_ why: String) -> HealReport.Repair? {
      report.log.append("Tried \(method): \(why).")
      return nil
    }
    var candidate = Candidate(
      files, by: .command, of: request.block, params: request.params, reason: .heal,
      now: request.now)
    candidate.secrets = request.files.manifest.permissions.secrets
    let found = await check.report(on: candidate, cassette: .replay(request.freshAnswers))
    if let finding = found.blocking { return refused(finding.detail) }
    guard let outcome = found.outcome, let data = outcome.data else {
      return refused("it returned nothing")
    }
    let judgement = ContractJudgement(
      of: data, rules: files.manifest.contract, inferred: request.inferred,
      previous: [request.goodData], now: request.now)
    if let broken = (judgement.violations + judgement.doubts).first { return refused(broken.text) }
    let diff = DataDiff(from: request.goodData, to: data)
    if let lost = diff.lost.first { return refused("'\(lost)' would be gone") }
    guard diff.kept ?? 1 >= Self.agreement else {
      return refused("the rows are other ones than before")
    }
    guard diff.agreement >= Self.agreement else {
      return refused("the values are other ones than before")
    }
    report.log.append(
      "Tried \(method): it passes. \(sentence) Against the data before: \(diff.words).")
    return HealReport.Repair(
      files: files, method: method, sentence: sentence, outcome: outcome, diff: diff)
  }

  /// What files return of other answers.
  func data(of files: BlockFiles, _ request: HealRequest, _ answers: URL) async -> JSONValue? {
    var run = RunRequest(
      block: request.block, files: files, params: request.params, reason: .heal,
      now: request.now, cassette: .replay(answers))
    run.storage = check.runner.trialStorage()
    return await check.runner.run(run).data
  }
}
