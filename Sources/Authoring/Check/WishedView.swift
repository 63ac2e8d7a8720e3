import BlockUI
import Sentences

/// The view that a sentence asks for in so many words, "as a bar chart", held against the card.
struct WishedView {
  private let view: Wish.View
  private let chartKind: String?

  /// `nil` when the sentence asks for no view that can be seen on a card.
  init?(_ wish: Wish) {
    // "in the table of …" may speak of the source.
    guard let part = wish.parts.first(where: { $0.meaning == .view }), let view = wish.view,
      view == .chart || view == .bars
        || view == .table && part.text.lowercased().contains(#/^(?:as|als) /#)
    else { return nil }
    self.view = view
    chartKind = wish.chartKind ?? (view == .bars ? "bar" : nil)
  }

  func finding(in components: [SpecElement]) -> CandidateFinding? {
    switch view {
    case .chart, .bars:
      let charts = components.filter { $0.component == .chart }
      if charts.isEmpty {
        guard !components.contains(where: Self.draws) else { return nil }
        return CardLook.odd(
          "The sentence asks for a chart, and the card has none.", "it shows no chart")
      }
      guard let chartKind else { return nil }
      let kinds = charts.compactMap { $0[.kind] }
      guard !kinds.isEmpty, !kinds.contains(where: { Self.isSame($0, chartKind) }) else {
        return nil
      }
      return CardLook.odd(
        "The sentence asks for a chart of the kind \(chartKind), and the card has one of the kind \(kinds[0]).",
        "its chart is of another kind")
    case .table:
      guard !components.contains(where: { $0.component == .table }) else { return nil }
      return CardLook.odd(
        "The sentence asks for a table, and the card has none.", "it shows no table")
    case .list, .number: return nil
    }
  }

  /// It draws its numbers without being a chart.
  private static func draws(_ component: SpecElement) -> Bool {
    switch component.component {
    case .progress, .strip: true
    case .stat: component.has(.spark)
    case .table: component[elements: .columns].contains { $0[.kind] == "progress" }
    default: false
    }
  }

  private static func isSame(_ kind: String, _ wanted: String) -> Bool {
    let families: [Set<String>] = [["pie", "donut"], ["line", "area", "sparkline"]]
    return kind == wanted || families.contains { $0.contains(kind) && $0.contains(wanted) }
  }
}
