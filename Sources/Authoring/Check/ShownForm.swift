import BlockModel
import BlockUI
import Foundation

/// The form that single values of a card are shown in: a time is written for people, and a share is a
/// share.
struct ShownForm {
  /// Characters of a text that may be a time and little else.
  private static let shortText = 40

  let values: [ShownValue]
  let context: RenderContext

  var findings: [CandidateFinding] {
    values.compactMap { rawTime($0) ?? shareAsPercent($0) }
  }

  // MARK: Times

  /// `2026-11-27T12:00` as it stands in the source.
  private func rawTime(_ shown: ShownValue) -> CandidateFinding? {
    guard shown.field.format == nil, shown.showsText,
      let text = shown.values.lazy.compactMap(\.string).first(where: { text in
        text.count <= Self.shortText
          && text.contains(#/\b\d{4}-\d\d-\d\dT\d\d:\d\d/#)
      })
    else { return nil }
    return CardLook.odd(
      "'\(shown.name)' (\(shown.field.at)) shows the raw time “\(text)”; use a format such as time, datetime or relative.",
      "“\(shown.name)” shows a raw time")
  }

  // MARK: Shares

  /// A share of one, shown in percent as it is: 0.33 as 0.3 %.
  private func shareAsPercent(_ shown: ShownValue) -> CandidateFinding? {
    guard shown.field.format?.name == .percent, !shown.isOfRows,
      let share = shown.values.first?.number, share > 0, share < 1,
      let (part, whole) = quotient(share)
    else { return nil }
    return CardLook.odd(
      "'\(shown.name)' (\(shown.field.at)) is shown in percent, and \(JSONValue.number(share).json()) is \(Self.text(part)) of \(Self.text(whole)), which is \(Self.text(((part / whole) * 1000).rounded() / 10)) %: multiply it by 100, or use ratio instead of percent.",
      "“\(shown.name)” may be a hundred times too small")
  }

  private static func text(_ number: Double) -> String {
    (Int64(exactly: number).map(JSONValue.integer) ?? .number(number)).json()
  }

  /// Two numbers of the data whose quotient the share is, to the digit where it was not rounded.
  private func quotient(_ share: Double) -> (Double, Double)? {
    let numbers = Set(context.data.loneNumbers).filter { $0 > 1e-9 && $0 != share }
    for whole in numbers where whole > 2 {
      for part in numbers where part < whole {
        let exact = part / whole
        // What was rounded says little with fewer than two digits.
        let isRounded = [100.0, 1_000, 10_000].contains { scale in
          (exact * scale).rounded() / scale == share && (share * scale).rounded() >= 10
        }
        if abs(exact - share) < 1e-12 || isRounded { return (part, whole) }
      }
    }
    return nil
  }
}

extension ShownValue {
  /// It stands on the card as a text, not as a moment that the component writes.
  fileprivate var showsText: Bool {
    switch component {
    case .stat, .list, .table, .keyvalue, .text, .badge, .heading, .callout:
      !field.at.hasSuffix("/time")
    default: false
    }
  }
}

extension JSONValue {
  /// Numbers that stand in no row, and how long the lists are.
  fileprivate var loneNumbers: [Double] {
    switch self {
    case .object(let members): members.values.flatMap(\.loneNumbers)
    case .array(let rows): [Double(rows.count)]
    case .integer, .number: number.map { [$0] } ?? []
    case .null, .bool, .string: []
    }
  }
}
