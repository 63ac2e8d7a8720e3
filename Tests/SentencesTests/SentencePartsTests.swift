import Testing

@testable import Sentences

@Suite("Several wishes in one sentence")
struct SentencePartsTests {
  @Test("are a sentence for each address")
  func addresses() {
    func parts(_ sentence: String) -> [String]? {
      SentenceParts.byAddress(sentence, LinkerTests.lexicons)
    }
    #expect(
      parts(
        "top stories of https://a.org/x.json and the cheapest products of b.org/y.csv, every hour")
        == [
          "top stories of https://a.org/x.json",
          "the cheapest products of https://b.org/y.csv every hour",
        ])
    #expect(
      parts("zeige https://a.org/x und https://b.org/y")
        == ["zeige https://a.org/x", "https://b.org/y"])
    #expect(parts("stories of https://a.org/x and again https://a.org/x") == nil)
    #expect(parts("stories of https://a.org/x and prices") == nil)
    #expect(parts("weather in Lisbon") == nil && parts("") == nil)
  }

  @Test("can be cut in two at every joint")
  func halves() {
    let halves = SentenceParts.halves(
      "weather in Lisbon, Porto and a to-do list", LinkerTests.lexicons)
    #expect(
      halves.map(\.first) == ["weather in Lisbon", "weather in Lisbon, Porto"])
    #expect(halves.map(\.second) == ["Porto and a to-do list", "a to-do list"])
    #expect(SentenceParts.halves("and", LinkerTests.lexicons).isEmpty)
  }
}
