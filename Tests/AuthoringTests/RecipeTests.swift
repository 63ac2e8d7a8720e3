import AuthoringWorkshop
import BlockModel
import BlockRuntime
import BlockUI
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import Drafting
@testable import Sentences

@Suite("Recipes")
struct RecipeTests {
  static let catalogue = RecipeCatalogue(folder: TestPlaces.recipes)

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

  @Test(
    "the example of a recipe asks for it, and for nothing else",
    arguments: catalogue.recipes.map(\.name))
  func examples(_ name: String) throws {
    let recipe = try #require(Self.catalogue.recipes.first { $0.name == name })
    let match = Self.catalogue.match(recipe.example.replacing("example.org", with: "example.com"))
    #expect(match?.recipe.name == recipe.name && match?.isSure == true)
  }

  @Test("a recipe waits for a source that is away, and not for one that refuses")
  func away() async throws {
    let workshop = Workshop()
    let recipe = try #require(Self.catalogue.recipes.first { $0.name == "hacker-news" })
    func drafted(_ status: Int?) async -> AuthoringResult {
      let author = Author(
        runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes,
        cassette: .outage(status: status))
      return await author.draft(AuthoringRequest(sentence: recipe.example)) { _ in }
    }
    guard case .draft(let draft) = await drafted(nil) else {
      Issue.record("no block was made")
      return
    }
    #expect(draft.outcome.failure?.kind == .network)
    #expect(draft.explanation.hasSuffix("the block will keep trying."))
    #expect(draft.report.hasPrefix("Dash could not try it yet."))
    guard case .answer(let answer) = await drafted(503) else {
      Issue.record("a block was made of a refusal")
      return
    }
    #expect(answer.kind?.isTransient == true)
    await workshop.runner.shutdown()
  }

  /// What a sentence must become; `Tests/Eval/recipes/cases.jsonl` holds them line by line.
  struct Case: CustomTestStringConvertible, Sendable {
    var json: JSONValue
    var testDescription: String { json["sentence"]?.string ?? "?" }

