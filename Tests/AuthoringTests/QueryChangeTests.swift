import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Foundation
import TestSupport
import Testing

@testable import Authoring

@Suite("A sentence changes the query that a block was compiled from")
struct QueryChangeTests {
  /// A block over a list of cities, changed one sentence after the other, as a person does who says yes.
  private final class Bench {
    static let cities = """
      city,country,population,link
      Lisbon,Portugal,545000,https://example.org/lisbon
      Porto,Portugal,232000,https://example.org/porto
      Madrid,Spain,3300000,https://example.org/madrid
      Vigo,Spain,293000,https://example.org/vigo
      Lyon,France,522000,https://example.org/lyon
      Graz,Austria,292000,https://example.org/graz

      """
    let workshop = Workshop()
    let source: LoopbackSource
    var files: BlockFiles
    var params: JSONObject = [:]
    var data: JSONValue?

    init(_ sentence: String) async throws {
      source = try LoopbackSource { _ in
        LoopbackSource.Answer(type: "text/csv", body: Array(Self.cities.utf8))
      }
      switch await workshop.draft(sentence, "cities.csv", from: source) {
      case .draft(let draft):
        files = draft.files
        data = draft.outcome.data
      case .answer(let answer): throw answer
      }
    }

    func request(_ sentence: String) -> RefineRequest {
      RefineRequest(files: files, params: params, sentence: sentence, lastData: data)
    }

    func say(_ sentence: String) async -> String {
      take(await workshop.author.refine(request(sentence)))
    }

    func take(_ result: RefineResult) -> String {
      switch result {
      case .proposal(let proposal):
        files = proposal.files
        params.merge(proposal.params ?? [:]) { $1 }
        data = proposal.outcome.data
        return proposal.explanation
      case .settings(let values):
        params.merge(values) { $1 }
        return "settings"
      case .answer(let answer): return "answer: \(answer.message)"
      case .delete: return "delete"
      case .restore: return "restore"
      case .refresh: return "refresh"
      case .resize: return "resize"
      }
    }

    var query: RowQuery? { files.query(params)?.query }

    var cities: [String] { (data?["rows"]?.array ?? []).compactMap { $0["city"]?.string } }
  }

  @Test("sentence after sentence, script and card are compiled anew and the query is kept")
  func changes() async throws {
    let bench = try await Bench("cities from @")
    let kept = try #require(bench.query)
    #expect(bench.files.manifest.query?.source == bench.source.url("cities.csv"))
    #expect(kept.filters.isEmpty)
    #expect(await bench.say("only Portugal").contains("country is “Portugal”"))
    #expect(bench.cities == ["Lisbon", "Porto"])
    #expect(await bench.say("also Spain").contains("“Portugal” or “Spain”"))
    #expect(await bench.say("sort by population descending").contains("largest first"))
    #expect(bench.cities == ["Madrid", "Lisbon", "Vigo", "Porto"])
    #expect(await bench.say("without the link column").hasPrefix("Shows"))
    #expect(bench.query?.hidden == ["link"])
    #expect(!bench.files.spec.contains("link") && !bench.files.script.contains("row.link"))
    #expect(await bench.say("average population per country").contains("for each country"))
    #expect(bench.data?["rows"]?.array?.count == 2)
    #expect(await bench.say("median instead").contains("median population"))
    #expect(await bench.say("remove the filter").contains("for each country"))
    #expect(bench.data?["rows"]?.array?.count == 4)
    #expect(bench.query?.aggregate == .init(.median, "population"))
    await bench.workshop.runner.shutdown()
  }

  @Test("a number of rows is a setting, and stays one through other changes")
  func count() async throws {
    let bench = try await Bench("cities from @")
    #expect(await bench.say("only 2") == "settings")
    #expect(bench.params["count"] == 2)
    #expect(await bench.say("only Spain or Portugal").hasPrefix("Shows"))
    #expect(bench.cities == ["Lisbon", "Porto"])
    #expect(bench.query?.limit == 2)
    _ = await bench.say("top 3 by population")
    #expect(bench.cities == ["Madrid", "Lisbon", "Vigo"])
    #expect(bench.params["count"] == 3)
    #expect(await bench.say("top 3 by population").hasPrefix("answer: It is like that already."))
    await bench.workshop.runner.shutdown()
  }

