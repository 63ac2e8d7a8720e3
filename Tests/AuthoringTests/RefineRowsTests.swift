import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import Drafting
@testable import LanguageModels
@testable import Sentences

@Suite("Commands over rows see all of them")
struct RefineRowsTests {
  /// Refines a block one sentence after the other, as a person who says yes.
  private struct Bench {
    let workshop = Workshop()
    let author: Author
    var files: BlockFiles
    var params: JSONObject = [:]
    var data: JSONValue?

    init(_ files: BlockFiles, _ data: JSONValue? = nil) {
      author = Author(
        runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes,
        models: FixedModel(nil))
      self.files = files
      self.data = data
    }

    mutating func say(_ sentence: String) async -> String {
      let request = RefineRequest(
        files: files, params: params, sentence: sentence, lastData: data)
      switch await author.refine(request) {
      case .proposal(let proposal):
        files = proposal.files
        params.merge(proposal.params ?? [:]) { $1 }
        data = proposal.outcome.data
        return proposal.explanation
      case .settings(let values):
        params.merge(values) { $1 }
        let outcome = await workshop.runner.run(
          RunRequest(
            block: BlockID(naming: "bench"), files: files, params: params, reason: .manual))
        data = outcome.data
        return "settings"
      case .answer(let answer): return "answer: \(answer.message)"
      case .delete, .restore, .refresh, .resize: return "other"
      }
    }

    func column(_ name: String) -> [String] {
      (data?["rows"]?.array ?? []).map { $0[name]?.string ?? $0[name]?.json() ?? "" }
    }
  }

  static let count = Param(
    name: "count", kind: .number(min: 1, max: 200, step: 1), label: "Rows", defaultValue: 2)

  /// Six rows, cut by the script itself: as recipes do.
  static let foreign = BlockFiles(
    manifest: Manifest(name: "Things", params: [count]),
    script: """
      local all = {
        { name = "a", mass = "780", kind = "USD", mag = 1, at = "2026-01-03" },
        { name = "b", mass = "£1,914.50", kind = "EUR", mag = 4, at = "2026-01-01" },
        { name = "c", mass = "21", kind = "USD", mag = 3, at = "2026-01-02" },
        { name = "d", mass = "107000", kind = "GBP", mag = 6, at = "2026-01-06" },
        { name = "e", mass = "720", kind = "EUR", mag = 5, at = "2026-01-05" },
        { name = "f", mass = "9", kind = "USD", mag = 2, at = "2026-01-04" },
      }
      return function(ctx)
        local rows = {}
        for _, row in ipairs(all) do
          if #rows >= ctx.params.count then break end
          rows[#rows + 1] = row
        end
        return { rows = rows }
      end

      """,
    spec: """
      {"ui": 1, "title": "Things", "body": [{"type": "table", "data": "${rows}", "columns": [
        {"header": "Name", "field": "name"}, {"header": "Mass", "field": "mass"},
        {"header": "Strength", "field": "mag"}]}]}
      """)

  static let data = JSONValue.object([
    "rows": [
      ["name": "a", "mass": "780", "kind": "USD", "mag": 1, "at": "2026-01-03"],
      ["name": "b", "mass": "£1,914.50", "kind": "EUR", "mag": 4, "at": "2026-01-01"],
    ]
  ])

  static let orders: [([String], [String])] = [
    (["sort by mass descending"], ["d", "b"]),
    (["sort by mass"], ["f", "c"]),
    (["sort by magnitude desc"], ["d", "e"]),
    (["sort by Strength desc"], ["d", "e"]),
    (["sort by strenght desc"], ["d", "e"]),
    (["newest first"], ["d", "e"]), (["oldest first"], ["b", "c"]),
    (["only three", "sort by mass desc"], ["d", "b", "a"]),
    (["sort by mass desc and only 3"], ["d", "b", "a"]),
    (["only mass above 1,000"], ["b", "d"]),
    (["only 5", "sort by name desc", "only USD"], ["f", "c", "a"]),
    (["kind = gbp"], ["d"]),
    (["sort by name desc", "mag > 4"], ["e", "d"]),
    (["group by kind", "only 3"], ["b", "e", "d"]),
  ]

