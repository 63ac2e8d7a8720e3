import BlockModel
import Foundation
import Testing

@testable import Sentences

/// Sentences over one list of cities: understood wholly, or asked.
@Suite("A sentence is linked to what a source offers")
struct LinkerTests {
  static let lexicons = Lexicons(
    folder: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Prompts/words"))

  static let offer = Offer(
    fields: [
      OfferedField(
        id: "city", names: ["city"], kind: .text,
        values: ["Porto", "Braga", "Vigo", "Lyon", "Graz", "Faro", "Granada", "New York"]),
      OfferedField(
        id: "country", names: ["country"], kind: .text,
        values: ["Portugal", "Spain", "France", "Austria", "Granada"]),
      OfferedField(
        id: "population", names: ["population"], kind: .number, low: 60_000, high: 900_000),
      OfferedField(
        id: "population_density", names: ["population_density", "Population density"],
        kind: .number, low: 100, high: 9000),
      OfferedField(id: "rating", names: ["rating"], kind: .number, low: 1, high: 5),
      OfferedField(id: "price", names: ["price"], kind: .number, unit: "EUR", low: 30, high: 400),
      OfferedField(id: "visited", names: ["visited"], kind: .time),
      OfferedField(id: "coastal", names: ["coastal"], kind: .flag),
    ], name: ["cities"], identity: 0, time: 6, mainNumber: 2, rowCount: 8)

  private func link(_ sentence: String) -> Linker.Outcome {
    Linker(OfferIndex(Self.offer), today: (2026, 11, 26))
      .link(ReadSentence(sentence + " https://example.org/cities.json", lexicons: Self.lexicons))
  }

  struct Understood: Sendable, CustomTestStringConvertible {
    var sentence: String
    var query: RowQuery
    var testDescription: String { sentence }

    init(_ sentence: String, _ query: RowQuery) {
      self.sentence = sentence
      self.query = query
    }
  }

  private static func down(_ field: String) -> [RowQuery.Order] {
    [RowQuery.Order(field, isDescending: true)]
  }
  private static func up(_ field: String) -> [RowQuery.Order] {
    [RowQuery.Order(field, isDescending: false)]
  }
  private typealias Filter = RowQuery.Filter

  private static let byName = RowQuery(
    sort: up("country"), group: "country", aggregate: .init(.mean, "price"))

  static let understood: [Understood] = [
    Understood("average price per country, alphabetically", byName),
    Understood("average price per country sorted by country", byName),
    Understood("average price per country sorted by name of the country", byName),
    Understood("average price per country, sorted by country name", byName),
    Understood("average price per country in alphabetical order of country", byName),
    Understood("durchschnittlicher price pro country, alphabetisch", byName),
    Understood("price moyen par country, par ordre alphabétique", byName),
    Understood("price medio por country, por orden alfabético", byName),
    Understood("price medio per country, in ordine alfabetico", byName),
    Understood("price médio por country, por ordem alfabética", byName),
    Understood("gemiddelde price per country, op alfabetische volgorde", byName),
    Understood("top 3 cities by population", RowQuery(sort: down("population"), limit: 3)),
    Understood("cities sorted by price", RowQuery(sort: up("price"))),
    Understood("cheapest 5 cities", RowQuery(sort: up("price"), limit: 5)),
    Understood("cities, best rating first, limit 2", RowQuery(sort: down("rating"), limit: 2)),
    Understood("only Portugal", RowQuery(filters: [Filter("country", .equal, .text("Portugal"))])),
    Understood(
      "cities without Portugal",
      RowQuery(filters: [Filter("country", .notEqual, .text("Portugal"))])),
    Understood(
      "cities with fewer than 240,000 people, biggest population first",
      RowQuery(filters: [Filter("population", .below, .number(240_000))], sort: down("population"))),
    Understood(
      "cities with a rating above 4.2", RowQuery(filters: [Filter("rating", .above, .number(4.2))])),
    Understood(
      "cities over 200k people", RowQuery(filters: [Filter("population", .above, .number(200_000))])
    ),
    Understood(
      "cities with a price between 50 and 90",
      RowQuery(filters: [
        Filter("price", .atLeast, .number(50)), Filter("price", .atMost, .number(90)),
      ])),
    Understood(
      "population of Porto",
      RowQuery(columns: ["population"], filters: [Filter("city", .equal, .text("Porto"))])),
    Understood(
      "population density of New York",
      RowQuery(
        columns: ["population_density"], filters: [Filter("city", .equal, .text("New York"))])),
    Understood(
      "average rating per country", RowQuery(group: "country", aggregate: .init(.mean, "rating"))),
    Understood(
      "number of cities per country", RowQuery(group: "country", aggregate: .init(.count))),
    Understood(
      "how many cities are in Spain",
      RowQuery(filters: [Filter("country", .equal, .text("Spain"))], aggregate: .init(.count))),
    Understood("total population", RowQuery(aggregate: .init(.sum, "population"))),
    Understood("just city and price", RowQuery(columns: ["city", "price"])),
    Understood("coastal cities", RowQuery(filters: [Filter("coastal", .equal, .flag(true))])),
    Understood(
      "cities that are not coastal", RowQuery(filters: [Filter("coastal", .equal, .flag(false))])),
    Understood(
      "cities visited in the last 7 days",
      RowQuery(filters: [Filter("visited", .atLeast, .moment(.relative(.today, -7)))])),
    Understood(
      "cities visited since 20 November",
      RowQuery(filters: [Filter("visited", .atLeast, .moment(.day(2026, 11, 20)))])),
    Understood(
      "cities in Portugal or Spain",
      RowQuery(filters: [Filter("country", .equal, [.text("Portugal"), .text("Spain")])])),
    Understood(
      "pie chart of population by city", RowQuery(columns: ["city", "population"], view: .pie)),
    Understood(
      "die 3 größten Städte nach Einwohnerzahl", RowQuery(sort: down("population"), limit: 3)),
    Understood("les 2 villes les moins chères", RowQuery(sort: up("price"), limit: 2)),
    Understood("as 3 cidades mais baratas", RowQuery(sort: up("price"), limit: 3)),
    Understood(
      "quante città ci sono in Spain?",
      RowQuery(filters: [Filter("country", .equal, .text("Spain"))], aggregate: .init(.count))),
    Understood(
      "steden met meer dan 200.000 inwoners",
      RowQuery(filters: [Filter("population", .above, .number(200_000))])),
    Understood(
      "ciudades sin Portugal", RowQuery(filters: [Filter("country", .notEqual, .text("Portugal"))])),
  ]

  @Test("what is understood wholly is the query it says", arguments: understood)
  func query(_ one: Understood) {
    switch link(one.sentence) {
    case .answered(let reading):
      #expect(reading.query == one.query, "\(reading)")
      #expect(reading.unused.isEmpty)
    case .asked(let readings): Issue.record("asked: \(readings)")
    }
  }

  @Test(
    "what is not understood, or can mean several things, is asked",
    arguments: [
      // fields and values that are not there
      "mayor of Porto", "cities by rainfall", "cities in Norway", "population of Berlin",
      // a value of two fields
      "prices in Granada",
      // without a bound
      "big cities near the sea", "affordable cities",
      // comparisons with other rows, and contradictions
      "cities with more people than Porto", "top 3 cities, limit 5",
      "cities with a rating above 4 and under 2",
      // several wishes
      "top 3 cities by price and also a chart of the ratings",
      // left-over conditions
      "cities over 5 wibbles", "cities sorted by wibble",
    ])
  func asked(_ sentence: String) {
    if case .answered(let reading) = link(sentence) { Issue.record("answered: \(reading)") }
  }

  @Test("a word that judges and selects nothing is left out and told")
  func told() {
    guard case .answered(let reading) = link("lovely cities in Portugal") else {
      Issue.record("asked")
      return
    }
    #expect(reading.unused == ["lovely"])
    #expect(
      reading.query == RowQuery(filters: [RowQuery.Filter("country", .equal, .text("Portugal"))]))
  }

