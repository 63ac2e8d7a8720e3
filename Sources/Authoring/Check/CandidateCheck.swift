public import BlockModel
public import BlockRuntime
import BlockUI
public import Egress
import Foundation
import Synchronization

/// The one gate of what is written, whoever wrote it: its script compiles and names what exists, its card
/// compiles, it runs, its card shows what the run returned, the data are what the manifest promises, and
/// what can be clicked is answered.
///
/// Files pass it before they become a version: of a sentence, a recipe, a model or another agent, of a change,
/// an edit, a repair or an import. An older version that is to serve again passes it without a run, and is
/// never refused. No new version passes it where nothing new is written: a copy of a block, Dash's own
/// starters, and a host that a person allowed and that is written into the manifest.
///
/// Trials run in the sandbox and store into a buffer: nothing reaches the block before the outcome of
/// the run is kept with the new version. What a finding means for whom is said by ``CandidateRules``.
public struct CandidateCheck: Sendable {
  /// Lines of a script: what a model may write at most.
  static let maximumLines = 400

  let runner: BlockRunner
  /// What is said of files without running them.
  let files: FileCheck
  /// What sources answer from, instead of the internet.
  let cassette: Cassette?

  public init(runner: BlockRunner, cassette: Cassette? = nil) {
    self.init(runner: runner, files: FileCheck(nil), cassette: cassette)
  }

  init(runner: BlockRunner, files: FileCheck, cassette: Cassette?) {
    self.runner = runner
    self.files = files
    self.cassette = cassette
  }

  /// Everything that can be said of three files without running them.
  public func fileReport(on texts: BlockTexts) async -> FileReport {
    files.report(on: texts, compiled: await runner.syntaxProblem(in: texts.script))
  }

  /// Everything that is found, up to the step behind which there is nothing to look at.
  public func report(
    on candidate: Candidate, cassette: Cassette? = nil,
    progress: (AuthoringStage) -> Void = { _ in }
  ) async -> CandidateReport {
    var report = await trialReport(on: candidate, cassette: cassette, progress: progress)
    if CandidateRules.asks(.slip, of: candidate.author) {
      report.findings += slips(in: candidate.files)
    }
    return report
  }

