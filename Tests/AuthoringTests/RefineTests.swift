import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("A sentence changes a block")
struct RefineTests {
  static let files = BlockFiles(
    manifest: Manifest(
      name: "Prices",
      params: [Param(name: "place", kind: .text, label: "Place", defaultValue: "Porto")]),
    script: """
      return function(ctx)
        return { place = ctx.params.place, rows = {
          { name = "tea", price = 3, stock = 8 }, { name = "milk", price = 1, stock = 0 },
          { name = "rice", price = 2, stock = 5 } } }
      end

      """,
    spec: """
      {"ui": 1, "title": "Prices", "body": [{"type": "table", "data": "${rows}", "columns": [
        {"header": "Name", "field": "name"}, {"header": "Price", "field": "price"},
        {"header": "Stock", "field": "stock"}]}]}
      """)

  static let data: JSONValue = [
    "place": "Porto",
    "rows": [
      ["name": "tea", "price": 3, "stock": 8], ["name": "milk", "price": 1, "stock": 0],
      ["name": "rice", "price": 2, "stock": 5],
    ],
  ]

  static func refine(
    _ sentence: String, _ model: ScriptedModel? = nil, files: BlockFiles = files
  ) async -> RefineResult {
    let workshop = Workshop()
    let author = Author(
      runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes,
      models: FixedModel(model))
    let result = await author.refine(
      RefineRequest(files: files, sentence: sentence, lastData: data))
    await workshop.runner.shutdown()
    return result
  }

  static let commands: [(String, @Sendable (RefineProposal) -> Bool)] = [
    ("rename to Market", { $0.files.manifest.name == "Market" && $0.codeDiff.isEmpty }),
    ("only 2", { $0.files.spec.contains("\"limit\": 2") && $0.codeDiff.isEmpty }),
    ("sort by price descending", { names($0) == ["tea", "rice", "milk"] && $0.specDiff.isEmpty }),
    ("sort by price", { names($0) == ["milk", "rice", "tea"] && $0.codeDiff.removedLines == 1 }),
    ("only where stock > 0", { names($0) == ["tea", "rice"] }),
    ("only where name contains i", { names($0) == ["milk", "rice"] }),
    ("hide column stock", { !$0.files.spec.contains("stock") }),
    ("columns: name, price", { !$0.files.spec.contains("stock") }),
    (
      "every 20 minutes",
      { $0.files.manifest.schedule == .every(.seconds(1200)) && $0.specDiff.isEmpty }
    ),
  ]

  static func names(_ proposal: RefineProposal) -> [String] {
    (proposal.outcome.data?["rows"]?.array ?? []).compactMap { $0["name"]?.string }
  }

  @Test("commands need no model and change no more than asked", arguments: commands.indices)
  func command(_ index: Int) async {
    let (sentence, holds) = Self.commands[index]
    guard case .proposal(let proposal) = await Self.refine(sentence) else {
      Issue.record("no proposal for '\(sentence)': \(await Self.refine(sentence))")
      return
    }
    #expect(holds(proposal), "\(sentence): \(proposal.files.script)\n\(proposal.files.spec)")
    #expect(proposal.method == "command")
    #expect(proposal.permissionDiff.isEmpty)
  }

  @Test("settings, delete and undo are no new code")
  func others() async {
    if case .settings(let values) = await Self.refine("use Lisbon") {
      #expect(values == ["place": "Lisbon"])
    } else {
      Issue.record("use Lisbon is a setting")
    }
    if case .delete = await Self.refine("delete this block") {} else { Issue.record("delete") }
    if case .restore(nil) = await Self.refine("undo") {} else { Issue.record("undo") }
    if case .restore(3) = await Self.refine("back to version 3") {} else { Issue.record("version") }
    if case .answer(let answer) = await Self.refine("make it sing") {
      #expect(answer.message.contains("Without a model"))
    } else {
      Issue.record("a song")
    }
    if case .answer(let answer) = await Self.refine("sort by weight") {
      #expect(answer.message.contains("its fields are Name, Price, Stock"))
    } else {
      Issue.record("sort by weight")
    }
  }