  @Test("a foreign script is asked for all rows; the cut comes last", arguments: orders.indices)
  func foreignScript(_ index: Int) async {
    let (sentences, names) = Self.orders[index]
    var bench = Bench(Self.foreign, Self.data)
    var said: [String] = []
    for sentence in sentences { said.append(await bench.say(sentence)) }
    #expect(bench.column("name") == names, "\(said)\n\(bench.files.script)")
    await bench.workshop.runner.shutdown()
  }

  @Test("a condition no row fulfils is told; of a text nothing is proposed")
  func nothingLeft() async {
    var bench = Bench(Self.foreign, Self.data)
    let text = await bench.say("only kind = CHF")
    #expect(text.contains("No row matches “Kind is CHF”") && text.contains("“USD”"))
    #expect(bench.files == Self.foreign)
    #expect(await bench.say("only mag > 90").hasSuffix("No row matches that at the moment."))
    await bench.workshop.runner.shutdown()
  }

  @Test("columns go and come by the names people see")
  func columns() async {
    var bench = Bench(Self.foreign, Self.data)
    _ = await bench.say("hide magnitude")
    #expect(!bench.files.spec.contains("mag"))
    _ = await bench.say("show the kind")
    #expect(bench.files.spec.contains("\"kind\""))
    _ = await bench.say("only the name and kind columns")
    #expect(!bench.files.spec.contains("mass"))
    #expect(await bench.say("hide colour").contains("its fields are Name, Kind"))
    await bench.workshop.runner.shutdown()
  }

  @Test("each kind of chart is drawn, and tables and lists come back")
  func looks() async {
    for kind in RefineCommand.chartKinds {
      var bench = Bench(Self.foreign, Self.data)
      #expect(!(await bench.say("as a \(kind) chart")).hasPrefix("answer"), "\(kind)")
      #expect(bench.files.spec.contains("\"kind\": \"\(kind)\""))
      for sentence in ["as a bar chart", "as a table", "as a list", "as a table"] {
        let said = await bench.say(sentence)
        #expect(!said.hasPrefix("answer") || kind == "bar", "\(kind), \(sentence): \(said)")
      }
      #expect(bench.files.spec.contains("\"type\": \"table\""))
      await bench.workshop.runner.shutdown()
    }
  }

  @Test("a chart without a setting for it shows fewer points")
  func points() async {
    var files = Self.foreign
    files.manifest.params = []
    files.script.replace("ctx.params.count", with: "6")
    var bench = Bench(files, Self.data)
    _ = await bench.say("as a line chart")
    _ = await bench.say("only 3")
    #expect(bench.column("name") == ["d", "e", "f"], "\(bench.files.script)")
    await bench.workshop.runner.shutdown()
  }

  @Test("without a model the answer names what can be said to this block")
  func advice() async {
    var bench = Bench(Self.foreign, Self.data)
    let said = await bench.say("sort by mass and paint it blue")
    #expect(said.contains("did not understand “paint it blue”"))
    #expect(said.contains("“sort by Mass descending”"))
    await bench.workshop.runner.shutdown()
  }

  @Test("settings and commands for a block that is being made become its defaults")
  func defaults() throws {
    let commands = try #require(RefineCommand.parse("sorted by mass descending, only 3"))
    let files = try RefineEdit.apply(commands, to: Self.foreign, data: Self.data)
    #expect(files.manifest.params[0].defaultValue == 3)
    #expect(files.script.contains("list.sort_by"))
  }

  @Test("a draft is sorted as a whole before it is cut")
  func drafted() async throws {
    let csv = "country,income\nA,10\nB,20\nC,30\nD,5\nE,50\nF,40\nG,60\n"
    let source = try LoopbackSource { _ in
      LoopbackSource.Answer(type: "text/csv", body: Array(csv.utf8))
    }
    let workshop = Workshop()
    guard case .draft(let draft) = await workshop.draft("first 3 rows of @", "a.csv", from: source)
    else {
      Issue.record("no draft")
      return
    }
    let commands = try #require(RefineCommand.parse("sort by income descending"))
    let files = try RefineEdit.apply(commands, to: draft.files, data: draft.outcome.data)
    let outcome = await workshop.runner.run(
      RunRequest(block: BlockID(naming: "drafted"), files: files, reason: .manual))
    let names = outcome.data?["rows"]?.array?.map { $0["country"]?.string }
    #expect(names == ["G", "E", "F"], "\(files.script) \(String(describing: outcome.failure))")
    await workshop.runner.shutdown()
  }
}
