import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import Drafting

@Suite("Several wishes in one sentence are asked for one by one")
struct SeveralTests {
  @Test("two addresses are two blocks, each with its words")
  func addresses() async {
    let workshop = Workshop()
    let result = await workshop.author.draft(
      AuthoringRequest(
        sentence:
          "top stories of https://a.example/x.json and the cheapest products of https://b.example/y.csv"
      )
    ) { _ in }
    guard case .answer(let answer) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(answer.kind == nil)
    #expect(
      answer.suggestions == [
        "top stories of https://a.example/x.json",
        "the cheapest products of https://b.example/y.csv",
      ])
    #expect(answer.message.hasPrefix("That is 2 blocks: “top stories of"))
    await workshop.runner.shutdown()
  }

  @Test(
    "two recipes are two blocks, one recipe with two words is one",
    arguments: [
      ("weather in Lisbon and top stories of Hacker News", 2), ("earthquakes and xkcd", 2),
      ("weather in Lisbon", 0), ("bitcoin and ethereum", 0), ("notes and thoughts", 0),
      ("weather in Rome, hacker news and a to-do list", 3),
      ("world clock of Lisbon and Tokyo", 0),
    ])
  func recipes(sentence: String, count: Int) {
    let catalogue = RecipeCatalogue(folder: TestPlaces.recipes)
    let isOne = catalogue.match(sentence)?.isSure ?? false
    let parts = isOne ? nil : catalogue.several(sentence)
    #expect((parts?.count ?? 0) == count, "\(parts ?? [])")
  }
}
