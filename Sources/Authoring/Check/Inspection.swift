import BlockModel
import BlockRuntime
import BlockUI
import Egress
import Foundation
import Synchronization

/// The ladder every text of a model climbs: it compiles, names what exists, runs, and its card
/// shows data of the source (`authoring.md` §3.5).
struct Inspection {
  let runner: BlockRunner
  let lint: Lint
  let cassette: Cassette?
  /// Share of values that may be missing.
  static let maximumMissing = 0.5

  /// A block that passed.
  struct Passed: Sendable {
    var files: BlockFiles
    var outcome: RunOutcome
  }

  /// What the data of a block are held against.
  struct Expectation {
    /// The order of rows that the wish asks for plainly.
    var order: WishedOrder?
    /// The number of rows it asks for.
    var count: Int?
    /// The data must come from somewhere: sources were probed, or the block had one before.
    var needsSource: Bool
  }

  func inspect(
    _ files: BlockFiles, params: JSONObject = [:], expecting expectation: Expectation? = nil,
    reason: RunRequest.Reason, progress: (AuthoringStage) -> Void
  ) async throws(Finding) -> Passed {
    var files = files
    let spec = try await compiled(&files)
    progress(.running)
    let answers = Answers()
    var request = RunRequest(
      block: BlockID(naming: "draft"), files: files, params: params, reason: reason,
      cassette: cassette, tracesAbsentKeys: true)
    request.heard = { answers.add($0) }
    var outcome = await runner.run(request)
    if let failure = outcome.failure {
      throw Finding(
        step: "run", summary: "The script failed when it ran.",
        issues: [failure.place.map { "\($0): \(failure.message)" } ?? failure.message]
          + outcome.absentReads,
        person: failure.kind.isHealable
          ? "the script failed when it ran: \(failure.message)" : failure.message,
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
        person: "the script ran, but the card has no data to show", kind: .specError)
    }
    try checkFilled(data, spec, values, outcome)
    if let expectation {
      try check(data, files.script, outcome, expectation) { answers.texts }
    }
    outcome.specProblems = report.warnings.map(\.text)
    return Passed(files: files, outcome: outcome)
  }

  /// The script is Lua and names what exists; the card compiles, and small mistakes are put right.
  private func compiled(_ files: inout BlockFiles) async throws(Finding) -> CompiledSpec {
    if let problem = await runner.syntaxProblem(in: files.script) {
      if problem.kind == .host {
        throw Finding(
          step: "syntax", summary: problem.message, person: problem.message, kind: .host)
      }
      throw Finding(
        step: "syntax", summary: "The script does not compile.", issues: [problem.message],
        person: "the script does not compile (\(problem.message))")
    }
    let unknown = lint.problems(in: files.script)
    if !unknown.isEmpty {
      throw Finding(
        step: "lint", summary: "The script names what does not exist.", issues: unknown,
        person: "the script uses names that do not exist")
    }
    let compiled = CompiledSpec.compile(
      files.spec, params: files.manifest.params, repairing: true)
    guard let spec = compiled.spec else {
      throw Finding(
        step: "spec", summary: "The card is not valid.",
        issues: compiled.report.errors.map(\.text), person: "the card is not valid",
        kind: .specError)
    }
    if !compiled.report.repaired.isEmpty, let text = compiled.canonicalText { files.spec = text }
    return spec
  }

  private static func wrong(
    _ summary: String, _ issues: [String] = [], person: String
  ) -> Finding {
    Finding(
      step: "data", summary: summary, issues: issues, person: person, kind: .contractViolation)
  }

  /// The data are there: a table, its lists filled, and more on the card than dashes.
  private func checkFilled(
    _ data: JSONValue, _ spec: CompiledSpec, _ values: JSONObject, _ outcome: RunOutcome
  ) throws(Finding) {
    guard data.object?.isEmpty == false else {
      throw Self.wrong(
        "The script returned \(data.object == nil ? "a \(data.kindName)" : "an empty table") instead of a table with data.",
        person: "the script returned no data")
    }
    for (name, list) in data.lists {
      let missing = Trial.missing(in: .object(["rows": .array(list)])) ?? 0
      if missing > Self.maximumMissing {
        throw Self.wrong(
          "The script ran, but most values in '\(name)' are missing.", outcome.absentReads,
          person: "most values in '\(name)' are missing")
      }
    }
    let shown = spec.renderText(
      RenderContext(
        data: data, params: values, block: BlockID(naming: "draft"), blockName: "draft"))
    let words = shown.split(whereSeparator: \.isWhitespace)
    let dashes = words.count { $0 == "–" }
    let lines = shown.split(separator: "\n").count
    if dashes >= 2, dashes * 2 > min(words.count, lines * 2) {
      throw Self.wrong(
        "The card shows mostly “–”: the data it names are empty.", outcome.absentReads,
        person: "the card shows almost nothing")
    }
  }

  /// What the data mean: the source's, and as many and in the order the wish asks for.
  private func check(
    _ data: JSONValue, _ script: String, _ outcome: RunOutcome, _ expectation: Expectation,
    answers: () -> [String]
  ) throws(Finding) {
    let lists = data.lists
    if let count = expectation.count, !lists.isEmpty, lists.allSatisfy({ $0.rows.count > count }) {
      let found = lists[0].rows.count
      throw Self.wrong(
        "The wish asks for \(count), but '\(lists[0].name)' has \(found) rows.",
        person: "it shows \(found) rows instead of \(count)")
    }
    if let (list, field) = expectation.order?.violation(in: data) {
      throw Self.wrong(
        "The wish asks for an order, but '\(list)' is not sorted by '\(field)'.",
        ["Sort '\(list)' by '\(field)' in the script, before rows are cut off."],
        person: "the rows are not in the order you asked for")
    }
    guard expectation.needsSource else { return }
    if outcome.http.isEmpty {
      throw Self.wrong(
        "The script asks no source: its data are constants. Fetch them with http.get.",
        person: "its data are made up, not fetched")
    }
    if let refusal = ErrorText.only(in: data) {
      throw Self.wrong(
        "The data are an error message, “\(refusal.prefix(60))”.",
        ["Check the status of the answer and ask the right address; an error is no data."],
        person: "the source answers only “\(refusal.prefix(60))”")
    }
    if let text = Provenance(script: script).invention(in: data, answers: answers) {
      throw Self.wrong(
        "Most rows do not come from the source, for example “\(text.prefix(60))”. Return what the source says, not constants.",
        person: "its data are made up, for example “\(text.prefix(60))”")
    }
  }
}

/// What the sources of one run answered, as text.
private final class Answers: Sendable {
  private let kept = Mutex<[String]>([])

  /// Addresses and bodies.
  var texts: [String] { kept.withLock { $0 } }

  func add(_ response: EgressResponse) {
    let body =
      String(validating: response.body, as: UTF8.self)
      ?? String(response.body.map { Character(Unicode.Scalar($0)) })
    kept.withLock { $0 += [response.url, body] }
  }
}

extension JSONValue {
  /// The arrays right under the root.
  fileprivate var lists: [(name: String, rows: [JSONValue])] {
    (object ?? [:]).compactMap { name, value in value.array.map { (name, $0) } }
  }
}
