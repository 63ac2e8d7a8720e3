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
}
