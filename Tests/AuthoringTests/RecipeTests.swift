import Authoring
import BlockModel
import BlockRuntime
import BlockUI
import Egress
import Foundation
import Testing

@Suite("Recipes")
struct RecipeTests {
  static let catalogue = RecipeCatalogue(folder: Workshop.recipes)

  @Test("every folder can be read, and six are starters")
  func all() {
    #expect(Self.catalogue.problems == [])
    #expect(Self.catalogue.recipes.count >= 12)
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
    await workshop.runner.shutdown()
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