  private func trialReport(
    on candidate: Candidate, cassette: Cassette?, progress: (AuthoringStage) -> Void
  ) async -> CandidateReport {
    let author = candidate.author
    var report = CandidateReport(
      author: author, mayWait: candidate.mayWait, files: candidate.files)
    guard let spec = await compile(&report), report.blocking == nil else { return report }
    guard candidate.isTried || candidate.knownData != nil else { return report }
    progress(.running)
    let answers = SourceAnswers()
    let trial = CandidateTrial(
      runner: runner, candidate: candidate, files: report.files,
      cassette: cassette ?? self.cassette)
    let outcome = candidate.knownData == nil ? await trial.run { answers.add($0) } : nil
    report.outcome = outcome
    guard let data = candidate.knownData ?? outcome?.data else {
      report.findings +=
        outcome.map {
          [RunFindings.finding(of: $0, asking: report.files.manifest.permissions.secrets)]
        }
        ?? []
      return report
    }
    let absentReads = outcome?.absentReads ?? []
    progress(.checking)
    if let finding = outcome.flatMap(RunFindings.unreached) { report.findings.append(finding) }
    let values = report.files.manifest.values(candidate.params)
    let context = RenderContext(
      data: data, params: values, block: candidate.block ?? CandidateTrial.block,
      blockName: report.files.manifest.name, now: candidate.now,
      surroundings: report.files.manifest.surroundings)
    let fit = spec.check(data: data, params: values)
    report.outcome?.specProblems = fit.warnings.map(\.text)
    let shown = ShownData(spec: spec, files: report.files, context: context).findings(absentReads)
    let optional = OptionalFields(keys: candidate.expectation?.optionalKeys ?? [])
    if !fit.ok, !optional.explain(fit, absentReads) {
      var finding = RunFindings.finding(of: fit, report.files.spec, absentReads)
      // Whatever the card lacks then, it lacks for one reason.
      if let nothing = shown.first, nothing.kind == .noData {
        (finding.place, finding.detail) = (nothing.place, nothing.detail)
      }
      report.findings.append(finding)
    }
    report.findings += shown
    report.findings += AlertFindings.silent(in: report.files, on: data)
    if let broken = RunFindings.broken(report.files.manifest.contract, data, now: candidate.now) {
      report.findings.append(broken)
    }
    report.card = spec.renderText(context)
    if CandidateRules.asks(.oddLook, of: author) {
      report.findings +=
        CardLook(
          card: report.card, files: report.files, context: context, sentence: candidate.sentence,
          answers: { answers.bodies }
        ).findings
    }
    if CandidateRules.asks(.shadowedClock, of: author),
      let finding = ShadowedClock.finding(in: report.files, on: data, now: candidate.now)
    {
      report.findings.append(finding)
    }
    if let finding = candidate.expectation?.alert?.finding(report.files.manifest) {
      report.findings.append(finding)
    }
    if let expectation = candidate.expectation, let outcome = report.outcome {
      let meaning = MeantData(
        data: data, script: report.files.script, outcome: outcome, expectation: expectation)
      if let finding = meaning.finding(answers: { answers.texts }) {
        report.findings.append(finding)
      }
      if let finding = meaning.oddOrder { report.findings.append(finding) }
      let absent = AbsentKeys(script: report.files.script, optional: expectation.optionalKeys)
      if let finding = absent.finding(absentReads, answers: { answers.bodies }) {
        report.findings.append(finding)
      }
    }
    guard candidate.isTried, report.blocking == nil,
      !report.findings.contains(where: { $0.kind == .unansweredAction })
    else { return report }
    report.findings += await trial.actionFindings(spec, context)
    if report.blocking == nil, CandidateRules.asks(.swallowedError, of: author),
      outcome?.http.contains(where: { $0.status != nil }) == true
    {
      let swallowed = SwallowedErrors(files: report.files, spec: spec)
      if let outage = swallowed.outage,
        let finding = swallowed.finding(well: context, await trial.run(without: outage))
      {
        report.findings.append(finding)
      }
    }
    return report
  }

  /// The report on a candidate that may become a version.
  /// - Throws: what keeps it from becoming one.
  func pass(
    _ candidate: Candidate, progress: (AuthoringStage) -> Void
  ) async throws(CandidateFinding) -> PassedCandidate {
    let report = await report(on: candidate, progress: progress)
    if let finding = report.blocking { throw finding }
    guard let outcome = report.outcome else {
      throw CandidateFinding(
        .run, summary: "The script was not run.", person: "the block was not run", failure: .host)
    }
    return PassedCandidate(
      files: report.files, outcome: outcome, card: report.card, odd: report.warnings,
      report: report.words)
  }

  // MARK: Before the run

  /// The script is Lua and names what exists; the card compiles.
  private func compile(_ report: inout CandidateReport) async -> CompiledSpec? {
    let files = report.files
    let script = try? ScriptReading(files.script)
    if let problem = await runner.syntaxProblem(in: files.script) {
      report.findings.append(Self.finding(ofSyntax: problem))
    } else if let script, CandidateRules.asks(.unknownName, of: report.author) {
      report.findings += Self.tooLong(files.script) + names(script)
    }
    if let script {
      report.findings += Self.findings(
        SettingLint.unknown(script, declared: files.manifest.params), .unknownParam)
    }
    report.findings += AlertFindings.unreadable(in: files)
    let compiled = CompiledSpec.compile(
      files.spec, params: files.manifest.params, repairing: report.author.repairsSpec)
    guard let spec = compiled.spec else {
      let first = compiled.report.errors.first
      report.findings.append(
        CandidateFinding(
          .spec, place: BlockFiles.specName + (first?.line.map { ":\($0)" } ?? ""),
          detail: first?.text ?? "it cannot be read", summary: "The card is not valid.",
          issues: compiled.report.errors.map(\.text), person: "the card is not valid",
          failure: .specError))
      return nil
    }
    if !compiled.report.repaired.isEmpty, let text = compiled.canonicalText {
      report.files.spec = text
    }
    if let finding = Self.unanswered(spec.actionNames, files) {
      report.findings.append(finding)
    }
    return spec
  }

