import BlockModel
import Foundation

/// Words of a sentence that stand for values, and cities that stand for time zones.
extension SubjectAssembly {
  mutating func readChoice(_ param: SubjectParam) {
    var found: [(range: Range<Int>, value: String)] = []
    for entry in param.table {
      for place in pieces.indices where isThere(entry.words, at: place) {
        let range = place..<(place + entry.words.count)
        guard !found.contains(where: { $0.range.overlaps(range) }) else { continue }
        found.append((range, entry.value))
      }
    }
    if let pattern = param.pattern {
      for token in Tokens.all(pieces) where token.allSatisfy({ !used[$0] }) {
        let text = pieces[token].typedWhole
        guard Tokens.fits(text, pattern), !found.contains(where: { $0.range.overlaps(token) })
        else { continue }
        found.append((token, text))
      }
    }
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    var values: [String] = []
    for (range, value) in found {
      // Only the first is the value of one; the next parameter may want the others.
      if !param.isList, !values.isEmpty, value != values[0] { continue }
      take(range)
      if !values.contains(value) { values.append(value) }
    }
    guard let first = values.first else { return }
    reading.values[param.name] = .string(param.isList ? values.joined(separator: ",") : first)
  }

  mutating func readClocks(_ param: SubjectParam) {
    var found: [(range: Range<Int>, zone: String)] = []
    for length in [3, 2, 1] {
      for place in pieces.indices where place + length <= pieces.count {
        let range = place..<(place + length)
        guard range.allSatisfy({ !used[$0] }), !found.contains(where: { $0.range.overlaps(range) })
        else { continue }
        let city = Array(words[range])
        let zone =
          param.table.first { $0.words == city }?.value
          ?? KnownPlaces.zone(city.joined(separator: " "))
        guard let zone, isCapital(place) || length > 1 || city[0].count > 3 else { continue }
        found.append((range, zone))
      }
    }
    for (range, _) in found { take(range) }
    reading.clocks = found.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { range, zone in
      let city = pieces[range].typed
      return (city.capitalizingFirst, zone)
    }
  }

  /// "Portugal", "United Kingdom", "DE".
  mutating func readCountry(_ param: SubjectParam) {
    for length in [4, 3, 2, 1] {
      for place in pieces.indices where place + length <= pieces.count {
        let range = place..<(place + length)
        guard range.allSatisfy({ !used[$0] }),
          isCapital(place) || length > 1 || words[place].count > 3
        else { continue }
        let isCode =
          length == 1 && pieces[place].text.count == 2
          && pieces[place].text == pieces[place].text.uppercased()
        let code =
          KnownPlaces.country(words[range].joined(separator: " "))
          ?? (isCode ? pieces[place].text : nil)
        guard let code else { continue }
        take(range)
        reading.values[param.name] = .string(code)
        return
      }
    }
  }
}
