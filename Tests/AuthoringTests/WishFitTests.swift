import AuthoringWorkshop
import BlockModel
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring

/// Sentences about recorded answers: what is asked for is done, or told.
@Suite(
  "A word of a sentence is done or told", .enabled(if: Corpus.isThere, "needs ../shared/corpus"))
struct WishFitTests {
  struct Sentence: Sendable, CustomTestStringConvertible {
    var text: String
    var file: String
    var title: String
    var told: [String] = []
    var unused: String?
    /// The first values of a field.
    var first: [String: [String]] = [:]
    var count: Int?
    /// Of the card.
    var spec: [String] = []
    var testDescription: String { text }
  }

  static let sentences: [Sentence] = [
    Sentence(
      text: "earthquakes above magnitude 2 from @", file: "json/usgs_quakes_all_hour.geojson",
      title: "Earthquakes above magnitude 2", told: ["magnitude is above 2"]),
    Sentence(
      text: "heaviest meteorites top 5 from @", file: "json/nasa_meteorite_landings.json",
      title: "Heaviest meteorites", told: ["largest first"], count: 5),
    Sentence(
      text: "cheapest 5 books from @", file: "html/shop_books_toscrape_list.html",
      title: "Cheapest books", told: ["smallest first"], count: 5),
    Sentence(
      text: "top 5 airports in Texas from @", file: "csv/airports_us.csv",
      title: "Airports in Texas", told: ["state is “TX”"], first: ["state": ["TX", "TX"]], count: 5),
    Sentence(
      text: "countries with the highest income from @", file: "csv/gapminder_health_income.csv",
      title: "Countries with the highest income", first: ["country": ["Qatar"]]),
    Sentence(
      text: "latest 5 rows of @", file: "csv/co2_mauna_loa.csv", title: "Latest rows",
      told: ["newest first"], count: 5),
    Sentence(
      text: "oldest articles first from @", file: "feeds/macworld.rss.xml",
      title: "Oldest articles", told: ["oldest first"]),
    Sentence(
      text: "posts about Apple from @", file: "feeds/macworld.rss.xml", title: "Posts about Apple",
      told: ["contains “Apple”"]),
    Sentence(
      text: "articles by Roman Loyola from @", file: "feeds/macworld.rss.xml",
      title: "Articles by Roman Loyola", told: ["“Roman Loyola”"]),
    Sentence(
      text: "columns country and population from @", file: "csv/gapminder_health_income.csv",
      title: "Gapminder health income", spec: ["Country", "Population"]),
    Sentence(
      text: "countries without the region column from @", file: "csv/gapminder_health_income.csv",
      title: "Countries"),
    Sentence(
      text: "pie chart of electricity by source from @", file: "csv/iowa_electricity.csv",
      title: "Electricity by source", told: ["summed by source"], spec: ["\"pie\""]),
    Sentence(
      text: "USD rate from @ as a number", file: "json/fixer_latest_eur.json", title: "USD rate",
      spec: ["\"stat\""]),
    Sentence(
      text: "penguins where species is Gentoo from @", file: "json/penguins.json",
      title: "Penguins where species is Gentoo", told: ["species is “Gentoo”"],
      first: ["species": ["Gentoo"]]),
    Sentence(
      text: "scatter plot of income and health from @", file: "csv/gapminder_health_income.csv",
      title: "Income and health", spec: ["\"scatter\"", "\"income\"", "\"health\""]),
    Sentence(
      text: "people older than 40 sorted by age descending from @", file: "csv/lookup_people.csv",
      title: "People older than 40", told: ["age is above 40"],
      first: ["name": ["Rick", "Tom", "Cole"]]),
    Sentence(
      text: "macworld news called Mac stuff from @", file: "feeds/macworld.rss.xml",
      title: "Mac stuff"),
    Sentence(
      text: "3 newest articles from @", file: "feeds/macworld.rss.xml", title: "Newest articles",
      count: 3),
    Sentence(
      text: "articles in Berlin from @", file: "feeds/macworld.rss.xml", title: "Articles",
      unused: "in Berlin"),
    Sentence(
      text: "countries from @ with a header X-Api-Key: abc",
      file: "csv/gapminder_health_income.csv",
      title: "Countries", unused: "the key or header"),
    Sentence(
      text: "zeige mir Länder von @ stündlich", file: "csv/gapminder_health_income.csv",
      title: "Länder"),
  ]

  @Test("rows, their order and the title", arguments: sentences)
  func sentence(_ one: Sentence) async throws {
    let workshop = Workshop()
    let source = try LoopbackSource(folder: #require(Corpus.open))
    let result = await workshop.draft(one.text, one.file, from: source)
    guard case .draft(let draft) = result else {
      Issue.record("\(result)")
      return
    }
    let rows = draft.outcome.data?["rows"]?.array ?? []
    let report: Comment =
      "\(draft.explanation)\n\(draft.files.script)\(rows.prefix(6).map { $0.json() })"
    #expect(draft.files.manifest.name == one.title, report)
    for words in one.told { #expect(draft.explanation.contains(words), report) }
    if let unused = one.unused {
      #expect(draft.explanation.contains("I did not use: “\(unused)”."), report)
    } else {
      #expect(!draft.explanation.contains("I did not use"), report)
    }
    if let count = one.count { #expect(rows.count == count, report) }
    for (name, values) in one.first {
      #expect(rows.prefix(values.count).map { $0[name]?.string } == values, report)
    }
    for text in one.spec { #expect(draft.files.spec.contains(text), "\(draft.files.spec)") }
    #expect(!draft.files.manifest.prompt.contains("abc"))
    await workshop.runner.shutdown()
  }
}
