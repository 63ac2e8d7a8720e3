import BlockHealth
import BlockModel
import BlockRuntime
import Egress
import Foundation

/// Repairs a block whose source changed, without a model and without the network: what is tried runs on the
/// answers that the source gave a moment ago. Where this finds nothing, ``Author/heal(_:record:)`` asks a model.
///
/// Tried are older versions of its script; the same script with names replaced that the source replaced, with
/// selectors of what a page that is built anew says elsewhere, and with values read in the form that they have now;
/// and, of a source that is gone from its address, the address that its own host names. A repair counts only if it passes ``CandidateCheck`` and the contract, loses no field, and returns
/// the rows that there were before. If two repairs give different data, none does.
public struct Healer: Sendable {
  let check: CandidateCheck

  /// Scripts of one step that are tried.
  private static let maximumCandidates = 24
  /// Older versions that are tried.
  private static let maximumLedger = 5
  /// The share of rows, and of the values of each field, that have to be as they were.
  private static let agreement = 0.5

  public init(check: CandidateCheck) { self.check = check }

  public func heal(_ request: HealRequest) async -> HealReport {
    var report = HealReport()
    report.log.append("Seen: \(request.failure.kind.rawValue): \(request.failure.message)")
    let fresh = RecordedAnswer.all(in: request.freshAnswers)
    let gone = MovedAddress.gone(in: fresh, script: request.files.script)
    guard request.failure.kind.isHealable || (request.failure.kind == .httpStatus && !gone.isEmpty)
    else {
      report.log.append("Nothing was tried: a repair would not help here.")
      return report
    }
    report.isAttempt = true
    for (version, files) in request.ledger.prefix(Self.maximumLedger) {
      if let repair = await tried(
        files, request, "older version \(version)",
        "The source is as it was for version \(version), which is live again.", &report)
      {
        report.repair = repair
        return report
      }
    }
    report.repair =
      gone.isEmpty
      ? await reread(request, fresh, &report) : await moved(gone, request, &report)
    return report
  }

  // MARK: Names and values

  private func reread(
    _ request: HealRequest, _ fresh: [RecordedAnswer], _ report: inout HealReport
  ) async -> HealReport.Repair? {
    let good = RecordedAnswer.all(in: request.goodAnswers)
    let changed = good.compactMap { old in
      fresh.first { $0.method == old.method && $0.url == old.url }
        .flatMap { new in new.status < 400 && new.body != old.body ? (old: old, new: new) : nil }
    }
    let lists = SourceRenaming.lists(changed, script: request.files.script)
    for renaming in lists.flatMap(\.self) { report.log.append("Evidence: \(renaming.evidence).") }
    let renamed = Self.sets(of: lists).compactMap {
      ScriptRepair(request.files.script, renamings: $0)
    }
    if let repair = await only(renamed, request, &report) { return repair }
    if let repair = await rebuilt(request, changed, &report) { return repair }
    // What is written otherwise may have been renamed, too.
    let scripts = [request.files.script] + renamed.map(\.script)
    var fields: [ScriptRepair] = []
    for (place, script) in scripts.enumerated() where fields.count < Self.maximumCandidates {
      let lists = FieldReading.candidates(
        in: script, data: request.goodData, from: good, to: changed.map(\.new))
      if place == 0 {
        for one in lists.flatMap(\.self) { report.log.append("Evidence: \(one.evidence).") }
      }
      fields += Self.sets(of: lists).filter { !$0.isEmpty }.compactMap {
        ScriptRepair(script, readings: $0, before: request.files.script)
      }
    }
    if lists.isEmpty, fields.isEmpty {
      report.log.append(
        "Evidence: nothing the script reads has a new place or another form in the answers.")
    }
    return await only(Array(fields.prefix(Self.maximumCandidates)), request, &report)
  }

  /// A page that is built anew, and says what it said.
  private func rebuilt(
    _ request: HealRequest, _ changed: [(old: RecordedAnswer, new: RecordedAnswer)],
    _ report: inout HealReport
  ) async -> HealReport.Repair? {
    let lists = await MovedElements(runner: check.runner, request: request).lists(changed)
    for place in lists.flatMap(\.self) { report.log.append("Evidence: \(place.evidence).") }
    let repairs = Self.sets(of: lists).compactMap {
      ScriptRepair(request.files.script, renamings: $0)
    }
    return await only(repairs, request, &report)
  }

