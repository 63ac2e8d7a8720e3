import BlockModel
import Testing

private let count = Param(name: "n", kind: .number(min: 1, max: 30, step: nil))
private let size = Param(name: "size", kind: .number(min: 0, max: 10, step: 2.5))
private let language = Param(
  name: "lang",
  kind: .choice([.init(value: "de", label: "German"), .init(value: "en", label: "English")]))
private let alerts = Param(name: "alerts", kind: .boolean)
private let day = Param(name: "day", kind: .date)
private let title = Param(name: "title", kind: .text)

@Suite("Values of parameters")
struct ParamValueTests {
  @Test(
    "a value is read as what the parameter is",
    arguments: [
      (count, "5", 5), (count, " 7 ", 7), (count, 30, 30), (count, 5.0, 5), (count, "2.5", 2.5),
      (count, "1e1", 10), (size, "7.5", 7.5), (size, 10, 10), (language, "de", "de"),
      (language, "DE", "de"), (language, "english", "en"), (alerts, true, true),
      (alerts, "on", true),
      (alerts, "No", false), (alerts, 1, true), (alerts, "0", false),
      (day, "2028-02-29", "2028-02-29"),
      (title, "a b", "a b"), (title, 5, "5"), (title, "", ""), (count, "", .null),
      (day, .null, .null),
      (
        Param(name: "big", kind: .number(min: nil, max: nil, step: nil)), "9007199254740993",
        9_007_199_254_740_993
      ),
    ] as [(Param, JSONValue, JSONValue)])
  func reads(param: Param, given: JSONValue, value: JSONValue) throws {
    #expect(try param.value(given) == value)
  }

  @Test(
    "what it is not is refused with what to write",
    arguments: [
      (count, "five", "'n' needs a number, not 'five'; write 5"),
      (count, "1,5", "'n' needs a number, not '1,5'; write 1.5"),
      (count, "0x10", "'n' needs a number, not '0x10'"),
      (count, "nan", "'n' needs a number, not 'nan'"),
      (count, "1e999", "'n' needs a number, not '1e999'"),
      (count, true, "'n' needs a number, not true"),
      (count, 31, "'n' must be at most 30, not 31"),
      (count, "0", "'n' must be at least 1, not 0"),
      (count, 1e300, "'n' must be at most 30, not 1e+300"),
      (size, 4, "'size' goes in steps of 2.5, and 4 is between two; write 2.5 or 5"),
      (language, "fr", "'lang' must be one of de, en, not 'fr'"),
      (language, "Germn", "'lang' must be one of de, en, not 'Germn'; write German"),
      (alerts, "ture", "'alerts' is either on or off, not 'ture'; write true"),
      (alerts, 2, "'alerts' is either on or off, not 2"),
      (day, "31.12.2026", "'day' needs a day like 2026-11-23, not '31.12.2026'; write 2026-12-31"),
      (day, "12/31/2026", "'day' needs a day like 2026-11-23, not '12/31/2026'; write 2026-12-31"),
      (day, "2026-02-30", "'day' needs a day like 2026-11-23, not '2026-02-30'"),
      (day, "01/02/2026", "'day' needs a day like 2026-11-23, not '01/02/2026'"),
      (day, 20_261_231, "'day' needs a day like 2026-11-23, not 20261231"),
      (title, [1], "'title' needs a text, not [1]"),
      (
        Param(name: "key", kind: .text, isRequired: true), "  ", "'key' needs a value"
      ),
    ] as [(Param, JSONValue, String)])
  func refuses(param: Param, given: JSONValue, message: String) {
    let problem = #expect(throws: ParamProblem.self) { try param.value(given) }
    #expect(problem?.description == message)
  }
}
