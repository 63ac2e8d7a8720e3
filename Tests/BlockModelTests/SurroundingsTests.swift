import Foundation
import Testing

@testable import BlockModel

@Suite("Where a person is, as the machine says it")
struct SurroundingsTests {
  @Test(
    "the language comes from the variables in their order",
    arguments: [
      (["LANG": "de_DE.UTF-8"], "de-DE"), (["LANG": "pt_BR@euro"], "pt-BR"), (["LANG": "C"], "en"),
      (["LANG": "C.UTF-8"], "en"), (["LANG": "POSIX"], "en"), ([:], "en"),
      (["LC_ALL": "fr", "LANG": "de_DE"], "fr"), (["LC_ALL": "", "LC_TIME": "it_IT"], "it-IT"),
      (["LANG": "../../etc"], "en"),
    ])
  func language(_ environment: [String: String], _ locale: String) {
    #expect(Surroundings(environment: environment, zone: .gmt).locale == locale)
  }

  @Test(
    "a zone has the name that scripts know, or is UTC",
    arguments: [("Europe/Lisbon", "Europe/Lisbon"), ("GMT", "UTC"), ("GMT+0200", "UTC")])
  func zone(_ identifier: String, _ zone: String) throws {
    let given = try #require(TimeZone(identifier: identifier))
    #expect(Surroundings(environment: [:], zone: given).zone == zone)
  }

  @Test(
    "what is chosen holds, the rest is the machine's",
    arguments: [
      ("Asia/Tokyo", "pt-BR", "Asia/Tokyo", "pt-BR"), (nil, "de", nil, "de"), (" ", "", nil, nil),
      (" Europe/Lisbon ", nil, "Europe/Lisbon", nil), ("UTC", nil, "UTC", nil),
    ] as [(String?, String?, String?, String?)])
  func choice(_ zone: String?, _ locale: String?, _ zoneThen: String?, _ localeThen: String?)
    throws
  {
    let choice = try SurroundingsChoice(zone: zone, locale: locale)
    #expect((choice.zone, choice.locale) == (zoneThen, localeThen))
    #expect(choice.resolved.zone == zoneThen ?? Surroundings.machine.zone)
    #expect(choice.resolved.locale == localeThen ?? Surroundings.machine.locale)
    #expect(SurroundingsChoice(json: choice.json) == choice)
  }

  @Test(
    "what nobody has is refused, and what is near it is named",
    arguments: [
      ("Lisbon", nil, "did you mean 'Europe/Lisbon'?"), ("Europe/Berln", nil, "Europe/Berlin"),
      ("GMT+0200", nil, "not a time zone"), ("5", nil, "not a time zone"),
      (nil, "xx", "not a locale"), (nil, "pt_BR", "write \"pt-BR\""), (nil, "klingon", "locale"),
    ] as [(String?, String?, String)])
  func mistakes(_ zone: String?, _ locale: String?, _ words: String) {
    let problem = #expect(throws: SurroundingsChoice.Problem.self) {
      _ = try SurroundingsChoice(zone: zone, locale: locale)
    }
    #expect(problem?.description.contains(words) ?? false, "\(problem?.description ?? "")")
  }

  @Test("a task may be for somebody else, and a block speaks its own language")
  func others() throws {
    let choice = try SurroundingsChoice(zone: "America/Lima", locale: "es")
    SurroundingsChoice.$ofTask.withValue(choice) {
      #expect(Surroundings.current == Surroundings(zone: "America/Lima", locale: "es"))
      #expect(CivilDay(Date(timeIntervalSince1970: 1_800_000_000 - 28_800)).day == 14)
      #expect(Manifest(name: "A", locale: "de").surroundings.locale == "de")
      #expect(Manifest(name: "A").surroundings.locale == "es")
    }
    #expect(Surroundings(zone: "UTC", locale: "en").formats.identifier == "en_GB")
    #expect(Surroundings(zone: "UTC", locale: "en-US").formats.identifier == "en-US")
  }
}
