import BlockModel
import Foundation
import Testing

@testable import Drafting

@Suite("A query by hand is held against what the source offers")
struct QueryCheckTests {
  private typealias Filter = RowQuery.Filter

  @Test(
    "what people write is found as the source spells it",
    arguments: [
      (
        Filter("Country", .equal, .text("PORTUGAL")), [Filter("country", .equal, .text("Portugal"))]
      ),
      (
        Filter("Next fair", .above, .text("2026-11-20")),
        [Filter("next_fair", .atLeast, .moment(.day(2026, 11, 21)))]
      ),
      (
        Filter("next_fair", .equal, .text("2026-11-30")),
        [
          Filter("next_fair", .atLeast, .moment(.day(2026, 11, 30))),
          Filter("next_fair", .below, .moment(.day(2026, 12, 1))),
        ]
      ),
      (
        Filter("next_fair", .equal, .text("2026-12-31")),
        [
          Filter("next_fair", .atLeast, .moment(.day(2026, 12, 31))),
          Filter("next_fair", .below, .moment(.day(2027, 1, 1))),
        ]
      ),
      (
        Filter("next_fair", .equal, .text("2026")),
        [
          Filter("next_fair", .atLeast, .moment(.day(2026, 1, 1))),
          Filter("next_fair", .below, .moment(.day(2027, 1, 1))),
        ]
      ),
      (
        Filter("next_fair", .atMost, .text("week")),
        [Filter("next_fair", .below, .moment(.relative(.week, 1, .weeks)))]
      ),
      (
        Filter("next_fair", .below, .text("today-7d")),
        [Filter("next_fair", .below, .moment(.relative(.today, -7, .days)))]
      ),
      (
        Filter("next_fair", .atLeast, .text("now")),
        [Filter("next_fair", .atLeast, .moment(.relative(.now)))]
      ),
      (Filter("open", .notEqual, .text("Yes")), [Filter("open", .notEqual, .flag(true))]),
      (Filter("open", .equal, .text("off")), [Filter("open", .equal, .flag(false))]),
      (
        Filter("population", .atLeast, .text("231,000")),
        [Filter("population", .atLeast, .number(231_000))]
      ),
      (
        Filter("population", .equal, [.number(1), .text("2.5")]),
        [Filter("population", .equal, [.number(1), .number(2.5)])]
      ),
      (Filter("name", .contains, .number(7)), [Filter("name", .contains, .text("7"))]),
      (Filter("name", .equal, .text("Tromsø")), [Filter("name", .equal, .text("Tromsø"))]),
    ] as [(RowQuery.Filter, [RowQuery.Filter])])
  func condition(_ written: RowQuery.Filter, _ meant: [RowQuery.Filter]) throws {
    let checked = try OfferedTowns.offering().checked(RowQuery(filters: [written]))
    #expect(checked.filters == meant)
  }

  @Test("fields are found by the names that people read, each once")
  func fields() throws {
    let query = RowQuery(
      columns: ["Next fair", "NAME", "next_fair"], hidden: ["Open"],
      sort: [RowQuery.Order("Population", isDescending: true)], limit: 2, limitPer: "Country")
    let checked = try OfferedTowns.offering().checked(query)
    #expect(checked.columns == ["next_fair", "name"])
    #expect(checked.hidden == ["open"])
    #expect(checked.sort == [RowQuery.Order("population", isDescending: true)])
    #expect(checked.limitPer == "country")
  }

  @Test("groups are ordered by their number, however it is called")
  func groups() throws {
    for name in ["value", "sum", "population"] {
      let query = RowQuery(
        sort: [RowQuery.Order(name, isDescending: true)], group: "Country",
        aggregate: .init(.sum, "population"))
      let checked = try OfferedTowns.offering().checked(query)
      #expect(checked.sort == [RowQuery.Order("sum", isDescending: true)])
    }
  }

  @Test("groups are ordered by what they are groups of, however it is called")
  func namedGroups() throws {
    for name in ["country", "Country"] {
      let query = RowQuery(
        sort: [RowQuery.Order(name, isDescending: false)], group: "Country",
        aggregate: .init(.sum, "population"))
      let checked = try OfferedTowns.offering().checked(query)
      #expect(checked.sort == [RowQuery.Order("country", isDescending: false)])
      #expect(checked.isOrderedByGroup)
    }
  }

