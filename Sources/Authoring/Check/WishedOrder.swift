import BlockModel
import Foundation
import Sentences

/// The order of rows that a sentence asks for plainly, held against data: "highest income first",
/// "sorted by price descending", "newest first".
struct WishedOrder {
  /// Words that say that rows stand in an order; "the largest lakes" alone may mean a choice.
  private static let plainWords: Set<String> = ["first", "sorted", "ordered", "ranked", "sort"]

  private let order: WishOrder
  private let isDescending: Bool

  /// `nil` when the sentence says no order, or not plainly.
  init?(_ wish: Wish) {
    let orders = wish.parts.compactMap { part in
      if case .order(let order) = part.meaning { order } else { nil }
    }
    let words = wish.withoutAddress.lowercased().split { !$0.isLetter }.map(String.init)
    guard let order = orders.first, orders.count == 1, let isDescending = order.isDescending,
      order.isByTime || !order.fields.isEmpty, !Self.plainWords.isDisjoint(with: words)
    else { return nil }
    self.order = order
    self.isDescending = isDescending
  }

  /// A list and its field that is not in this order; `nil` when one is, or it cannot be told.
  func violation(in data: JSONValue) -> (list: String, field: String)? {
    var violation: (String, String)?
    for (list, value) in data.object ?? [:] {
      guard let rows = value.array, rows.count >= 3, let name = fieldName(in: rows) else {
        continue
      }
      let values = rows.compactMap { Self.comparable($0[name]) }
      guard values.count >= 3, values.count * 2 > rows.count else { continue }
      if Self.isSorted(isDescending ? values.reversed() : values) { return nil }
      violation = violation ?? (list, name)
    }
    return violation
  }

  /// The field that is meant, when only one can be: named by the words, or the one with times.
  private func fieldName(in rows: [JSONValue]) -> String? {
    let names = (rows.first?.object.map { Array($0.keys) } ?? []).map { name in
      (name, words: Set(name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)))
    }
    let wanted =
      order.isByTime
      ? [Self.timeWords]
      : order.fields.map { field in
        Set(field.split(separator: " ").flatMap { [String($0), $0 + "s", String($0.dropLast())] })
      }
    for words in wanted {
      let meant = names.filter { !$0.words.isDisjoint(with: words) }
      if !meant.isEmpty { return meant.count == 1 ? meant[0].0 : nil }
    }
    return nil
  }

  private static let timeWords: Set<String> = [
    "time", "date", "published", "updated", "created", "at", "when", "start",
  ]

  private static func isSorted(_ values: [Double]) -> Bool {
    zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }
  }

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
