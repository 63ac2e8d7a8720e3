import BlockModel
import BlockUI
import Notation

/// The record that a card's title names, held against the one whose number it shows: the price of the
/// white truffle under "Black truffle".
struct SourceRecords {
  /// Characters of an answer, and records of a list, that are looked at.
  private static let maximumCharacters = 1_000_000
  private static let maximumRecords = 500
  /// Letters of a name, and digits of a number, that are no chance.
  private static let minimumName = 4
  private static let minimumDigits = 3

  let values: [ShownValue]
  let card: String

  /// - Parameter answers: what the sources answered; asked for only when there is a number to compare.
  func findings(_ answers: () -> [String]) -> [CandidateFinding] {
    let stats = values.compactMap { shown -> (name: String, digits: String)? in
      guard shown.component == .stat, !shown.isOfRows, shown.field.at.hasSuffix("/value"),
        let digits = shown.values.first.flatMap(Self.digits)
      else { return nil }
      return (shown.name, digits)
    }
    let title = card.prefix { !$0.isNewline }.lowercased()
    guard !stats.isEmpty, !title.isEmpty else { return [] }
    return answers().filter { $0.utf8.count <= Self.maximumCharacters }
      .compactMap { try? JSONValue(parsing: $0) }.flatMap(Self.lists)
      .compactMap { finding(in: $0, stats, title) }
  }

  private func finding(
    in records: [JSONValue], _ stats: [(name: String, digits: String)], _ title: String
  ) -> CandidateFinding? {
    let text = card.lowercased()
    for key in records[0].object?.keys ?? [] {
      let names = records.map { $0[key]?.string?.lowercased() ?? "" }
      let named = names.indices.filter { isNamed(names[$0], in: title) }
      guard named.count == 1,
        // A card that names several compares them.
        !names.indices.contains(where: { $0 != named[0] && isNamed(names[$0], in: text) })
      else { continue }
      let own = Self.allDigits(of: records[named[0]])
      for stat in stats where !own.contains(stat.digits) {
        guard
          let other = records.indices.first(where: {
            $0 != named[0] && Self.allDigits(of: records[$0]).contains(stat.digits)
          }), let name = records[other][key]?.string
        else { continue }
        return CardLook.odd(
          "The title names “\(records[named[0]][key]?.string ?? "")”, and '\(stat.name)' shows the number of “\(name)”.",
          "“\(stat.name)” is that of “\(name)”")
      }
    }
    return nil
  }

  private func isNamed(_ name: String, in text: String) -> Bool {
    guard name.count >= Self.minimumName, name.contains(where: \.isLetter),
      let place = text.firstRange(of: name)
    else { return false }
    let before =
      place.lowerBound == text.startIndex
      ? nil : text[text.index(before: place.lowerBound)]
    let behind = place.upperBound == text.endIndex ? nil : text[place.upperBound]
    return before?.isLetter != true && behind?.isLetter != true
  }

  private static func lists(_ value: JSONValue) -> [[JSONValue]] {
    switch value {
    case .object(let members): members.values.flatMap(lists)
    case .array(let elements):
      ((2...maximumRecords).contains(elements.count)
        && elements.allSatisfy { $0.object?.isEmpty == false } ? [elements] : [])
        + elements.prefix(maximumRecords).flatMap(lists)
    case .null, .bool, .integer, .number, .string: []
    }
  }

  /// The digits of a number without the zeros around them: the same per kilo and per 100 g.
  private static func digits(of value: JSONValue) -> String? {
    let number: Double? =
      value.number
      ?? value.string.flatMap { NumberText($0) }.flatMap { text in
        text.isName ? nil : text.value(decimal: text.provenMark ?? .point)
      }
    guard let number, number.isFinite, abs(number) < 1e12 else { return nil }
    let text = JSONValue.number((number * 1e6).rounded()).json()
      .filter(\.isNumber).trimming { $0 == "0" }
    return text.count >= minimumDigits ? text : nil
  }

  private static func allDigits(of value: JSONValue) -> Set<String> {
    switch value {
    case .object(let members): members.values.reduce(into: []) { $0.formUnion(allDigits(of: $1)) }
    case .array(let elements): elements.reduce(into: []) { $0.formUnion(allDigits(of: $1)) }
    case .null, .bool: []
    case .integer, .number, .string: digits(of: value).map { [$0] } ?? []
    }
  }
}
