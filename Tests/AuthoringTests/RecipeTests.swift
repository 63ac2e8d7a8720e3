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

  @Test("the example of a recipe asks for it, and for nothing else", arguments: catalogue.recipes)
  func examples(_ recipe: Recipe) {
    #expect(Self.catalogue.match(Wish(recipe.example))?.recipe.name == recipe.name)
  }

  @Test(
    "sentences find their recipe, with what they say about its parameters",
    arguments: [
      ("bitcoin and ethereum prices", "crypto", ["coins": "bitcoin,ethereum"]),
      ("ethereum price in USD", "crypto", ["coins": "ethereum", "currency": "usd"]),
      ("dogecoin price", "crypto", ["coins": "dogecoin"]),
      ("air quality in Madrid", "air-quality", ["place": "Madrid"]),
      ("weather in Oslo", "weather", ["place": "Oslo"]),
      ("weather for the next 3 days in Lisbon", "weather", ["place": "Lisbon", "days": 3]),
      ("weather in Lisbon tomorrow", "weather", ["place": "Lisbon"]),
      ("sunrise in Oslo", "sun", ["place": "Oslo"]), ("is github down", "status-page", [:]),
      ("github stars of rust-lang/rust", "github-repo", ["repository": "rust-lang/rust"]),
      ("latest releases of rust-lang/rust", "github-releases", ["repository": "rust-lang/rust"]),
      ("npm downloads of vue", "npm-downloads", ["package": "vue"]),
      ("public holidays in FR every 12 hours", "public-holidays", ["country": "FR"]),
      ("arxiv papers about tiny models", "arxiv", ["subject": "tiny models"]),
      ("football results", "football", [:]),
      ("fixtures of the 2. Bundesliga", "football", ["league": "bl2"]),
      ("where is the ISS?", "iss", [:]),
      ("track the price of https://shop.example/kettle", "price-watch", [:]),
      ("uptime of https://example.org", "uptime", ["url": "https://example.org"]),
      ("countdown to 24 December", "countdown", ["event": "24 December", "date": "2026-12-24"]),
      ("days until Christmas", "countdown", ["event": "Christmas", "date": "2026-12-25"]),
      (
        "countdown to my birthday on 3 May 2027", "countdown",
        ["event": "Birthday", "date": "2027-05-03"]
      ),
      ("note: buy milk", "notes", ["text": "buy milk"]),
      ("shopping list with milk", "todo", ["task": "milk"]),
      ("earthquakes above 4.5", "earthquakes", ["minimum": 4.5]),
      ("top 3 earthquakes", "earthquakes", ["count": 3]),
      ("news about the euro crisis", "headlines", ["about": "euro crisis"]),
      ("news from the BBC", "headlines", ["feeds": "https://feeds.bbci.co.uk/news/world/rss.xml"]),
      ("reddit posts of r/swift sorted by score", "reddit", ["subreddit": "r/swift"]),
      ("youtube videos of Veritasium", "youtube", ["channel": "UCHnyfMqiRRG1u-2MsSQLbXA"]),
      ("exchange rates USD to EUR", "exchange-rates", ["base": "USD", "others": "EUR"]),
    ] as [(String, String, JSONObject)])
  func sentences(sentence: String, name: String, values: JSONObject) {
    let match = Self.catalogue.match(Wish(sentence), now: Self.november)
    #expect(match?.recipe.name == name)
    for (param, value) in values { #expect(match?.reading.values[param] == value) }
    #expect(match?.reading.ask == nil)
  }

  static let november = Date(timeIntervalSince1970: 1_795_000_000)

  @Test(
    "a sentence that means something else gets no recipe",
    arguments: [
      "my tasks from jira", "forecast of the US election", "temperature in my living room",
      "Premier League fixtures", "notes of my team in Notion",
    ])
  func others(_ sentence: String) {
    #expect(Self.catalogue.match(Wish(sentence))?.recipe.name == nil)
  }

  @Test(
    "what a recipe does not do is told",
    arguments: [
      ("reddit posts of r/swift sorted by score", "“sorted by score”"),
      ("football results as a table", "“as a table”"),
      ("weather in Lisbon with pollen", "“pollen”"),
    ])
  func told(_ sentence: String, _ words: String) throws {
    let wish = Wish(sentence)
    let match = try #require(Self.catalogue.match(wish))
    #expect(match.explanation(wish).contains("I did not use: \(words)."))
  }

  @Test(
    "what is missing is asked for",
    arguments: [
      ("countdown to my wedding", "When is it?"), ("what time is it in Gotham", "time zone"),
      ("youtube videos of Some Unknown Person", "UC"), ("reddit posts about cats", "r/"),
    ])
  func asks(_ sentence: String, _ words: String) throws {
    let match = try #require(Self.catalogue.match(Wish(sentence)))
    #expect(match.reading.ask?.contains(words) == true)
  }

  @Test("clocks are those of the sentence")
  func clocks() throws {
    let wish = Wish("what time is it in Tokyo and New York")
    let spec = try #require(Self.catalogue.match(wish)).files(for: wish).spec
    #expect(spec.contains("time:Asia/Tokyo") && spec.contains("time:America/New_York"))
    #expect(!spec.contains("Berlin"))
  }

  @Test(
    "what only a model can do is told",
    arguments: ["translate https://example.org/a", "alert me when bitcoin falls"])
  func tasks(_ sentence: String) async {
    let result = await Workshop().author.draft(
      AuthoringRequest(sentence: sentence), progress: { _ in })
    guard case .answer(let answer) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(answer.message.contains("needs a model"))
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
    await workshop.runner.shutdown()
  }
}
