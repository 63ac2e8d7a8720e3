import BlockModel
import Testing

@testable import Sentences

/// Sentences that change a query over the cities of ``LinkerTests``.
@Suite("A sentence changes the query of a block")
struct ChangeTests {
  private typealias Filter = RowQuery.Filter

  /// What a card of a query without columns shows.
  static let shown = ["city", "country", "population"]

  static func link(_ sentence: String, _ query: RowQuery) -> Linker.Outcome {
    ChangeLinker(
      Linker(OfferIndex(LinkerTests.offer), today: (2026, 11, 26)), query: query, shown: shown
    ).link(ReadSentence(sentence, lexicons: LinkerTests.lexicons, isChange: true))
  }

  struct Change: Sendable, CustomTestStringConvertible {
    var sentence: String
    var old: RowQuery
    var new: RowQuery
    var testDescription: String { sentence }

    init(_ sentence: String, _ old: RowQuery, _ new: RowQuery) {
      (self.sentence, self.old, self.new) = (sentence, old, new)
    }
  }

  private static let all = RowQuery(limit: 10)
  private static func countries(_ names: String...) -> RowQuery {
    RowQuery(filters: [Filter("country", .equal, names.map { .text($0) })])
  }
  private static func without(_ names: String...) -> RowQuery {
    RowQuery(filters: [Filter("country", .notEqual, names.map { .text($0) })])
  }
  private static func sorted(_ field: String, down: Bool = false) -> RowQuery {
    RowQuery(sort: [.init(field, isDescending: down)])
  }
  private static let mean = RowQuery(group: "country", aggregate: .init(.mean, "rating"))

  static let changes: [Change] = [
    // conditions
    Change("only Portugal", RowQuery(), countries("Portugal")),
    Change("only Portugal", countries("Spain"), countries("Portugal")),
    Change("also France", countries("Portugal"), countries("Portugal", "France")),
    Change("France too", countries("Portugal"), countries("Portugal", "France")),
    Change(
      "add France and Austria", countries("Portugal"), countries("Portugal", "France", "Austria")),
    Change("not only Spain but also France", countries("Spain"), countries("Spain", "France")),
    Change("France instead", countries("Spain"), countries("France")),
    Change(
      "France instead of Spain", countries("Spain", "Portugal"), countries("Portugal", "France")),
    Change("France instead of Spain", countries("Spain"), countries("France")),
    Change("instead of Spain, France", countries("Spain"), countries("France")),
    Change("without Spain", RowQuery(), without("Spain")),
    Change("not Spain", countries("Spain", "France"), countries("France")),
    Change("remove Spain", countries("Spain", "France"), countries("France")),
    Change("no longer Spain", countries("Spain"), RowQuery()),
    Change("also Spain", without("Spain", "France"), without("France")),
    Change("remove the filter", countries("Spain"), RowQuery()),
    Change("without the filters", countries("Spain"), RowQuery()),
    Change(
      "remove the country filter",
      RowQuery(filters: countries("Spain").filters + [Filter("price", .below, .number(90))]),
      RowQuery(filters: [Filter("price", .below, .number(90))])),
    Change(
      "with a price below 90", countries("Spain"),
      RowQuery(filters: countries("Spain").filters + [Filter("price", .below, .number(90))])),
    Change(
      "with a price below 60", RowQuery(filters: [Filter("price", .below, .number(90))]),
      RowQuery(filters: [Filter("price", .below, .number(60))])),
    Change(
      "with a price above 40", RowQuery(filters: [Filter("price", .below, .number(90))]),
      RowQuery(filters: [
        Filter("price", .below, .number(90)), Filter("price", .above, .number(40)),
      ])
    ),
    // order and count
    Change("sort by price", RowQuery(), sorted("price")),
    Change("sort by price", sorted("rating", down: true), sorted("price")),
    Change("newest first", RowQuery(), sorted("visited", down: true)),
    Change("descending", sorted("price"), sorted("price", down: true)),
    Change("the other way round", sorted("price", down: true), sorted("price")),
    Change("remove the sorting", sorted("price"), RowQuery()),
    Change("top 5", sorted("price"), RowQuery(sort: sorted("price").sort, limit: 5)),
    Change("only 5", all, RowQuery(limit: 5)),
    Change("three", all, RowQuery(limit: 3)),
    Change("sort by price and only 5", all, RowQuery(sort: sorted("price").sort, limit: 5)),
    Change("no limit", all, RowQuery(limit: 8)),
    Change("all rows", RowQuery(filters: countries("Spain").filters, limit: 2), RowQuery(limit: 8)),
    // columns
    Change("also show the rating", RowQuery(), RowQuery(columns: shown + ["rating"])),
    Change("show the rating as well", RowQuery(), RowQuery(columns: shown + ["rating"])),
    Change(
      "add rating and price", RowQuery(columns: ["city"]),
      RowQuery(columns: ["city", "rating", "price"])),
    Change("without the population", RowQuery(), RowQuery(hidden: ["population"])),
    Change(
      "hide the price column", RowQuery(columns: ["city", "price"]),
      RowQuery(columns: ["city"], hidden: ["price"])),
    Change("only city and price", RowQuery(), RowQuery(columns: ["city", "price"])),
    Change(
      "rating instead of population", RowQuery(), RowQuery(columns: ["city", "country", "rating"])),
    Change(
      "remove the price and also show the rating", RowQuery(columns: ["city", "price"]),
      RowQuery(columns: ["city", "rating"], hidden: ["price"])),
    // looks
    Change("as a chart", RowQuery(), RowQuery(view: .chart)),
    Change("as a table instead", RowQuery(view: .list), RowQuery(view: .table)),
    Change("a pie chart instead of a table", RowQuery(view: .table), RowQuery(view: .pie)),
    Change("change it to a table", RowQuery(), RowQuery(view: .table)),
    // numbers
    Change("median instead", mean, RowQuery(group: "country", aggregate: .init(.median, "rating"))),
    Change("the total", mean, RowQuery(group: "country", aggregate: .init(.sum, "rating"))),
    Change(
      "average instead", RowQuery(columns: ["city", "price"]),
      RowQuery(aggregate: .init(.mean, "price"))),
    Change(
      "average price per country", RowQuery(),
      RowQuery(group: "country", aggregate: .init(.mean, "price"))),
    Change("remove the average", mean, RowQuery()),
    // several at once
    Change(
      "only Portugal, sorted by price", RowQuery(),
      RowQuery(filters: countries("Portugal").filters, sort: sorted("price").sort)),
    Change(
      "remove the filter and sort by price", countries("Spain"), sorted("price")),
    Change(
      "without the population, only Portugal", RowQuery(),
      RowQuery(hidden: ["population"], filters: countries("Portugal").filters)),
    // other languages
    Change("auch France", countries("Portugal"), countries("Portugal", "France")),
    Change("ohne Spain", RowQuery(), without("Spain")),
    Change("nur Portugal", RowQuery(), countries("Portugal")),
    Change("aussi France", countries("Portugal"), countries("Portugal", "France")),
    Change("también France", countries("Portugal"), countries("Portugal", "France")),
    Change("também France", countries("Portugal"), countries("Portugal", "France")),
    Change("anche France", countries("Portugal"), countries("Portugal", "France")),
    Change("ook France", countries("Portugal"), countries("Portugal", "France")),
    Change("entferne den Filter", countries("Spain"), RowQuery()),
    Change("enlève le filtre", countries("Spain"), RowQuery()),
    Change("quita el filtro", countries("Spain"), RowQuery()),
    Change("remove o filtro", countries("Spain"), RowQuery()),
    Change("togli il filtro", countries("Spain"), RowQuery()),
    Change("verwijder de filter", countries("Spain"), RowQuery()),
    Change("sortiert nach price", RowQuery(), sorted("price")),
  ]

