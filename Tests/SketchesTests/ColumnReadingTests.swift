import BlockModel
import Notation
import Sketches
import Testing

@Suite("What a column means")
struct ColumnReadingTests {
  private func reading(
    _ name: String, _ values: [JSONValue], _ context: ColumnReading.Context = .init()
  ) throws -> ColumnReading {
    let rows = values.map { JSONValue.object([name: $0]) }
    return ColumnReading(try #require(Profile(rows).columns.values.first), context)
  }

  private func reading(
    _ name: String, _ texts: [String], _ context: ColumnReading.Context = .init()
  ) throws -> ColumnReading {
    try reading(name, texts.map { .string($0) }, context)
  }

  @Test("texts are numbers with one decimal mark for all")
  func marks() throws {
    let column = try reading("price", ["1.378", "12,5", "."])
    #expect(column.conversion == .number(decimal: .comma, scales: true))
    #expect(column.column.high == 1378)
    let money = try reading("price", ["1.015 EUR", "2.250 EUR"])
    #expect(money.column.low == 1015)
    #expect(money.currency == "EUR")
    let german = try reading("wert", ["1.234", "2.345"], .init(language: "de"))
    #expect(german.column.low == 1234)
    let english = try reading("ratio", ["1.234", "2.345"], .init(language: "en"))
    #expect(english.column.low == 1.234)
  }

  @Test("years beside a text for what is not known are years, where the column is named as one")
  func yearsWithGaps() throws {
    let years = (0..<12).map { "\(1635 + 17 * $0)" }
    let rows = (years + ["unknown"]).map { JSONValue.array([.string($0)]) }
    var column = try #require(Profile(rows).columns.values.first)
    column.path = DataPath([.key("Made")])
    #expect(ColumnReading(column).kind == .year)
    column.path = DataPath([.key("Visitors")])
    #expect(ColumnReading(column).kind == .numberText)
  }

  @Test("numbers that contradict each other stay texts")
  func contradiction() throws {
    #expect(
      try reading("size", ["1.5", "1,5"]).kind == .text
        || reading("size", ["1.5", "1,5"]).conversion == .none)
    #expect(try reading("size", ["12 kg", "3 lb"]).conversion == .none)
    #expect(try reading("code", ["007", "008"]).conversion == .none)
  }

  @Test("a unit, a currency and a share belong to the column")
  func units() throws {
    #expect(try reading("growth", ["(1.5%)", "2.4%"]).unit == "%")
    #expect(try reading("rent", ["$549,000", "$1"]).currency == "USD")
    #expect(try reading("length", ["12 m", "9 m"]).unit == "m")
    #expect(try reading("followers", ["12.5k", "900"]).column.high == 12_500)
  }

  @Test("years are years by their name, or where they count up")
  func years() throws {
    #expect(try reading("year", [1909, 1911]).kind == .year)
    #expect(try reading("x", [2001, 2002, 2003, 2004]).kind == .year)
    #expect(try reading("people", [1909, 1911, 2150]).kind == .int)
  }

  @Test(
    "the order of day and month is that of the whole column",
    arguments: [
      (["03/11/2026", "13/11/2026"], ["2026-11-03", "2026-11-13"]),
      (["11/03/2026", "11/13/2026"], ["2026-11-03", "2026-11-13"]),
      // Rows in order make small steps.
      (["01/02/2026", "02/02/2026", "03/02/2026"], ["2026-02-01", "2026-02-02", "2026-02-03"]),
      (["2015/01/02", "2015/01/03"], ["2015-01-02", "2015-01-03"]),
    ])
  func days(_ texts: [String], _ days: [String]) throws {
    let column = try reading("when", texts)
    #expect(column.kind == .time)
    #expect(Array(column.column.distinct) == days)
  }

  @Test("moments are told apart from days")
  func moments() throws {
    let slashed = try reading("when", ["2015/01/01 01:00:00", "2015/01/01 02:00:00"])
    #expect(slashed.conversion == .moment(dayFirst: nil))
    let spoken = try reading(
      "when", ["vor 3 Stunden", "gestern", "12.11.2026"], .init(now: 1_795_692_387))
    #expect(spoken.kind == .timeSeconds)
    let micro = try reading("t", [1_795_692_387_000_000, 1_795_692_447_000_000])
    #expect(micro.conversion == .epoch)
    #expect(micro.column.low == 1_795_692_387)
  }

  @Test("t is a time only when its values are")
  func letter() throws {
    let warm = try reading("t", [21.4, 23.0])
    #expect(FieldName("t").label(of: warm) == "Temperature")
    let time = try reading("t", [1_795_692_387, 1_795_692_447])
    #expect(FieldName("t").label(of: time) == "Time")
  }

  @Test(
    "scores, versions and clock times are no dates",
    arguments: [["2-1", "0-0"], ["1.2.3", "1.2.4"], ["08:05", "08:12"], ["1/2", "3/4"]])
  func noDates(_ texts: [String]) throws {
    let column = try reading("x", texts)
    #expect(!column.kind.isTime && column.conversion == .none)
  }
}