  @Test(
    "what cannot be is told with what can",
    arguments: [
      (RowQuery(columns: ["popolation"]), "There is no field “popolation” in “"),
      (RowQuery(columns: ["popolation"]), "Did you mean “population”?"),
      (RowQuery(group: "zzzz", aggregate: .init(.count)), "It has name, country, population"),
      (RowQuery(limit: 0), "The limit is 1 to 200 rows, not 0."),
      (
        RowQuery(columns: ["name"], aggregate: .init(.count)),
        "An aggregate is a number of the rows: leave the columns out."
      ),
      (RowQuery(group: "country"), "Say what is computed of each group, as count."),
      (
        RowQuery(group: "country", bucket: .day, aggregate: .init(.count)),
        "Country has no times that could be grouped by day."
      ),
      (RowQuery(limitPer: "country"), "“Of each” says what the limit counts within"),
      (RowQuery(aggregate: .init(.mean)), "Say of which field the average is."),
      (RowQuery(aggregate: .init(.sum, "country")), "Country has no numbers to compute with."),
      (
        RowQuery(
          sort: [.init("name", isDescending: false)], group: "country", aggregate: .init(.count)),
        "Groups are ordered by their number or their name: sort by “count” or “country”."
      ),
      (
        RowQuery(filters: [Filter("population", .above, [.number(1), .number(2)])]),
        "Population can be compared with one value only."
      ),
      (
        RowQuery(filters: [Filter("open", .contains, .text("x"))]),
        "Open is not a text, so it cannot contain one."
      ),
      (
        RowQuery(filters: [Filter("open", .above, .text("yes"))]),
        "Open is yes or no: compare it with = or !=."
      ),
      (
        RowQuery(filters: [Filter("open", .equal, .text("perhaps"))]),
        "Open is yes or no, not “perhaps”."
      ),
      (
        RowQuery(filters: [Filter("country", .above, .text("a"))]),
        "Country is a text: compare it with =, !=, ~ or !~."
      ),
      (
        RowQuery(filters: [Filter("population", .above, .text("many"))]),
        "Population is a number; “many” is not one."
      ),
      (
        RowQuery(filters: [Filter("country", .equal, .text("Portugall"))]),
        "“Portugall” does not occur in country. Did you mean “Portugal”?"
      ),
      (
        RowQuery(filters: [Filter("next_fair", .above, .text("soon"))]),
        "Next fair is a time; “soon” is not a day like 2026-11-20"
      ),
      (
        RowQuery(filters: [Filter("next_fair", .equal, .text("2026-02-30"))]), "Next fair is a time"
      ),
      (
        RowQuery(filters: [Filter("next_fair", .equal, .text("now"))]),
        "Next fair can be compared with >, >=, < or <=, and a day with = as well."
      ),
      (
        RowQuery(filters: [Filter("next_fair", .notEqual, .text("2026-11-20"))]),
        "Next fair can be compared with >, >=, < or <="
      ),
      (
        RowQuery(filters: [Filter("next_fair", .equal, [.text("2026"), .text("2027")])]),
        "Next fair can be compared with one day only."
      ),
    ] as [(RowQuery, String)])
  func mistake(_ query: RowQuery, _ sentence: String) {
    let mistakes = #expect(throws: QueryMistakes.self) {
      try OfferedTowns.offering().checked(query)
    }
    #expect(mistakes?.description.contains(sentence) == true, "\(mistakes?.description ?? "")")
  }

  @Test("one thing has nothing to sort, filter or count")
  func facts() {
    let offering = OfferedTowns.offering(["temperature": 21.5, "wind": 14, "sky": "clear"])
    let mistakes = #expect(throws: QueryMistakes.self) { try offering.checked(RowQuery(limit: 2)) }
    #expect(mistakes?.description.contains("is a single thing, not a list") == true)
  }

  @Test("record sets are found by name or number, and an unknown one is told with those there are")
  func records() throws {
    let offering = OfferedTowns.offering([
      "rivers": [["name": "Douro", "km": 897], ["name": "Tejo", "km": 1007]],
      "peaks": [["name": "Estrela", "m": 1993], ["name": "Larouco", "m": 1535]],
    ])
    for name in offering.sets.map(\.name) {
      #expect(try offering.checked(RowQuery(records: name)).records == name)
      #expect(try offering.checked(RowQuery(records: name.uppercased())).records == name)
    }
    #expect(try offering.checked(RowQuery(records: "2")).records == offering.sets[1].name)
    let near = #expect(throws: QueryMistakes.self) {
      try offering.checked(RowQuery(records: "riverss"))
    }
    #expect(near?.description == "The source has no records “riverss”. Did you mean “Rivers”?")
    let far = #expect(throws: QueryMistakes.self) {
      try offering.checked(RowQuery(records: "zzzz"))
    }
    #expect(far?.description.contains("It has “") == true)
  }
}