  @Test("a change that is refused offers nothing that takes away what the block says")
  func offers() async throws {
    let bench = try await Bench("cities in Spain from @")
    func offers(_ sentence: String) async -> [String] {
      guard case .answer(let answer) = await bench.workshop.author.refine(bench.request(sentence))
      else { return ["a change"] }
      return answer.suggestions
    }
    #expect(await offers("sort by rainfall") == [])
    #expect(await offers("only purple ones") == [])
    #expect(
      await offers("sort by population, and only purple ones") == ["sort by population"])
    _ = await bench.say("sort by population")
    #expect(bench.cities == ["Madrid", "Vigo"] || bench.cities == ["Vigo", "Madrid"])
    await bench.workshop.runner.shutdown()
  }

  @Test("what is not understood is asked with the words of adding, and changes nothing")
  func asked() async throws {
    let bench = try await Bench("cities from @")
    let files = bench.files
    #expect(
      await bench.say("only Norway").hasPrefix(
        "answer: I found nothing in the source for “Norway”."))
    #expect(await bench.say("sort by rainfall").contains("“sort by rainfall”"))
    #expect(bench.files == files)
    await bench.workshop.runner.shutdown()
  }

  @Test("a name is kept with the query; what is not about rows is done as ever")
  func names() async throws {
    let bench = try await Bench("cities from @")
    #expect(await bench.say("rename to Towns").hasPrefix("It is now called “Towns”."))
    #expect(bench.files.manifest.name == "Towns" && bench.files.manifest.query?.title == "Towns")
    _ = await bench.say("only Portugal")
    #expect(bench.files.manifest.name == "Towns" && bench.files.spec.contains("Towns"))
    _ = await bench.say("every 2 hours")
    #expect(bench.files.manifest.schedule == .every(.seconds(7200)))
    #expect(bench.query?.filters.count == 1)
    #expect(await bench.say("delete it") == "delete")
    #expect(await bench.say("undo") == "restore")
    #expect(await bench.say("refresh") == "refresh")
    await bench.workshop.runner.shutdown()
  }

  @Test("a script that a hand wrote is changed the old way, and cannot be picked")
  func handMade() async throws {
    let bench = try await Bench("cities from @")
    bench.files.script += "\n-- mine\n"
    #expect(bench.query == nil)
    #expect(await bench.say("sort by population descending").contains("Sorted by"))
    #expect(bench.cities.first == "Madrid" && bench.files.script.contains("-- mine"))
    var request = bench.request("")
    request.pick = PickedQuery(source: "", query: RowQuery(limit: 1))
    let said = bench.take(await bench.workshop.author.refine(request))
    #expect(said.contains("a model or a person wrote its files"))
    await bench.workshop.runner.shutdown()
  }

  @Test("what a hand wrote into block.json stays")
  func manifest() async throws {
    let bench = try await Bench("cities from @")
    bench.files.manifest.name = "My cities"
    bench.files.manifest.alerts = [
      Alert(name: "large", when: "item.population > 1000", each: "rows")
    ]
    bench.files.manifest.params.append(Param(name: "mine", kind: .text))
    _ = await bench.say("only Portugal")
    #expect(bench.files.manifest.name == "My cities")
    #expect(bench.files.manifest.alerts.count == 1)
    #expect(bench.files.manifest.params.map(\.name).contains("mine"))
    #expect(bench.query?.filters.count == 1)
    await bench.workshop.runner.shutdown()
  }

  @Test("a change keeps what it says nothing of: the order's field, the number of rows, the number")
  func kept() async throws {
    let bench = try await Bench("top 2 cities by population in Portugal or Spain from @")
    _ = await bench.say("remove all filters")
    #expect(bench.query?.filters == [])
    #expect(bench.cities == ["Madrid", "Lisbon"])
    _ = await bench.say("sort by population")
    _ = await bench.say("show the three lowest instead of two")
    #expect(bench.cities == ["Porto", "Graz", "Vigo"])
    _ = await bench.say("average population per country")
    let computed = bench.query
    #expect(await bench.say("only countries with more than 400000 people").hasPrefix("answer:"))
    #expect(bench.query == computed)
    await bench.workshop.runner.shutdown()
  }

  @Test("in German, “aus” says from where, and takes nothing away")
  func german() async throws {
    let bench = try await Bench("Städte über 200000 aus @")
    _ = await bench.say("nur aus dem Land Portugal")
    #expect(bench.cities == ["Lisbon", "Porto"])
    await bench.workshop.runner.shutdown()
  }

  @Test("a source that is gone or without the records is told, and nothing is changed")
  func gone() async throws {
    let bench = try await Bench("cities from @")
    var request = bench.request("only Portugal")
    request.files.manifest.query?.query.records = "rivers"
    let said = bench.take(await bench.workshop.author.refine(request))
    #expect(said.contains("The source has no records “rivers”."))
    await bench.workshop.runner.shutdown()
  }
}