    static let all: [Case] = {
      let file = TestPlaces.checkout.appending(path: "Tests/Eval/recipes/cases.jsonl")
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").compactMap { line in
        (try? JSONValue(parsing: String(line))).map { Case(json: $0) }
      }
    }()
  }

  @Test("there are cases in seven languages, a third of them to be refused")
  func cases() {
    #expect(Case.all.count > 300)
    #expect(Case.all.count { $0.json["refused"] != nil } > 100)
  }

  @Test(
    "sentences find their recipe with what they say about it, or are asked", arguments: Case.all)
  func sentences(_ test: Case) throws {
    let sentence = try #require(test.json["sentence"]?.string)
    let match = Self.catalogue.match(sentence, now: Self.november)
    if let several = test.json["several"]?.integer {
      #expect(match?.isSure != true)
      let all =
        Self.catalogue.several(sentence, now: Self.november) ?? match?.reading.several ?? []
      #expect(all.count == Int(several))
      for part in all { #expect(Self.catalogue.match(part, now: Self.november)?.isSure == true) }
      return
    }
    guard test.json["refused"] == nil else {
      #expect(match?.isSure != true, "made as \(match?.recipe.name ?? "")")
      return
    }
    #expect(match?.recipe.name == test.json["recipe"]?.string)
    #expect(match?.isSure == true, "doubts: \(match?.reading.doubts ?? [])")
    for (param, value) in test.json["values"]?.object ?? [:] {
      let read = match?.reading.values[param]
      #expect(read == value || read?.number != nil && read?.number == value.number)
    }
    let told = (test.json["told"]?.array ?? []).compactMap(\.string)
    #expect(match?.reading.unused == told)
    if let every = test.json["every"]?.string {
      #expect(match?.files.manifest.schedule.description.contains(every) == true)
    }
  }

  static let november = Date(timeIntervalSince1970: 1_795_000_000)

  @Test(
    "what a recipe does not do is told or asked",
    arguments: [
      ("football results as a table", "“table”"), ("weather in Lisbon with pollen", "“pollen”"),
    ])
  func told(_ sentence: String, _ words: String) throws {
    let match = try #require(Self.catalogue.match(sentence))
    #expect(match.isSure && match.explanation.contains("I did not use: \(words)."))
  }

  @Test(
    "what is missing is asked for, in the recipe's words",
    arguments: [
      ("countdown to my wedding", "When is it?"), ("what time is it in Gotham", "time zone"),
      ("youtube videos of Some Unknown Person", "UC"), ("reddit posts about cats", "r/"),
      ("weather", "For which place?"), ("public holidays", "Of which country?"),
      ("hacker news sorted by comments", "“sorted by comments” asks of it"),
      ("uptime of my website", "I need its address"),
    ])
  func asks(_ sentence: String, _ words: String) throws {
    let match = try #require(Self.catalogue.match(sentence))
    #expect(Self.catalogue.question(about: match)?.message.contains(words) == true)
  }

  @Test("a misspelt name is told")
  func misspelt() {
    let match = Self.catalogue.match("wether in Lisbon")
    #expect(match?.explanation.contains("I read “wether” as “weather”.") == true)
  }

  @Test("a question about a doubt offers the sentence without it")
  func suggests() throws {
    let match = try #require(Self.catalogue.match("hacker news sorted by comments"))
    let question = Self.catalogue.question(about: match)
    for text in question?.suggestions ?? [] { #expect(Self.catalogue.match(text)?.isSure == true) }
    #expect(question?.suggestions.isEmpty == false)
  }

  @Test("what nothing here can make is answered with what is nearest to it")
  func possible() {
    let answer = Self.catalogue.whatIsPossible(for: "stars of my favourite repository")
    #expect(answer.suggestions.first?.contains("github stars") == true)
  }

  @Test("clocks are those of the sentence")
  func clocks() throws {
    let spec = try #require(Self.catalogue.match("what time is it in Tokyo and New York")).files
      .spec
    #expect(spec.contains("time:Asia/Tokyo") && spec.contains("time:America/New_York"))
    #expect(!spec.contains("Berlin"))
  }

  @Test(
    "what only a model can do is told",
    arguments: [
      ("translate https://example.org/a", "needs a model"),
      ("alert me when bitcoin falls", "under the block's Settings"),
    ])
  func tasks(_ sentence: String, _ words: String) async {
    let result = await Workshop().author.draft(
      AuthoringRequest(sentence: sentence), progress: { _ in })
    guard case .answer(let answer) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(answer.message.contains(words))
  }

  @Test("two feeds become one list")
  func merged() async throws {
    let workshop = Workshop()
    let source = try LoopbackSource(folder: Fixtures.folder.appending(path: "sources"))
    let sentence =
      "merge \(source.url("feeds/rss.xml")) and \(source.url("feeds/podcast.xml"))"
    let result = await workshop.author.draft(
      AuthoringRequest(
        sentence: sentence, grants: [.privateHost(HostPort(host: "127.0.0.1", port: source.port))]),
      progress: { _ in })
    guard case .draft(let draft) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(
      draft.files.manifest.params.first { $0.name == "feeds" }?.defaultValue.string?.contains(
        "podcast") == true)
    await workshop.runner.shutdown()
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
    // The runs of one life: what one stores the next reads.
    let storage = workshop.runner.trialStorage()
    func run(_ params: JSONObject = [:], _ action: RunRequest.Action? = nil) async -> JSONValue {
      var request = RunRequest(
        block: block, files: recipe.files, params: params, reason: .manual, action: action)
      request.storage = storage
      let outcome = await workshop.runner.run(request)
      return outcome.data ?? .string(outcome.failure?.message ?? "")
    }
    #expect(await run()["open"] == 0)
    #expect(await run(["task": "Water the plants"])["tasks"]?[0]?["text"] == "Water the plants")
    #expect(await run(["task": "Water the plants"])["tasks"]?.array?.count == 1)
    let ticked = await run([:], .init(name: "toggle", arguments: ["id": 1]))
    #expect(ticked["done"] == 1)
    #expect(await run([:], .init(name: "clear"))["tasks"]?.array?.isEmpty == true)
    // What was done once is done again.
    for count in [1, 2] {
      let added = await run(
        [:], .init(name: "add", arguments: ["task": "Water the plants"]))
      #expect(added["tasks"]?.array?.count == count)
    }
    let several = await run([:], .init(name: "add", arguments: ["task": "milk, eggs and bread"]))
    #expect(several["open"] == 5)
    await workshop.runner.shutdown()
  }
}
