import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@testable import Authoring

@Suite("Cards of a page have the names that stand before their values")
struct LabelledCardTests {
  /// How a page writes a label and its value in each card.
  enum Form: String, Sendable, CaseIterable {
    case list, divided, table, items, paragraphs, breaks, spans

    /// The values of a card, without those it lacks.
    func card(_ values: [(label: String, value: String?)]) -> String {
      let there = values.compactMap { pair in pair.value.map { (pair.label, $0) } }
      func all(_ each: (String, String) -> String) -> String { there.map(each).joined() }
      return switch self {
      case .list: "<dl>\(all { "<dt>\($0)</dt><dd>\($1)</dd>" })</dl>"
      case .divided: "<dl>\(all { "<div><dt>\($0):</dt><dd>\($1)</dd></div>" })</dl>"
      case .table: "<table>\(all { "<tr><th>\($0)</th><td>\($1)</td></tr>" })</table>"
      case .items: "<ul>\(all { "<li>\($0): \($1)</li>" })</ul>"
      case .paragraphs: all { "<p><strong>\($0):</strong> \($1)</p>" }
      case .breaks: "<p>\(there.map { "<b>\($0):</b> \($1)" }.joined(separator: "<br>"))</p>"
      case .spans:
        all { "<div><span class=label>\($0)</span><span class=value>\($1)</span></div>" }
      }
    }
  }

  /// Of four huts one names no warden, so that places in a card tell nothing.
  private static func page(_ form: Form) -> String {
    let huts = [
      ("North Hut", "£20", "Ines", "4"), ("Lake Hut", "£35", nil, "6"),
      ("Mill Hut", "£28", "Omar", "2"), ("Fell Hut", "£51", "Lena", "8"),
    ]
    let cards = huts.map { name, price, warden, beds in
      "<li class=hut><h3>\(name)</h3>"
        + form.card([("Price", price), ("Warden", warden), ("Beds", beds)]) + "</li>"
    }
    return "<!doctype html><title>Huts</title><h1>Huts</h1><ul class=huts>\(cards.joined())</ul>"
  }

  private func draft(_ sentence: String, _ form: Form) async throws -> BlockDraft {
    let workshop = Workshop()
    let source = try LoopbackSource { _ in
      LoopbackSource.Answer(type: "text/html", body: Array(Self.page(form).utf8))
    }
    let result = await workshop.draft(sentence, "huts.html", from: source)
    await workshop.runner.shutdown()
    switch result {
    case .draft(let draft): return draft
    case .answer(let answer): throw answer
    }
  }

  @Test("they are fields that a sentence speaks of", arguments: Form.allCases)
  func fields(_ form: Form) async throws {
    let draft = try await draft("huts with more than 3 beds, cheapest first @", form)
    let rows = draft.outcome.data?["rows"]?.array ?? []
    #expect(rows.compactMap { $0["title"]?.string } == ["North Hut", "Lake Hut", "Fell Hut"])
    #expect(rows.compactMap { $0["beds"]?.number } == [4, 6, 8])
    #expect(rows.compactMap { $0["price"]?.number } == [20, 35, 51])
  }

  @Test(
    "the script reads them by their labels, so that a card may lack some", arguments: Form.allCases)
  func labels(_ form: Form) async throws {
    let draft = try await draft("warden and beds of huts @", form)
    let rows = draft.outcome.data?["rows"]?.array ?? []
    #expect(rows.map { $0["beds"]?.number } == [4, 6, 2, 8])
    #expect(rows.compactMap { $0["warden"]?.string } == ["Ines", "Omar", "Lena"])
    #expect(draft.files.script.contains("\"Warden\""))
  }
}
