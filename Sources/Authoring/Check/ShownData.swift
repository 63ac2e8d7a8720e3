import BlockModel
import BlockUI
import Foundation

/// What a card shows of the data of a run: is it there, and is it more than dashes?
struct ShownData {
  /// Share of the values of a list that may be missing.
  static let maximumMissing = 0.6
  /// Share of the rows that may lack what names them.
  static let maximumUnnamed = 0.25

  let spec: CompiledSpec
  let files: BlockFiles
  let context: RenderContext

  func findings(_ absentReads: [String]) -> [CandidateFinding] {
    guard context.data.object?.isEmpty == false else {
      let isTable = context.data.object != nil || context.data.isNull
      return [
        CandidateFinding(
          .noData, place: BlockFiles.scriptName + (runLine.map { ":\($0)" } ?? ""),
          detail: isTable
            ? "the function returned nothing, or an empty table; end it with `return { … }`"
            : "the function returned a \(context.data.kindName); end it with `return { … }`, a table with names",
          summary:
            "The script returned \(isTable ? "an empty table" : "a \(context.data.kindName)") instead of a table with data.",
          person: "the script returned no data", failure: .contractViolation)
      ]
    }
    // What a person fills in is empty at first.
    guard !files.storesClicks || files.asksSources else { return [] }
    return [missingValues(absentReads), unnamedRows, hollowCard(absentReads)].compactMap { $0 }
  }

  /// The line of the function that runs.
  private var runLine: Int? {
    let tokens = LuaTokens(files.script).tokens
    let starts = tokens.indices.filter { index in
      guard tokens[index].is("function"), index > 0 else { return false }
      let before = tokens[index - 1]
      return before.is("return") || (before.is("=") && index > 1 && tokens[index - 2].is("run"))
    }
    return starts.last.map { tokens[$0].line }
  }

  private func missingValues(_ absentReads: [String]) -> CandidateFinding? {
    for (name, rows) in context.data.lists {
      guard let missing = Self.missing(in: rows), missing > Self.maximumMissing else { continue }
      return Self.wrong(
        .missingValues, "The script ran, but most values in '\(name)' are missing.", absentReads,
        person: "most values in '\(name)' are missing", failure: .shapeDrift)
    }
    return nil
  }

  private var unnamedRows: CandidateFinding? {
    guard let name = Self.unnamed(in: context.data, spec: files.spec) else { return nil }
    return Self.wrong(
      .unnamedRows, "'\(name)', which names the rows, is missing in many of them.",
      person: "it is unclear what the rows are: “\(name)” is missing in many of them",
      failure: .shapeDrift)
  }

  private func hollowCard(_ absentReads: [String]) -> CandidateFinding? {
    let seen = spec.check(rendering: context)
    guard !seen.ok || isMostlyDashes else { return nil }
    return Self.wrong(
      .hollowCard, "The card shows mostly “–”: the data it names are empty.",
      absentReads + seen.errors.map(\.text), person: "the card shows almost nothing",
      failure: .specError)
  }

  private var isMostlyDashes: Bool {
    let shown = spec.renderText(context)
    let words = shown.split(whereSeparator: \.isWhitespace)
    let dashes = words.count { $0 == "–" }
    let lines = shown.split(separator: "\n").count
    return dashes >= 2 && dashes * 2 > min(words.count, lines * 2)
  }

  /// The field that names the rows on the card, when too many rows lack it.
  static func unnamed(in data: JSONValue, spec: String) -> String? {
    guard let rows = data["rows"]?.array, rows.count > 1,
      let card = try? SpecTree(parsing: spec).card,
      let name = card[elements: .body].lazy.compactMap(mainField).first
    else { return nil }
    let missing = rows.count { $0[name].map { $0.isNull || $0 == "" } ?? true }
    return Double(missing) > maximumUnnamed * Double(rows.count) ? name : nil
  }

  /// What the title of a list's items shows, or the first column of a table.
  private static func mainField(_ component: SpecElement) -> String? {
    let places = [component.at + "/title", component.at + "/columns/0"]
    let field = component.fields.first { $0.rows != nil && places.contains($0.at) }
    guard case .name(let name)? = field?.path.segments.first else { return nil }
    return name
  }

  /// Share of missing values in rows; `nil` when there are too few to judge.
  static func missing(in rows: [JSONValue]) -> Double? {
    guard rows.count > 1 else { return nil }
    let names = Set(rows.flatMap { $0.object.map { Array($0.keys) } ?? [] })
    guard !names.isEmpty else { return nil }
    var missing = 0
    for row in rows {
      for name in names where row[name].map({ $0.isNull || $0 == "" }) ?? true { missing += 1 }
    }
    return Double(missing) / Double(names.count * rows.count)
  }

  private static func wrong(
    _ kind: CandidateFinding.Kind, _ summary: String, _ issues: [String] = [], person: String,
    failure: FailureKind = .contractViolation
  ) -> CandidateFinding {
    CandidateFinding(kind, summary: summary, issues: issues, person: person, failure: failure)
  }
}

extension JSONValue {
  /// The arrays right under the root.
  var lists: [(name: String, rows: [JSONValue])] {
    (object ?? [:]).compactMap { name, value in value.array.map { (name, $0) } }
  }
}
