import BlockModel
import Foundation
import Notation

/// Numbers of a card that end where the source's number has a separator: 1 of `1,008.6 hPa`.
struct CutNumbers {
  /// Characters between a name in the source and its number.
  private static let reach = 60
  /// Characters of the answers that are searched.
  private static let maximumCharacters = 400_000
  /// Places of a name that are looked at.
  private static let maximumPlaces = 40

  let values: [ShownValue]

  /// - Parameter answers: what the sources answered; asked for only when a number may be cut.
  func findings(_ answers: () -> [String]) -> [CandidateFinding] {
    let suspects = values.compactMap { shown -> (ShownValue, Int64)? in
      guard !shown.isOfRows, shown.values.count == 1,
        let number = shown.values[0].number.flatMap({ Int64(exactly: $0) }),
        (1..<1000).contains(abs(number)), shown.name.count >= 4
      else { return nil }
      return (shown, number)
    }
    guard !suspects.isEmpty else { return [] }
    let source = PlainText.of(
      String(answers().joined(separator: " ").prefix(Self.maximumCharacters)))
    return suspects.compactMap { shown, number in
      guard let written = cut(String(abs(number)), behind: shown.name, in: source) else {
        return nil
      }
      return CardLook.odd(
        "'\(shown.name)' shows \(number), and the source says “\(written)”: the number is cut off at its separator. Read it with text.number.",
        "“\(shown.name)” is cut off: the source says “\(written)”")
    }
  }

  /// The number of the source behind this name that only begins with the digits; `nil` when the
  /// digits stand behind it by themselves.
  private func cut(_ digits: String, behind name: String, in source: String) -> String? {
    var found: String?
    var start = source.startIndex
    for _ in 0..<Self.maximumPlaces {
      guard
        let place = source.range(
          of: name, options: .caseInsensitive, range: start..<source.endIndex)
      else { break }
      start = place.upperBound
      let behind = String(source[start...].prefix(Self.reach))
      // What is behind the first number speaks of something else.
      guard let match = behind.firstMatch(of: #/\d+(?:[.,'’\u{00A0}\u{202F}]\d+)*/#) else {
        continue
      }
      let number = String(match.0)
      if number == digits { return nil }
      // `410.00` is all of 410.
      guard found == nil, number.prefix(while: \.isNumber) == digits, !isWhole(number, digits),
        isText(number, behind: behind[..<match.range.lowerBound])
      else { continue }
      found = number
    }
    return found
  }

  /// Is the number what its first digits say, in either way of writing fractions?
  private func isWhole(_ number: String, _ digits: String) -> Bool {
    guard let text = NumberText(number), let value = Double(digits) else { return false }
    return DecimalMark.allCases.contains { text.value(decimal: $0) == value }
  }

  /// It is a number as people write it: not two of a list, and not one as JSON writes it, which nobody
  /// cuts by mistake.
  private func isText(_ number: String, behind before: Substring) -> Bool {
    guard
      number.wholeMatch(
        of: #/\d{1,3}(?:[.,'’\u{00A0}\u{202F}]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+/#) != nil
    else { return false }
    guard let last = before.last(where: { !$0.isWhitespace }) else { return true }
    return !"[,;".contains(last)
      && !(last == ":" && number.wholeMatch(of: #/\d+\.\d+/#) != nil)
  }
}