  /// One of each list, all combinations, the likeliest first; then the same without one of the lists, which may
  /// tell of something that the script is right about.
  private static func sets<Choice>(of lists: [[Choice]]) -> [[Choice]] {
    var sets = combinations(of: lists)
    if lists.count > 1 {
      for place in lists.indices {
        var fewer = lists
        fewer.remove(at: place)
        sets += combinations(of: fewer)
      }
    }
    return Array(sets.filter { !$0.isEmpty }.prefix(maximumCandidates))
  }

  private static func combinations<Choice>(of lists: [[Choice]]) -> [[Choice]] {
    var sets: [[Choice]] = [[]]
    for list in lists {
      sets = list.flatMap { choice in sets.map { $0 + [choice] } }
      sets = Array(sets.prefix(maximumCandidates))
    }
    return sets
  }

  /// The first repair that passes, unless another one that passes gives other data.
  private func only(
    _ repairs: [ScriptRepair], _ request: HealRequest, _ report: inout HealReport
  ) async -> HealReport.Repair? {
    var passed: [HealReport.Repair] = []
    for repair in repairs {
      var files = request.files
      files.script = repair.script
      if let proved = await tried(files, request, repair.method, repair.sentence, &report) {
        passed.append(proved)
      }
    }
    guard let first = passed.first else { return nil }
    guard passed.allSatisfy({ $0.outcome.data == first.outcome.data }) else {
      report.log.append("\(passed.count) repairs pass and give different data, so none is taken.")
      return nil
    }
    return first
  }

  // MARK: Addresses

  private func moved(
    _ gone: [RecordedAnswer], _ request: HealRequest, _ report: inout HealReport
  ) async -> HealReport.Repair? {
    guard let lost = gone.first, gone.count == 1 else {
      report.log.append(
        "Evidence: \(gone.count) addresses are gone, and one at a time is followed.")
      return nil
    }
    let good = RecordedAnswer.all(in: request.goodAnswers).first { $0.url == lost.url }
    var candidates = MovedAddress.candidates(for: lost.url, on: lost)
    for page in MovedAddress.pages(of: lost.url, good: good) where candidates.isEmpty {
      guard let answer = await answer(of: page, request) else { continue }
      candidates = MovedAddress.candidates(for: lost.url, on: answer)
    }
    guard !candidates.isEmpty else {
      report.log.append(
        "Evidence: \(lost.url) is gone, and its host names no other address for it.")
      return nil
    }
    var repairs: [ScriptRepair] = []
    for candidate in candidates {
      report.log.append("Evidence: \(lost.url) is gone, and its host names \(candidate.new).")
      guard await answer(of: candidate.new, request) != nil else {
        report.log.append("Tried \(candidate.new): it does not answer.")
        continue
      }
      repairs.append(ScriptRepair(request.files.script, moved: candidate))
    }
    return await only(repairs, request, &report)
  }

  /// What an address of the block's own hosts answers; `nil` when it does not.
  private func answer(of url: String, _ request: HealRequest) async -> RecordedAnswer? {
    var files = request.files
    files.script = """
      local http = require "http"
      return function() return { status = http.get("\(url)").status } end

      """
    var run = RunRequest(
      block: request.block, files: files, params: request.params, reason: .heal, now: request.now,
      cassette: request.further)
    run.storage = check.runner.trialStorage()
    guard await check.runner.run(run).failure == nil else { return nil }
    return RecordedAnswer.all(in: request.freshAnswers).first {
      $0.url == url && $0.status < 400
    }
  }

  // MARK: The gate

  /// Holds a candidate against everything that a repair has to be.
  /// - Returns: `nil` with one line more in the log, which says why.
  func tried(
    _ files: BlockFiles, _ request: HealRequest, _ method: String, _ sentence: String,
    _ report: inout HealReport
  ) async -> HealReport.Repair? {
    func refused(_ why: String) -> HealReport.Repair? {
      report.note("Tried \(method): \(why).")
      return nil
    }
    report.trials += 1
    var candidate = Candidate(
      files, by: .heal, of: request.block, params: request.params, reason: .heal,
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
      return refused("the rows are not the ones there were before")
    }
    guard diff.agreement >= Self.agreement else {
      return refused("the values are not the ones there were before")
    }
    report.log.append(
      "Tried \(method): it passes. \(sentence) Against the data before: \(diff.words).")
    return HealReport.Repair(
      files: files, method: method, sentence: sentence, outcome: outcome, diff: diff,
      report: found.words)
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
