import Notation
import Testing

@Suite("Numbers as people write them")
struct NumberTextTests {
  @Test(
    "a number is read with its sign, scale and unit",
    arguments: [
      ("961,855", DecimalMark.point, 961_855.0, String?.none), ("$549,000", .point, 549_000, "$"),
      ("(1.5%)", .point, -1.5, "%"), ("12.5k", .point, 12_500, nil), ("-5 %", .point, -5, "%"),
      ("1.299,00 €", .comma, 1299, "€"), ("1.299,-", .comma, 1299, nil),
      ("1 842 W", .point, 1842, "W"), ("6,4 kWh", .comma, 6.4, "kWh"), ("+15", .point, 15, nil),
      ("−7", .point, -7, nil), ("3.", .point, 3, nil), ("8.123e+09", .point, 8.123e9, nil),
      ("€ 1 450", .comma, 1450, "€"), ("12,34,567", .point, 1_234_567, nil),
      ("1'234.50 CHF", .point, 1234.5, "CHF"), ("-$12.5", .point, -12.5, "$"),
      ("1.2 million", .point, 1_200_000, nil), (".5", .point, 0.5, nil),
      ("21.4 °C", .point, 21.4, "°C"),
    ])
  func reads(_ text: String, _ mark: DecimalMark, _ value: Double, _ unit: String?) throws {
    let number = try #require(NumberText(text))
    #expect(number.value(decimal: mark) == value)
    #expect(number.unit == unit)
  }

  @Test(
    "what is not one number is none",
    arguments: [
      "", "abc", "3 of 12", "12.11.2026 10:30", "2026-11-26", "10:30", "3/4", "1st", "B2B",
      "5 apples and",
      "9 pm", "3 hours ago", "1.2.3-beta", "v2", "10–20", "(555) 123 4567",
    ])
  func refuses(_ text: String) { #expect(NumberText(text) == nil) }

  @Test(
    "addresses, versions and dates are no value", arguments: ["192.168.0.1", "12.11.2026", "1.2.3"])
  func groups(_ text: String) {
    #expect(NumberText(text)?.value(decimal: .point) == nil)
    #expect(NumberText(text)?.value(decimal: .comma) == nil)
  }

  @Test(
    "the decimal mark of a column is proven by any of its numbers, or by none",
    arguments: [
      (["1.234", "12,5"], DecimalMark?.some(.comma)), (["1.234", "2.010"], nil),
      (["1,234", "1.5"], .point), (["0.123"], .point), (["1,234,567"], .point),
      (["1.5", "1,5"], nil), (["12", "7"], nil), (["1234.567"], .point),
    ])
  func marks(_ texts: [String], _ mark: DecimalMark?) {
    #expect(DecimalMark(provenBy: texts.compactMap { NumberText($0) }) == mark)
  }
}