  @Test("what is understood changes just what it says", arguments: changes)
  func changed(_ change: Change) {
    switch Self.link(change.sentence, change.old) {
    case .answered(let reading):
      #expect(reading.query == change.new, "\(reading.query)")
      #expect(reading.unused.isEmpty)
    case .asked(let readings): Issue.record("asked: \(readings)")
    }
  }

  @Test(
    "what is not understood is asked and changes nothing",
    arguments: [
      "paint it blue", "only Norway", "sort by rainfall", "also show the mayor", "make it sing",
      "without the mayor", "hello", "Granada instead", "only cats", "remove the mayor filter",
      "near the sea", "average instead", "cheaper than Porto", "",
    ])
  func asked(_ sentence: String) {
    if case .answered(let reading) = Self.link(sentence, RowQuery(limit: 10)) {
      Issue.record("\(reading)")
    }
  }

  @Test("a field that is called as a change is one where something is said before it")
  func fieldNames() {
    func clauses(_ sentence: String) -> [ChangeClause] {
      let read = ReadSentence(sentence, lexicons: LinkerTests.lexicons, isChange: true)
      return ChangeClauses(read.pieces, read.lexicon, fields: ["change", "order"]).all
    }
    #expect(
      clauses("sort by change").map { $0.pieces.map(\.folded) } == [["sort", "by", "change"]])
    #expect(clauses("change it to a table").map { $0.pieces.map(\.folded) } == [["a", "table"]])
    #expect(clauses("remove the order column").flatMap(\.parts).isEmpty)
  }

  @Test("what would leave nothing is asked")
  func nothingLeft() {
    if case .answered(let reading) = Self.link("not Spain", Self.countries("Spain")) {
      Issue.record("\(reading)")
    }
    if case .answered(let reading) = Self.link("also show the price", Self.mean) {
      Issue.record("\(reading)")
    }
  }
}
