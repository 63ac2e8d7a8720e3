import Testing

@testable import Sentences

@Suite("A sentence that ends in an alert is parted from it")
struct AlertClauseTests {
  @Test(
    "what is shown, and what is watched",
    arguments: [
      (
        "prices from https://a.example/p.json and tell me when one is under 20",
        "prices from https://a.example/p.json", "is under 20"
      ),
      (
        "tell me when the price of Tea drops below 5 https://a.example/p.json",
        "https://a.example/p.json", "the price of Tea drops below 5"
      ),
      (
        "trams of https://a.example/t.json, alert me if more than 3 are late",
        "trams of https://a.example/t.json", "more than 3 are late"
      ),
      (
        "sag mir Bescheid, wenn der Preis unter 5 fällt https://a.example/p.json",
        "https://a.example/p.json", "der Preis unter 5 fällt"
      ),
      (
        "préviens-moi quand un fromage est épuisé https://a.example/f.html",
        "https://a.example/f.html", "un fromage est épuisé"
      ),
      (
        "avísame cuando el precio baja de 5 https://a.example/p.json", "https://a.example/p.json",
        "el precio baja de 5"
      ),
    ])
  func parts(_ sentence: String, _ rest: String, _ condition: String) throws {
    let clause = try #require(AlertClause(sentence, LinkerTests.lexicons))
    #expect(clause.rest == rest)
    #expect(clause.condition == condition)
  }

  @Test(
    "what asks for no alert has none",
    arguments: [
      "prices from https://a.example/p.json", "alerts of https://a.example/alerts.json",
      "tell me the price of Tea https://a.example/p.json",
      "weather alerts when it storms https://a.example/w.json",
      "tell me when https://a.example/p.json",
    ])
  func none(_ sentence: String) {
    #expect(AlertClause(sentence, LinkerTests.lexicons) == nil)
  }

  @Test("only what may ask for a time as well is read otherwise when nothing can be watched")
  func mayAsk() throws {
    let asks = try #require(
      AlertClause("tell me when the next match is https://a.example/m.json", LinkerTests.lexicons))
    #expect(asks.mayAsk)
    let alerts = try #require(
      AlertClause("notify me when it rains https://a.example/m.json", LinkerTests.lexicons))
    #expect(!alerts.mayAsk)
  }
}