  @Test("an address alone is all rows")
  func address() {
    guard case .answered(let reading) = link("") else {
      Issue.record("asked")
      return
    }
    #expect(reading.query == RowQuery())
  }

  @Test("a key in a sentence is left out")
  func secret() {
    let read = ReadSentence(
      "cities from https://example.org/c.json with a header X-Api-Key: abc123",
      lexicons: Self.lexicons)
    #expect(read.hasSecret)
    #expect(!read.text.contains("abc123"))
  }

  @Test("two thousand words are one question, and end soon")
  func long() {
    let words = Array(repeating: "cities with more people", count: 500).joined(separator: " ")
    if case .answered = link(words) { Issue.record("answered") }
  }

  @Test(
    "schedules and names are read off",
    arguments: [
      ("cities, every 10 minutes", "every 10m", nil),
      ("cities every Monday at 9", "cron 0 9 * * 1", nil),
      ("Städte jeden Tag um 7 Uhr", "cron 0 7 * * *", nil),
      ("villes toutes les 2 heures", "every 2h", nil),
      ("cities called Trips", nil, "Trips"),
    ] as [(String, String?, String?)])
  func schedule(sentence: String, schedule: String?, name: String?) {
    let read = ReadSentence(sentence, lexicons: Self.lexicons)
    #expect(read.schedule.map { "\($0)" } == schedule)
    #expect(read.name == name)
  }
}
