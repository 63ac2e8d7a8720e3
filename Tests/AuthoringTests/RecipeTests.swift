import BlockModel
import BlockRuntime
import BlockUI
import Egress
import Foundation
import Testing

@testable import Authoring

@Suite("Recipes")
struct RecipeTests {
  static let catalogue = RecipeCatalogue(folder: Workshop.recipes)

  @Test("every folder can be read, and six are starters")
  func all() {
    #expect(Self.catalogue.problems == [])
    #expect(Self.catalogue.recipes.count >= 25)
    #expect(Self.catalogue.starters.count >= 6)
  }

  @Test(
    "every recipe runs on its recorded answers and its card fits",
    arguments: catalogue.recipes.map(\.name))
  func runs(_ name: String) async throws {
    let recipe = try #require(Self.catalogue.recipes.first { $0.name == name })
    let workshop = Workshop()
    let outcome = await workshop.runner.run(
      RunRequest(
        block: try #require(BlockID(name)), files: recipe.files, reason: .create,
        cassette: recipe.cassette.map { .replay($0) }))
    #expect(outcome.failure?.message == nil)
    let compiled = CompiledSpec.compile(recipe.files.spec, params: recipe.files.manifest.params)
    #expect(compiled.report.errors.map(\.text) == [])
    let report = try #require(compiled.spec).check(
      data: outcome.data ?? .null, params: recipe.files.manifest.values([:]))
    #expect(report.errors.map(\.text) == [])
    let context = RenderContext(
      data: outcome.data ?? .null, params: recipe.files.manifest.values([:]),
      block: try #require(BlockID(name)), blockName: recipe.title)
    #expect(compiled.spec?.check(rendering: context).errors.map(\.text) == [])
    await workshop.runner.shutdown()
  }

  @Test("the example of a recipe asks for it, and for nothing else", arguments: catalogue.recipes)
  func examples(_ recipe: Recipe) {
    #expect(Self.catalogue.match(Wish(recipe.example))?.recipe.name == recipe.name)
  }

  @Test(
    "sentences find their recipe, with what they are about",
    arguments: [
      ("bitcoin and ethereum prices", "crypto", nil), ("the price of bitcoin", "crypto", nil),
      ("air quality in Madrid", "air-quality", "Madrid"), ("weather in Oslo", "weather", "Oslo"),
      ("sunrise in Oslo", "sun", "Oslo"), ("is github down", "status-page", nil),
      ("github stars of rust-lang/rust", "github-repo", "rust-lang/rust"),
      ("latest releases of rust-lang/rust", "github-releases", "rust-lang/rust"),
      ("npm downloads of vue", "npm-downloads", "vue"),
      ("public holidays in FR every 12 hours", "public-holidays", "FR"),
      ("arxiv papers about tiny language models", "arxiv", "tiny language models"),
      ("football results, as a table", "football", nil), ("where is the ISS?", "iss", nil),
      ("track the price of https://shop.example/kettle", "price-watch", nil),
      ("uptime of https://example.org", "uptime", nil),
    ] as [(String, String, String?)])
  func sentences(sentence: String, name: String, subject: String?) {
    let match = Self.catalogue.match(Wish(sentence))
    #expect(match?.recipe.name == name)
    if let subject { #expect(match?.subject == subject) }
  }

  @Test("an uptime block is made for an address, and says that it answered")
  func uptime() async throws {
    let source = try LoopbackSource { _ in .init(type: "text/html", body: Array("<p>hi".utf8)) }
    let result = await Workshop().draft("uptime of @", "", from: source)
    guard case .draft(let draft) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(draft.method == "recipe:uptime" && draft.outcome.data?["state"] == "up")
    let without = await Workshop().author.draft(
      AuthoringRequest(sentence: "uptime of my website"), progress: { _ in })
    guard case .answer(let answer) = without else {
      Issue.record("\(without)")
      return
    }
    #expect(answer.message.contains("I need its address"))
  }

  @Test("tasks are added, ticked and cleared")
  func todo() async throws {
    let recipe = try #require(Self.catalogue.recipes.first { $0.name == "todo" })
    let workshop = Workshop()
    let block = try #require(BlockID("todo"))
    func run(_ params: JSONObject = [:], _ action: RunRequest.Action? = nil) async -> JSONValue {
      let outcome = await workshop.runner.run(
        RunRequest(
          block: block, files: recipe.files, params: params, reason: .manual, action: action))
      return outcome.data ?? .string(outcome.failure?.message ?? "")
    }
    #expect(await run()["open"] == 0)
    #expect(await run(["task": "Water the plants"])["tasks"]?[0]?["text"] == "Water the plants")
    #expect(await run(["task": "Water the plants"])["tasks"]?.array?.count == 1)
    let ticked = await run([:], .init(name: "toggle", arguments: ["id": 1]))
    #expect(ticked["done"] == 1)
    #expect(await run([:], .init(name: "clear"))["tasks"]?.array?.isEmpty == true)
    await workshop.runner.shutdown()
  }
}
