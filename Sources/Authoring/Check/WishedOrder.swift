import BlockModel
import Foundation
import Sentences

/// The order of rows that a sentence asks for plainly, held against data: "highest income first",
/// "sorted by price descending", "newest first".
struct WishedOrder {
  private let order: SaidOrder
  /// The rows stand in it; else one of them may be chosen by it.
  let isOfRows: Bool

  /// `nil` when the sentence says no order.
  init?(_ sentence: ReadSentence) {
    guard let order = sentence.saidOrder else { return nil }
    self.order = order
    isOfRows = order.isPlain || WishedCount.read(sentence) ?? 0 > 1
  }

  /// What is not in the order.
  struct Violation {
    var list: String
    var field: String
    /// The order was compared as the source writes it; else it was read from texts or the field was
    /// guessed.
    var isSure: Bool
    /// The one that was chosen is not the first.
    var chosen: String?
  }

  /// A list and its field that is not in this order; `nil` when one is, or it cannot be told.
  func violation(in data: JSONValue) -> Violation? {
    var violation: Violation?
    for (list, value) in data.object ?? [:] {
      guard let rows = value.array, rows.count >= 3, let (name, isNamed) = field(of: rows) else {
        continue
      }
      let column = rows.map { $0[name] ?? .null }
      let plain = column.compactMap(Self.comparable)
      let isWritten = plain.count >= 3 && plain.count * 2 > rows.count
      guard let values = isWritten ? column.map(Self.comparable) : ColumnText(column).values else {
        continue
      }
      let ranked = values.map { value in order.isDescending ? value.map { -$0 } : value }
      let present = ranked.compactMap(\.self)
      if isOfRows {
        if zip(present, present.dropFirst()).allSatisfy({ $0 <= $1 }) { return nil }
        violation =
          violation
          ?? Violation(
            list: list, field: name, isSure: order.isPlain && isWritten && isNamed, chosen: nil)
      } else if isNamed, let first = present.min(),
        let chosen = data.object?.first(where: { _, value in
          value.object != nil && rows.contains(value)
        }), let place = rows.firstIndex(of: chosen.value), let own = ranked[place], own > first
      {
        violation =
          violation ?? Violation(list: list, field: name, isSure: false, chosen: chosen.key)
      }
    }
    return violation
  }

  /// The field that is meant, when only one can be: named by the words, or the one with times, or the
  /// only one that is a number.
  private func field(of rows: [JSONValue]) -> (name: String, isNamed: Bool)? {
    let keys = rows.first?.object.map { Array($0.keys) } ?? []
    let names = keys.map { name in
      (
        name,
        words: Set(Folding.fold(name).split { !$0.isLetter && !$0.isNumber }.map(String.init))
      )
    }
    for words in order.fields + (order.isByTime ? [Self.timeWords] : []) {
      let meant = names.filter { !$0.words.isDisjoint(with: words) }
      guard meant.count < 2 else { return nil }
      if let name = meant.first?.0, isComparable(name, in: rows) { return (name, true) }
    }
    guard !order.isByTime else { return nil }
    for word in order.others.sorted() {
      let meant = names.filter { $0.words.contains(word) && isComparable($0.0, in: rows) }
      if !meant.isEmpty { return meant.count == 1 ? (meant[0].0, false) : nil }
    }
    guard order.isOfMeasure else { return nil }
    let numbers = keys.filter { isComparable($0, in: rows) }
    return numbers.count == 1 ? (numbers[0], false) : nil
  }

  /// Its values are numbers or dates, and not the places of the rows.
  private func isComparable(_ name: String, in rows: [JSONValue]) -> Bool {
    let column = rows.map { $0[name] ?? .null }
    guard !column.enumerated().allSatisfy({ $1.integer == Int64($0 + 1) }) else { return false }
    return column.contains { Self.comparable($0) != nil } || ColumnText(column).values != nil
  }

  private static let timeWords: Set<String> = [
    "time", "date", "published", "updated", "created", "at", "when", "start", "datum", "zeit",
    "fecha", "hora", "heure", "giorno", "tijd",
  ]

  /// A number, a number written as text, or a moment as ISO 8601 writes it.
  private static func comparable(_ value: JSONValue?) -> Double? {
    guard let value else { return nil }
    if let number = value.number { return number }
    guard let text = value.string else { return nil }
    if let number = Double(text) { return number }
    if let date = try? Date(text, strategy: .iso8601) { return date.timeIntervalSince1970 }
    let day = Date.ISO8601FormatStyle().year().month().day()
    return (try? Date(text, strategy: day))?.timeIntervalSince1970
  }
}
