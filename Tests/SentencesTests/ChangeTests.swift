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

  private static let median = number(.median)
  private static let named = ordered(mean, "country")

  private static func number(_ kind: RowQuery.Aggregate.Kind) -> RowQuery {
    RowQuery(group: "country", aggregate: .init(kind, "rating"))
  }
  private static func ordered(
    _ query: RowQuery, _ field: String, down: Bool = false, without country: String? = nil
  ) -> RowQuery {
    var query = query
    query.sort = [.init(field, isDescending: down)]
    if let country { query.filters = without(country).filters }
    return query
  }
  /// Below a price, and what else holds.
  private static func under(
    _ price: Double, _ comparison: RowQuery.Comparison = .below, _ country: String? = nil,
    rating: Double? = nil
  ) -> RowQuery {
    RowQuery(
      filters: [Filter("price", comparison, .number(price))]
        + (rating.map { [Filter("rating", .atLeast, .number($0))] } ?? [])
        + (country.map { countries($0).filters } ?? []))
  }
  private static func under(_ price: Double, _ country: String) -> RowQuery {
    under(price, .below, country)
  }

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
    // groups in the order of their names
    Change("sorted by country", mean, named),
    Change("sorted by name of the country", mean, named),
    Change("sort by country name", mean, named),
    Change("sort by the country's name", mean, named),
    Change("sort by name", mean, named),
    Change("alphabetically", mean, named),
    Change("in alphabetical order", mean, named),
    Change("alphabetically", ordered(mean, "mean", down: true), named),
    Change("z to a", mean, ordered(mean, "country", down: true)),
    Change("sorted by country descending", mean, ordered(mean, "country", down: true)),
    Change("not Spain, sorted by country name", mean, ordered(mean, "country", without: "Spain")),
    Change("sort by rating", ordered(mean, "country"), ordered(mean, "mean", down: true)),
    Change("lowest first", mean, ordered(mean, "mean")),
    Change("the other way round", mean, ordered(mean, "mean")),
    Change("median instead", named, ordered(median, "country")),
    Change("trié par nom de country", mean, named),
    Change("trié par country", mean, named),
    Change("par ordre alphabétique", mean, named),
    Change("sortiert nach dem Namen von country", mean, named),
    Change("alphabetisch sortiert", mean, named),
    Change("ordenado por nombre de country", mean, named),
    Change("por orden alfabético", mean, named),
    Change("ordinato per nome di country", mean, named),
    Change("in ordine alfabetico", mean, named),
    Change("ordenado por nome de country", mean, named),
    Change("por ordem alfabética", mean, named),
    Change("gesorteerd op naam van country", mean, named),
    Change("op alfabetische volgorde", mean, named),
    // another number of the same field
    Change("highest instead of average", mean, number(.max)),
    Change("the highest instead of the average", mean, number(.max)),
    Change("the highest rating instead of the average", mean, number(.max)),
    Change("lowest instead of average", mean, number(.min)),
    Change("maximum instead of average", mean, number(.max)),
    Change("sum instead", mean, number(.sum)),
    Change("the sum instead of the average", mean, number(.sum)),
    Change("highest instead", mean, number(.max)),
    Change("Median statt Durchschnitt", mean, median),
    Change("höchster statt Durchschnitt", mean, number(.max)),
    Change("Summe statt Durchschnitt", mean, number(.sum)),
    Change("médiane au lieu de la moyenne", mean, median),
    Change("le plus élevé au lieu de la moyenne", mean, number(.max)),
    Change("mediana en vez de la media", mean, median),
    Change("el más alto en vez de la media", mean, number(.max)),
    Change("mediana invece della media", mean, median),
    Change("il più alto invece della media", mean, number(.max)),
    Change("mediana em vez da média", mean, median),
    Change("o mais alto em vez da média", mean, number(.max)),
    Change("mediaan in plaats van gemiddelde", mean, median),
    Change("hoogste in plaats van gemiddelde", mean, number(.max)),
    // another bound
    Change("raise the limit to €90", under(50), under(90)),
    Change("raise the limit to 90", under(50), under(90)),
    Change("lower it to 20", under(50), under(20)),
    Change("up to 60 instead", under(50), under(60, .atMost)),
    Change("under 60 instead", under(50), under(60)),
    Change("increase the maximum price to 80 euros", under(50), under(80)),
    Change("raise the price limit to 80", under(50, rating: 4), under(80, rating: 4)),
    Change("raise the limit to €80", under(50, rating: 4), under(80, rating: 4)),
    Change("raise the minimum to 4.5", under(50, rating: 4), under(50, rating: 4.5)),
    Change("set the minimum to 3", under(50, rating: 4), under(50, rating: 3)),
    Change("raise the limit to 7", RowQuery(limit: 5), RowQuery(limit: 7)),
    Change("erhöhe das Limit auf 90 €", under(50), under(90)),
    Change("senke die Grenze auf 20", under(50), under(20)),
    Change("augmente la limite à 90 €", under(50), under(90)),
    Change("baisse la limite à 20", under(50), under(20)),
    Change("sube el límite a 90 €", under(50), under(90)),
    Change("bájalo a 20", under(50), under(20)),
    Change("alza il limite a 90 €", under(50), under(90)),
    Change("abbassa il limite a 20", under(50), under(20)),
    Change("aumenta o limite para 90 €", under(50), under(90)),
    Change("baixa o limite para 20", under(50), under(20)),
    Change("verhoog de limiet naar € 90", under(50), under(90)),
    Change("verlaag de grens naar 20", under(50), under(20)),
    // a condition that is one no more
    Change("not only Spain", countries("Spain"), RowQuery()),
    Change("not just Spain", under(50, "Spain"), under(50)),
    Change("all countries, not just Spain", under(50, "Spain"), under(50)),
    Change("all towns, not just Spain", under(50, "Spain"), under(50)),
    Change("all countries", under(50, "Spain"), under(50)),
    Change("also those from Portugal", countries("Spain"), countries("Spain", "Portugal")),
    Change("all the cities", countries("Spain"), RowQuery(limit: 8)),
    Change("all the cities in Spain", under(50), under(50, "Spain")),
    Change("toutes les villes", countries("Spain"), RowQuery(limit: 8)),
    Change("tutte le città", countries("Spain"), RowQuery(limit: 8)),
    Change("nicht nur Spain", countries("Spain"), RowQuery()),
    Change("alle Länder, nicht nur Spain", under(50, "Spain"), under(50)),
    Change("auch die aus Portugal", countries("Spain"), countries("Spain", "Portugal")),
    Change("pas seulement Spain", countries("Spain"), RowQuery()),
    Change("aussi ceux de Portugal", countries("Spain"), countries("Spain", "Portugal")),
    Change("no solo Spain", countries("Spain"), RowQuery()),
    Change("también los de Portugal", countries("Spain"), countries("Spain", "Portugal")),
    Change("non solo Spain", countries("Spain"), RowQuery()),
    Change("anche quelli di Portugal", countries("Spain"), countries("Spain", "Portugal")),
    Change("não só Spain", countries("Spain"), RowQuery()),
    Change("também os de Portugal", countries("Spain"), countries("Spain", "Portugal")),
    Change("niet alleen Spain", countries("Spain"), RowQuery()),
    Change("ook die uit Portugal", countries("Spain"), countries("Spain", "Portugal")),
    // columns, however they are taken away
    Change("without the column population", RowQuery(), RowQuery(hidden: ["population"])),
    Change("ohne die Spalte population", RowQuery(), RowQuery(hidden: ["population"])),
    Change("sans la colonne population", RowQuery(), RowQuery(hidden: ["population"])),
    Change("sin la columna population", RowQuery(), RowQuery(hidden: ["population"])),
    Change("senza la colonna population", RowQuery(), RowQuery(hidden: ["population"])),
    Change("sem a coluna population", RowQuery(), RowQuery(hidden: ["population"])),
    Change("zonder de kolom population", RowQuery(), RowQuery(hidden: ["population"])),
    Change("laat de kolom population weg", RowQuery(), RowQuery(hidden: ["population"])),
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

  @Test(
    "no change takes away numbers of groups that it does not name",
    arguments: [
      "sorted by price", "sorted by city", "show city and price", "only city and price",
      "the cheapest city of each country", "sort by number of visits",
    ])
  func grouped(_ sentence: String) {
    if case .answered(let reading) = Self.link(sentence, Self.mean) {
      Issue.record("\(reading)")
    }
  }

  @Test("another condition that would have to hold beside the one that is there is asked")
  func alternatives() {
    let dated = RowQuery(filters: [Filter("founded", .atLeast, .moment(.day(2026, 12, 1)))])
    let rated = RowQuery(filters: [Filter("rating", .above, .number(3))])
    for (sentence, query) in [
      ("in January instead", dated), ("visited in January instead", dated),
      ("also those with a rating of 2", rated), ("also rating 2", rated),
    ] {
      if case .answered(let reading) = Self.link(sentence, query) {
        Issue.record("\(sentence): \(reading)")
      }
    }
  }

  @Test("the order that picks a row of each group gives way to no other, unless it is replaced")
  func leaders() {
    var cheapest = Self.sorted("price")
    (cheapest.limit, cheapest.limitPer) = (1, "country")
    if case .answered(let reading) = Self.link("sort by city", cheapest) {
      Issue.record("\(reading)")
    }
    guard case .answered(let reading) = Self.link("sort by rating instead", cheapest) else {
      Issue.record("asked")
      return
    }
    #expect(reading.query.sort == [.init("rating", isDescending: true)])
    #expect(reading.query.limitPer == "country")
  }

  @Test("a bound that several conditions may mean is asked")
  func bounds() {
    for sentence in ["raise the limit to 90", "raise it to 90", "not only Norway"] {
      var query = Self.under(50)
      query.filters.append(Filter("population", .below, .number(80)))
      if case .answered(let reading) = Self.link(sentence, query) { Issue.record("\(reading)") }
    }
    if case .answered(let reading) = Self.link("lower it to 60", Self.under(50)) {
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
