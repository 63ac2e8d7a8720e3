import BlockModel
import Foundation

/// An order the wish asks for in plain words: "highest income first", "sorted by price",
/// "newest first" (`authoring.md` C5.5).
struct WishedOrder: Hashable {
  /// Words for the field, lower case; empty when any field of its kind is meant.
  var field: String
  var isDescending: Bool
  /// The order of time: "newest first".
  var isTime = false

  private static let large: Set<Substring> = [
    "highest", "largest", "biggest", "greatest", "longest", "most",
  ]

  /// `nil` when the sentence says no order plainly.
  init?(_ sentence: String) {
    let text = sentence.lowercased()
    if let found = text.firstMatch(of: #/\b(newest|latest|most recent|oldest|earliest) first\b/#) {
      self.init(field: "", isDescending: !["oldest", "earliest"].contains(found.1), isTime: true)
    } else if let found = text.firstMatch(
      of:
        #/\b(highest|largest|biggest|greatest|longest|most|lowest|smallest|shortest|least|fewest) ((?:\w+ ){0,2}\w+) first\b/#
    ) {
      self.init(field: String(found.2), isDescending: Self.large.contains(found.1))
    } else if text.contains(#/\bcheapest first\b/#) {
      self.init(field: "price", isDescending: false)
    } else if let found = text.firstMatch(
      of: #/\b(?:sorted|ordered|ranked) by ([\w]+(?: \w+)?) ?,? (ascending|descending)\b/#)
    {
      self.init(field: String(found.1), isDescending: found.2 == "descending")
    } else {
      return nil
    }
  }

  private init(field: String, isDescending: Bool, isTime: Bool = false) {
    self.field = field
    self.isDescending = isDescending
    self.isTime = isTime
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

  /// The field that is meant: named by the words, or the only one that holds times.
  private func fieldName(in rows: [JSONValue]) -> String? {
    let names = rows.first?.object.map { Array($0.keys) } ?? []
    let parts = field.split(separator: " ")
    let meant = names.filter { name in
      let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
      return isTime
        ? !Self.timeWords.isDisjoint(with: words.map(String.init))
        : parts.contains { part in words.contains { $0 == part || $0 + "s" == part } }
    }
    return meant.count == 1 ? meant[0] : nil
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