  @Test("a model changes one file; the other stays to the letter")
  func model() async {
    let model = ScriptedModel([
      .text(
        "Prices in cents.\n```lua\n" + Self.files.script.replacing("price = 3", with: "price = 300")
          + "```")
    ])
    guard case .proposal(let proposal) = await Self.refine("prices in cents please", model) else {
      Issue.record("no proposal")
      return
    }
    #expect(proposal.files.spec == Self.files.spec)
    #expect(proposal.codeDiff.addedLines == 1 && proposal.codeDiff.removedLines == 1)
    #expect(!proposal.dataDiff.isEmpty)
    #expect(proposal.explanation == "Prices in cents.")
    #expect(model.requests.map(\.stage) == [.refine])
  }

  @Test("a model may set what is a setting, and only that")
  func modelSettings() async {
    let good = ScriptedModel([.text("```json\n{\"set\": {\"place\": \"Faro\"}}\n```")])
    if case .settings(let values) = await Self.refine("somewhere in the south", good) {
      #expect(values == ["place": "Faro"])
    } else {
      Issue.record("no settings")
    }
    let bad = ScriptedModel([.text("```json\n{\"set\": {\"color\": \"red\"}}\n```")])
    if case .answer = await Self.refine("make it red", bad) {
    } else {
      Issue.record("color was set")
    }
  }

  @Test("a long script is edited by SEARCH/REPLACE, a block that fits nowhere is refused")
  func edits() throws {
    let edit = "<<<<<<< SEARCH\nb\n=======\nB\n>>>>>>> REPLACE"
    #expect(try SearchReplace(edit).applied(to: "a\n  b\nc\n") == "a\nB\nc\n")
    #expect(throws: SearchReplace.Problem.self) { try SearchReplace(edit).applied(to: "x\n") }
    #expect(throws: SearchReplace.Problem.self) { try SearchReplace(edit).applied(to: "b\nb\n") }
    #expect(throws: SearchReplace.Problem.self) { try SearchReplace("<<<<<<< SEARCH\nb\n=======") }
  }

  @Test("a difference has its lines, numbers and context")
  func diff() {
    let diff = Diff(from: "a\nb\nc\nd\ne\nf\n", to: "a\nb\nc\nd\nE\nf\n")
    #expect(diff.description == "@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n+E\n f")
    #expect(Diff(from: "a\n", to: "a").isEmpty)
  }

  static let long = """
    return function(ctx)
      local rows = {}
      -- keep
      rows[1] = { name = "tea", price = 3, stock = 8 }
      -- end keep
      rows[2] = { name = "milk", price = 1, stock = 0 }
      rows[3] = { name = "rice", price = 2, stock = 5 }
      rows[4] = { name = "salt", price = 1, stock = 9 }
      rows[5] = { name = "figs", price = 6, stock = 2 }
      rows[6] = { name = "oats", price = 2, stock = 7 }
      rows[7] = { name = "kale", price = 3, stock = 4 }
      table.sort(rows, function(a, b)
        return a.name < b.name
      end)
      return { place = ctx.params.place, rows = rows }
    end

    """

  @Test(
    "what a person marked with -- keep stays, and a wish about the look leaves the script alone")
  func limits() async throws {
    var files = Self.files
    files.script = Self.long
    func reply(_ script: String, _ spec: String? = nil) -> ScriptedModel.Reply {
      .text("Done.\n```lua\n\(script)```\n" + (spec.map { "```json\n\($0)\n```\n" } ?? ""))
    }
    let careless = Self.long.replacing("price = 3", with: "price = 4")
    let careful = Self.long.replacing("price = 2", with: "price = 5")
    let model = ScriptedModel([reply(careless), reply(careful)])
    guard
      case .proposal(let proposal) = await Self.refine("make rice dearer", model, files: files)
    else {
      Issue.record("nothing was proposed")
      return
    }
    #expect(proposal.files.script == careful)
    #expect(model.requests.last?.messages.last?.text.contains("`-- keep`") == true)

    let list =
      #"{"ui": 1, "body": [{"type": "list", "data": "${rows}", "title": "${item.name}"}]}"#
    let other = """
      return function(ctx)
        local rows = {}
        -- keep
        rows[1] = { name = "tea", price = 3, stock = 8 }
        -- end keep
        return { rows = rows }
      end

      """
    let eager = ScriptedModel([
      reply(other, list), .text("As a list.\n```json\n\(list)\n```\n"),
    ])
    guard case .proposal(let look) = await Self.refine("show it as a list", eager, files: files)
    else {
      Issue.record("nothing was proposed")
      return
    }
    #expect(look.files.script == Self.long && look.files.spec.contains("list"))
  }
}
