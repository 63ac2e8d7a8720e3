import BlockModel
import BlockRuntime
import BlockUI
import Egress
import Foundation

/// The gate every draft passes: it runs, its card compiles, and the card fits the data.
struct Trial {
  let runner: BlockRunner
  let cassette: Cassette?
  /// Share of the values of the shown rows that may be missing.
  static let maximumMissing = 0.6

  func ship(
    _ files: BlockFiles, _ explanation: String, method: String,
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    progress(.running)
    var outcome = await runner.run(
      RunRequest(
        block: BlockID(naming: "draft"), files: files, reason: .create, cassette: cassette))
    if let failure = outcome.failure {
      throw AuthoringAnswer(
        Self.sentence("The drafted block did not run: \(failure.message)"), kind: failure.kind,
        neededGrant: outcome.http.lazy.compactMap(\.neededGrant).first)
    }
    progress(.checking)
    let data = outcome.data ?? .null
    let compiled = CompiledSpec.compile(files.spec, params: files.manifest.params, repairing: false)
    guard let spec = compiled.spec else {
      throw AuthoringAnswer(
        Self.sentence("The drafted card is not valid: \(compiled.report.text)"), kind: .specError)
    }
    let report = spec.check(data: data, params: files.manifest.values([:]))
    guard report.ok else {
      throw AuthoringAnswer(
        Self.sentence("The drafted card does not fit its data: \(report.text)"), kind: .specError)
    }
    let seen = spec.check(
      rendering: RenderContext(
        data: data, params: files.manifest.values([:]), block: BlockID(naming: "draft"),
        blockName: files.manifest.name))
    guard seen.ok else {
      throw AuthoringAnswer(
        Self.sentence("The drafted card shows nothing of use: \(seen.text)"), kind: .specError)
    }
    outcome.specProblems = report.warnings.map(\.text)
    if let missing = Self.missing(in: data), missing > Self.maximumMissing {
      throw AuthoringAnswer(
        "The source answered, but most of the values a card would show are missing; name the part you want, or connect a model.",
        kind: .shapeDrift)
    }
    if let name = Self.hollow(in: data, spec: files.spec) {
      throw AuthoringAnswer(
        "The source answered, but I am unsure what its rows are: “\(name)” is missing in many of them; name the part you want, or connect a model.",
        kind: .shapeDrift)
    }
    return BlockDraft(
      files: files, explanation: explanation, outcome: outcome, method: method)
  }

  /// Share of the rows that may lack what names them.
  static let maximumUnnamed = 0.25

  /// The field that names the rows on the card, when too many rows lack it.
  static func hollow(in data: JSONValue, spec: String) -> String? {
    guard let rows = data["rows"]?.array, rows.count > 1,
      let name = (try? JSONValue(parsing: spec))?["body"]?.array?.lazy.compactMap(mainField).first
    else { return nil }
    let missing = rows.count { $0[name].map { $0.isNull || $0 == "" } ?? true }
    return Double(missing) > maximumUnnamed * Double(rows.count) ? name : nil
  }

  /// The title of a list's items, or the first column of a table.
  private static func mainField(_ node: JSONValue) -> String? {
    switch node["type"]?.string {
    case "list": node["title"]?.string?.firstMatch(of: #/\$\{item\.(\w+)/#).map { String($0.1) }
    case "table": node["columns"]?[0]?["field"]?.string
    default: nil
    }
  }

  /// Share of missing values in `rows`; `nil` when there are no rows to judge.
  static func missing(in data: JSONValue) -> Double? {
    guard let rows = data["rows"]?.array, rows.count > 1 else { return nil }
    let names = Set(rows.flatMap { $0.object.map { Array($0.keys) } ?? [] })
    guard !names.isEmpty else { return nil }
    var missing = 0
    for row in rows {
      for name in names where row[name].map({ $0.isNull || $0 == "" }) ?? true { missing += 1 }
    }
    return Double(missing) / Double(names.count * rows.count)
  }

  private static func sentence(_ text: String) -> String {
    let line = text.replacing("\n", with: " ")
    return line.hasSuffix(".") ? line : line + "."
  }
}
