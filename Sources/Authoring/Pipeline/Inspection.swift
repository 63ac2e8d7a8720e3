import BlockModel
import BlockRuntime
import BlockUI
import Egress
import Foundation

/// The ladder every text of a model climbs: it compiles, names what exists, runs, and its card
/// shows data of the source (`authoring.md` §3.5).
struct Inspection {
  let runner: BlockRunner
  let lint: Lint
  let cassette: Cassette?
  /// Share of values that may be missing.
  static let maximumMissing = 0.5
  /// Share of the long texts of a result that must be the source's.
  static let minimumProvenance = 0.3

  /// What is wrong, of the first step that fails.
  struct Finding: Error, Sendable {
    /// `answer`, `change`, `syntax`, `lint`, `spec`, `run`, `data`.
    var step: String
    /// One sentence over all.
    var summary: String
    var issues: [String] = []
    var kind: FailureKind = .scriptError
    var neededGrant: HostPort?

    /// A model can do something about it.
    var isRepairable: Bool { kind.isHealable }

    /// Equal for the same mistake: numbers do not count.
    var signature: String { (step + summary + issues.joined()).filter { !$0.isNumber } }

    /// At most three issues, numbered.
    var list: String {
      issues.prefix(3).enumerated().map { "\($0.offset + 1). \($0.element)" }
        .joined(separator: "\n")
    }

    var answer: AuthoringAnswer {
      let text = (summary + " " + issues.prefix(1).joined()).replacing("\n", with: " ")
        .trimming(\.isWhitespace)
      return AuthoringAnswer(
        text.hasSuffix(".") ? text : text + ".", kind: kind, neededGrant: neededGrant)
    }
  }

  /// A block that passed.
  struct Passed: Sendable {
    var files: BlockFiles
    var outcome: RunOutcome
  }

  func inspect(
    _ files: BlockFiles, params: JSONObject = [:], sources: SourceNotes? = nil, count: Int? = nil,
    reason: RunRequest.Reason, progress: (AuthoringStage) -> Void
  ) async throws(Finding) -> Passed {
    var files = files
    if let problem = await runner.syntaxProblem(in: files.script) {
      if problem.kind == .host {
        throw Finding(step: "syntax", summary: problem.message, kind: .host)
      }
      throw Finding(
        step: "syntax", summary: "The script does not compile.", issues: [problem.message])
    }
    let unknown = lint.problems(in: files.script)
    if !unknown.isEmpty {
      throw Finding(step: "lint", summary: "The script names what does not exist.", issues: unknown)
    }
    let compiled = CompiledSpec.compile(
      files.spec, params: files.manifest.params, repairing: true)
    guard let spec = compiled.spec else {
      throw Finding(
        step: "spec", summary: "The card is not valid.",
        issues: compiled.report.errors.map(\.text), kind: .specError)
    }
    if !compiled.report.repaired.isEmpty, let text = compiled.canonicalText { files.spec = text }
    progress(.running)
    var outcome = await runner.run(
      RunRequest(
        block: BlockID(naming: "draft"), files: files, params: params, reason: reason,
        cassette: cassette, tracesAbsentKeys: true))
    if let failure = outcome.failure {
      throw Finding(
        step: "run", summary: "The script failed when it ran.",
        issues: [failure.place.map { "\($0): \(failure.message)" } ?? failure.message]
          + outcome.absentReads,
        kind: failure.kind, neededGrant: outcome.http.lazy.compactMap(\.neededGrant).first)
    }
    progress(.checking)
    let data = outcome.data ?? .null
    let values = files.manifest.values(params)
    let report = spec.check(data: data, params: values)
    guard report.ok else {
      // The absent reads come first: they say why the card has no data.
      throw Finding(
        step: "data", summary: "The script ran, but the card has no data to show.",
        issues: Array(outcome.absentReads.prefix(2)) + report.errors.map(\.text),
        kind: .specError)
    }
    try check(data, spec, values, outcome, sources, count)
    outcome.specProblems = report.warnings.map(\.text)
    return Passed(files: files, outcome: outcome)
  }

  /// What the data mean: filled, not constant, not more than was asked for.
  private func check(
    _ data: JSONValue, _ spec: CompiledSpec, _ values: JSONObject, _ outcome: RunOutcome,
    _ sources: SourceNotes?, _ count: Int?
  ) throws(Finding) {
    func wrong(_ summary: String, _ issues: [String] = []) -> Finding {
      Finding(step: "data", summary: summary, issues: issues, kind: .contractViolation)
    }
    guard data.object?.isEmpty == false else {
      throw wrong(
        "The script returned \(data.object == nil ? "a \(data.kindName)" : "an empty table") instead of a table with data."
      )
    }
    let lists = (data.object ?? [:]).compactMap { name, value in value.array.map { (name, $0) } }
    for (name, list) in lists {
      let missing = Trial.missing(in: .object(["rows": .array(list)])) ?? 0
      if missing > Self.maximumMissing {
        throw wrong(
          "The script ran, but most values in '\(name)' are missing.", outcome.absentReads)
      }
    }
    let shown = spec.renderText(
      RenderContext(
        data: data, params: values, block: BlockID(naming: "draft"), blockName: "draft"))
    let words = shown.split(whereSeparator: \.isWhitespace)
    let dashes = words.count { $0 == "–" }
    let lines = shown.split(separator: "\n").count
    if dashes >= 2, dashes * 2 > min(words.count, lines * 2) {
      throw wrong(
        "The card shows mostly “–”: the data it names are empty.", outcome.absentReads)
    }
    if let count, !lists.isEmpty, lists.allSatisfy({ $0.1.count > count }) {
      throw wrong("The wish asks for \(count), but '\(lists[0].0)' has \(lists[0].1.count) rows.")
    }
    guard let sources, !sources.probes.isEmpty else { return }
    if outcome.http.isEmpty {
      throw wrong(
        "The script asks no source: its data are constants. Fetch them with http.get.")
    }
    guard let known = sources.texts else { return }
    var texts: Set<String> = []
    SourceNotes.collect(data, into: &texts)
    texts = texts.filter { $0.count > 6 && $0.contains(where: \.isLetter) && !$0.contains("://") }
    let derived = texts.filter { text in
      !known.contains { $0.contains(text) || text.contains($0) && $0.count > 3 }
    }
    let share = 1 - Double(derived.count) / Double(max(texts.count, 1))
    if texts.count >= 3, share < Self.minimumProvenance {
      throw wrong(
        "Most texts in the result do not come from the source, for example “\(derived.sorted()[0].prefix(60))”. Return what the source says, not constants."
      )
    }
  }
}
