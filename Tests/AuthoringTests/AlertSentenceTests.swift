import AuthoringWorkshop
import BlockModel
import BlockUI
import Foundation
import TestSupport
import Testing

@testable import Authoring

@Suite("A sentence makes a block with its alert")
struct AlertSentenceTests {
  static let stock = """
    [{"item": "Green tea", "price": 8.5, "stock": 4, "fresh": true},
     {"item": "Black tea", "price": 6.0, "stock": 0, "fresh": false},
     {"item": "Mint", "price": 4.2, "stock": 12, "fresh": true}]
    """

  private func draft(_ sentence: String) async throws -> AuthoringResult {
    let workshop = Workshop()
    let source = try LoopbackSource { _ in
      LoopbackSource.Answer(type: "application/json", body: Array(Self.stock.utf8))
    }
    let result = await workshop.draft(sentence, "stock.json", from: source)
    await workshop.runner.shutdown()
    return result
  }

  @Test(
    "the condition is over the rows of the card",
    arguments: [
      ("prices from @ and tell me when one is under 5", "item.price < 5", ["Mint"]),
      ("notify me when something is sold out @", "item.stock == 0", ["Black tea"]),
      ("alert me if the price of Green tea goes over 8 @", "item.price > 8", ["Green tea"]),
      ("tell me when the price of Green tea drops below 8 @", "item.price < 8", []),
      // The range of the stock fits better, and the price is spoken of.
      (
        "prices from @ and tell me when one is under 20", "item.price < 20",
        ["Green tea", "Black tea", "Mint"]
      ),
      // Beside other rows the alert is about the named one alone.
      (
        "prices from @ and tell me when the price of Green tea goes over 5",
        "item.item_value == 'Green tea' && item.price > 5", ["Green tea"]
      ),
      ("sag mir, wenn der Preis über 7 steigt @", "item.price > 7", ["Green tea"]),
    ])
  func made(_ sentence: String, _ when: String, _ hits: [String]) async throws {
    guard case .draft(let draft) = try await draft(sentence) else {
      Issue.record("nothing was made of \(sentence)")
      return
    }
    let alert = try #require(draft.files.manifest.alerts.first)
    #expect(alert.when == when)
    #expect(draft.explanation.contains("It tells you under Notices when"))
    let compiled = try CompiledAlert(alert)
    let data = try #require(draft.outcome.data)
    #expect(compiled.problems(in: data).isEmpty)
    let found = compiled.hits(
      RenderContext(data: data, block: BlockID(naming: "stock"), blockName: "stock")
    ).map { $0.text.prefix { $0 != ":" } }
    #expect(found.map(String.init) == hits)
  }

  @Test("what the source does not have is asked about, and nothing is made without it")
  func asked() async throws {
    for sentence in [
      "notify me when the humidity is over 80 @", "alert me if it rains @",
      "alert me when the price changes @", "notify me when one is under 20 @",
      "average price of @ and notify me when one is under 5",
    ] {
      guard case .answer = try await draft(sentence) else {
        Issue.record("a block was made of \(sentence)")
        continue
      }
    }
  }
}
