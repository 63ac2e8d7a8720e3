import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@testable import Authoring

@Suite("A sentence picks rows of each group, and counts by spans of time")
struct GroupSentenceTests {
  static let orders = """
    [{"order": "A1", "customer": "Ines", "total": 40.5, "placed": "2026-01-03T09:30:00Z", "built": 1998},
     {"order": "A2", "customer": "Ines", "total": 12.0, "placed": "2026-01-03T17:05:00Z", "built": 2021},
     {"order": "A3", "customer": "Omar", "total": 77.9, "placed": "2026-01-20T11:00:00Z", "built": 2010},
     {"order": "A4", "customer": "Omar", "total": 80.0, "placed": "2026-03-02T08:00:00Z", "built": 2024},
     {"order": "A5", "customer": "Lena", "total": 5.25, "placed": null, "built": 1975},
     {"order": "A6", "customer": "", "total": 99.0, "placed": "2026-03-09T23:59:00Z", "built": 2001}]
    """

  private func draft(_ sentence: String) async throws -> AuthoringResult {
    let workshop = Workshop()
    let source = try LoopbackSource { _ in
      LoopbackSource.Answer(type: "application/json", body: Array(Self.orders.utf8))
    }
    let result = await workshop.draft(sentence, "orders.json", from: source)
    await workshop.runner.shutdown()
    return result
  }

  private func rows(_ sentence: String) async throws -> (JSONValue, Manifest, String) {
    switch try await draft(sentence) {
    case .draft(let draft):
      return (
        draft.outcome.data?["rows"] ?? .null, draft.files.manifest, draft.explanation
      )
    case .answer(let answer): throw answer
    }
  }

  @Test(
    "the first rows of each value",
    arguments: [
      ("most expensive order per customer @", ["A4", "A1", "A5"], "Orders: highest total per"),
      ("the smallest order of each customer @", ["A5", "A2", "A3"], "lowest total per customer"),
      (
        "the top 2 orders of each customer by total @", ["A4", "A3", "A1", "A2", "A5"], "2 highest"
      ),
      ("latest order of each customer @", ["A4", "A2", "A5"], "newest per customer"),
      ("größte Bestellung pro customer @", ["A4", "A1", "A5"], "highest total per customer"),
    ])
  func leaders(_ sentence: String, _ wanted: [String], _ title: String) async throws {
    let (rows, manifest, explanation) = try await rows(sentence)
    #expect(rows.array?.compactMap { $0["order"]?.string } == wanted, "\(explanation)")
    #expect(manifest.name.contains(title), "\(manifest.name)")
    #expect(explanation.contains("of each customer"))
  }

  @Test(
    "a list that is called as one of its fields has groups all the same",
    arguments: [
      "cheapest loaf per bakery @", "the cheapest loaf of each bakery @",
      "cheapest loaf of every bakery, just loaf and price @",
    ])
  func named(_ sentence: String) async throws {
    let workshop = Workshop()
    let source = try LoopbackSource { _ in
      LoopbackSource.Answer(
        type: "application/json",
        body: Array(
          """
          {"bakeries": [{"loaf": "Rye", "bakery": "Kern", "price": 4.2},
            {"loaf": "Spelt", "bakery": "Kern", "price": 5.1},
            {"loaf": "Brioche", "bakery": "Lune", "price": 6.5}]}
          """.utf8))
    }
    let result = await workshop.draft(sentence, "loaves.json", from: source)
    await workshop.runner.shutdown()
    guard case .draft(let draft) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(
      draft.outcome.data?["rows"]?.array?.compactMap { $0["loaf"]?.string } == ["Rye", "Brioche"])
  }

  @Test(
    "spans of time are counted, and what has no time is in none",
    arguments: [
      ("how many orders per day @", [1, 1, 1, 2]),
      ("number of orders per month @", [2, 3]),
      ("orders by week as a bar chart @", [2, 1, 1, 1]),
      ("total per month @", [179, 130.4]),
    ])
  func spans(_ sentence: String, _ wanted: [Double]) async throws {
    let (rows, _, explanation) = try await rows(sentence)
    #expect(rows.array?.compactMap { $0["value"]?.number } == wanted, "\(explanation)")
  }

  @Test(
    "groups stand in the order of their names, or of their times",
    arguments: [
      ("total per customer, alphabetically @", [52.5, 5.25, 157.9]),
      ("sum of total per customer sorted by customer descending, limit 2 @", [157.9, 5.25]),
      ("total per customer @", [157.9, 99, 52.5, 5.25]),
      ("how many orders per built, sorted by built @", [1, 1, 1, 1]),
      ("total per month, sorted by placed @", [130.4, 179]),
    ])
  func named(_ sentence: String, _ wanted: [Double]) async throws {
    let (rows, _, explanation) = try await rows(sentence)
    let values = rows.array?.compactMap { $0["value"]?.number } ?? []
    #expect(
      Array(values.suffix(wanted.count)).map { ($0 * 100).rounded() / 100 } == wanted,
      "\(explanation)")
  }

  @Test(
    "ages are told from moments and from years",
    arguments: [
      ("orders built more than 10 years ago @", ["A1", "A3", "A5", "A6"]),
      ("orders older than 40 years @", ["A5"]),
    ])
  func ages(_ sentence: String, _ wanted: [String]) async throws {
    let (rows, _, explanation) = try await rows(sentence)
    #expect(rows.array?.compactMap { $0["order"]?.string } == wanted, "\(explanation)")
    #expect(explanation.contains("years ago"), "\(explanation)")
  }

  @Test(
    "how many of each is asked",
    arguments: ["most expensive orders per customer @", "cheapest order per month @"])
  func asked(_ sentence: String) async throws {
    guard case .answer(let answer) = try await draft(sentence) else {
      Issue.record("a block was made of \(sentence)")
      return
    }
    #expect(!answer.message.isEmpty)
  }
}
