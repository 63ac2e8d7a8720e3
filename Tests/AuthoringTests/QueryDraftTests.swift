import BlockModel
import Foundation
import Testing

@testable import Drafting

@Suite("A query by hand becomes a card, and says what it shows")
struct QueryDraftTests {
  private typealias Filter = RowQuery.Filter

  /// The components of a card, charts with their kind.
  private func components(_ draft: Draft) throws -> String {
    let spec = try JSONValue(parsing: draft.files.spec)
    return (spec["body"]?.array ?? []).map { part in
      [part["type"]?.string, part["kind"]?.string].compactMap(\.self).joined(separator: " ")
    }.joined(separator: ", ")
  }

  @Test(
    "its rows in words",
    arguments: [
      (
        RowQuery(
          filters: [
            Filter("country", .equal, .text("Portugal")),
            Filter("population", .above, .number(300_000)),
          ], sort: [.init("population", isDescending: true)], limit: 3),
        "Only rows where country is “Portugal”, and population is above 300,000. "
          + "Sorted by population, largest first. The first 3."
      ),
      (
        RowQuery(
          hidden: ["open"],
          filters: [
            Filter("open", .equal, .flag(true)), Filter("name", .contains, .text("o")),
            Filter("country", .notEqual, .text("Spain")),
          ],
          sort: [.init("country", isDescending: false), .init("next_fair", isDescending: true)],
          limit: 1),
        "Only rows where open is yes, and name contains “o”, and country is not “Spain”. "
          + "Sorted by country, A to Z, then by next fair, newest first. Only the first. "
          + "Without open."
      ),
      (
        RowQuery(
          filters: [
            Filter("country", .notEqual, .text("")), Filter("name", .lacks, .text("x")),
          ], sort: [.init("population", isDescending: false)], limit: 2, offset: 2,
          limitPer: "country"),
        "Only rows where country is not empty, and name does not contain “x”. "
          + "Sorted by population, smallest first. The first 2 of each country from number 3 on."
      ),
      (
        RowQuery(
          filters: [
            Filter("population", .atLeast, .number(10)),
            Filter("population", .atMost, .number(1200)),
            Filter("population", .notEqual, [.number(3), .number(4)]),
          ], sort: [.init("name", isDescending: true)]),
        "Only rows where population is from 10 to 1200, and population is not 3 or 4. "
          + "Sorted by name, Z to A."
      ),
      (
        RowQuery(
          filters: [Filter("country", .equal, .text(""))],
          sort: [.init("next_fair", isDescending: false)]),
        "Only rows where country is empty. Sorted by next fair, oldest first."
      ),
    ] as [(RowQuery, String)])
  func rows(_ query: RowQuery, _ words: String) throws {
    let draft = try OfferedTowns.offering().draft(query)
    #expect(draft.explanation == "Shows the entries of the answer as a list by Name. " + words)
    #expect(draft.isFiltered == !query.filters.isEmpty)
    #expect(try components(draft) == "list")
  }

  @Test(
    "its numbers in words",
    arguments: [
      (RowQuery(aggregate: .init(.count)), "Shows one number. The number of these rows.", "stat"),
      (
        RowQuery(aggregate: .init(.median, "population")),
        "Shows one number. The median population of all these rows.", "stat"
      ),
      (
        RowQuery(group: "country", aggregate: .init(.mean, "population")),
        "Shows one row for each country. The average population for each country.", "table"
      ),
      (
        RowQuery(
          sort: [.init("count", isDescending: true)], limit: 2, group: "next_fair", bucket: .month,
          aggregate: .init(.count)),
        "Shows one row for each month. The number of rows for each month of next fair. "
          + "Only the 2 largest.", "table"
      ),
      (
        RowQuery(group: "country", aggregate: .init(.sum, "population"), view: .pie),
        "Shows one row for each country. The total population for each country.", "chart pie"
      ),
      (
        RowQuery(
          group: "next_fair", bucket: .hour, aggregate: .init(.max, "population"), view: .line),
        "Shows one row for each hour. The highest population for each hour of next fair.",
        "chart line"
      ),
    ] as [(RowQuery, String, String)])
  func numbers(_ query: RowQuery, _ words: String, _ card: String) throws {
    let draft = try OfferedTowns.offering().draft(query)
    #expect(draft.explanation == words)
    #expect(try components(draft) == card)
  }

  @Test(
    "as it is drawn",
    arguments: [
      (.list, "list", "a list by Name"),
      (.table, "table", "a table of Name, Next fair, Country, Population, Open"),
      (.chart, "chart line", "a line chart of Population"),
      (.line, "chart line", "a line chart of Population"),
      (.area, "chart area", "an area chart of Population"),
      (.bar, "chart bar", "a bar chart of Population"),
      (.bars, "chart bar", "bars of Population"),
      (.pie, "chart pie", "a pie chart of Population"),
      (.donut, "chart donut", "a donut chart of Population"),
      (.calendar, "calendar", "a calendar by next fair"),
    ] as [(RowQuery.View, String, String)])
  func view(_ view: RowQuery.View, _ card: String, _ words: String) throws {
    let draft = try OfferedTowns.offering().draft(RowQuery(view: view))
    #expect(try components(draft) == card)
    #expect(draft.explanation == "Shows the entries of the answer as \(words).")
    #expect(draft.undrawn == nil)
  }

  @Test(
    "what cannot be drawn so is told",
    arguments: [
      (.scatter, "a scatter chart"), (.number, "a number"), (.gauge, "a gauge"),
      (.keyvalue, "names with their values"),
    ] as [(RowQuery.View, String)])
  func undrawn(_ view: RowQuery.View, _ word: String) throws {
    let draft = try OfferedTowns.offering().draft(RowQuery(view: view))
    #expect(draft.undrawn == "I cannot draw that as \(word) without a model.")
    #expect(draft.explanation.hasSuffix(draft.undrawn ?? "-"))
  }

  @Test("two numbers of a row are drawn as points")
  func scatter() throws {
    let rows: JSONValue = [
      ["name": "Lisboa", "population": 545_000, "area": 100.1],
      ["name": "Porto", "population": 231_000, "area": 41.4],
      ["name": "Braga", "population": 193_000, "area": 183.4],
    ]
    let draft = try OfferedTowns.offering(rows).draft(RowQuery(view: .scatter))
    #expect(try components(draft) == "chart scatter")
    #expect(draft.explanation == "Shows the entries of the answer as a scatter chart.")
  }
}