  private func names(_ script: ScriptReading) -> [CandidateFinding] {
    Self.findings(self.files.names?.problems(script) ?? [], .unknownName)
  }

  /// One for each problem, with its line; a model is told all of them with the first.
  private static func findings(
    _ problems: [FileProblem], _ kind: CandidateFinding.Kind
  ) -> [CandidateFinding] {
    let sorted = problems.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
    let issues = sorted.map { problem in
      problem.line.map { "line \($0): \(problem.sentence)." } ?? problem.sentence
    }
    return sorted.map { problem in
      CandidateFinding(
        kind, place: place(of: problem), detail: problem.sentence,
        summary: "The script names what does not exist.", issues: issues,
        person: kind == .unknownName ? "the script uses names that do not exist" : problem.message)
    }
  }

  private static func tooLong(_ script: String) -> [CandidateFinding] {
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false).count
    guard lines > maximumLines else { return [] }
    let sentence =
      "The script has \(lines) lines; at most \(maximumLines) are allowed. Write it shorter."
    return [
      CandidateFinding(
        .unknownName, detail: sentence, summary: "The script is too long.", issues: [sentence],
        person: "the script is too long")
    ]
  }

  /// What only a person's editor would tell.
  private func slips(in files: BlockFiles) -> [CandidateFinding] {
    guard let script = try? ScriptReading(files.script) else { return [] }
    var problems = LocalLint.problems(script)
    if let spec = CompiledSpec.compile(files.spec, params: files.manifest.params).spec {
      let text = FileText(BlockFiles.specName, files.spec)
      problems += EntryLint.actionProblems(script, spec, text)
      problems += FieldLint.problems(script, spec, files.manifest, text)
    }
    // Errors are found by the trial, too, which knows more of them.
    return Self.findings(problems.filter { $0.severity == .warning }, .slip)
  }

  private static func finding(ofSyntax problem: RunFailure) -> CandidateFinding {
    let place = problem.place ?? BlockFiles.scriptName
    guard problem.kind != .host else {
      return CandidateFinding(
        .syntax, place: place, detail: problem.message, summary: problem.message,
        person: problem.message, failure: .host)
    }
    return CandidateFinding(
      .syntax, place: place, detail: problem.message, summary: "The script does not compile.",
      issues: [problem.message], person: "the script does not compile (\(problem.message))")
  }

  private static func place(of problem: FileProblem) -> String {
    problem.file + (problem.line.map { ":\($0)" } ?? "")
  }

  /// A script that never says `on_action` answers no click.
  private static func unanswered(_ actions: [String], _ files: BlockFiles) -> CandidateFinding? {
    let text = FileText(BlockFiles.specName, files.spec)
    guard let problem = EntryLint.unanswered(actions, files.script, text) else { return nil }
    return CandidateFinding(
      .unansweredAction, place: place(of: problem), detail: problem.sentence,
      summary: problem.message.asSentence + ".",
      issues: [
        "End the script with `return { run = function(ctx) … end, on_action = function(name, args, ctx) … end }`, or leave the action out."
      ], person: "a button of the card would do nothing")
  }
}

/// A candidate without a finding that blocks.
struct PassedCandidate: Sendable {
  var files: BlockFiles
  var outcome: RunOutcome
  /// The card as text.
  var card: String
  /// What looks odd and does not keep it from becoming a version.
  var odd: [CandidateFinding]
  /// ``CandidateReport/words``
  var report: String
}

/// What the sources of one run answered, as text.
private final class SourceAnswers: Sendable {
  private let kept = Mutex<[(url: String, body: String)]>([])

  /// Addresses and bodies.
  var texts: [String] { kept.withLock { $0.flatMap { [$0.url, $0.body] } } }
  var bodies: [String] { kept.withLock { $0.map(\.body) } }

  func add(_ response: EgressResponse) {
    let body =
      String(validating: response.body, as: UTF8.self)
      ?? String(response.body.map { Character(Unicode.Scalar($0)) })
    kept.withLock { $0.append((response.url, body)) }
  }
}
