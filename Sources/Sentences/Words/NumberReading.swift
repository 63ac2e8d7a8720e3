/// A number as people write it: `4.5`, `240,000`, `1.5 million`, `200k`, `€20`, `3,5 %`.
struct NumberReading: Hashable, Sendable {
  var value: Double
  /// Pieces it is made of, from the first on.
  var length: Int
  /// What it measures: `EUR`, `%`, `km`.
  var measure: String?
  /// What the digits were multiplied by: 1,000,000 of "5 million".
  var scale = 1.0
  /// Written with digits and nothing that scales or measures it.
  var isBare: Bool

  /// "a week"
  init(one measure: String, length: Int) {
    (value, isBare) = (1, false)
    (self.measure, self.length) = (measure, length)
  }

  /// The number that begins at a piece.
  init?(_ pieces: [Piece], at place: Int, _ lexicon: Lexicon) {
    var place = place
    let start = place
    var measure: String?
    if let sign = Self.currency[pieces[place].folded], place + 1 < pieces.count,
      pieces[place + 1].isNumber
    {
      measure = sign
      place += 1
    }
    var isNegative = false
    let words = pieces.map(\.folded)
    var value: Double
    if pieces[place].isNumber {
      isNegative =
        pieces[place].before.last.map { "-−–".contains($0) } ?? false && !pieces[place].isJoined
      var text = pieces[place].folded
      var groups: [(sign: String, digits: String)] = []
      while place + 1 < pieces.count, pieces[place + 1].isNumber,
        let sign = Self.sign(between: pieces[place], pieces[place + 1], lexicon)
      {
        groups.append((sign, pieces[place + 1].folded))
        place += 1
      }
      guard let joined = Self.join(text, groups, decimal: lexicon.decimal) else { return nil }
      text = joined
      guard let read = Double(text), read.isFinite else { return nil }
      value = read
      place += 1
      isBare = measure == nil
    } else {
      guard
        let word = lexicon.meanings(of: words, at: place).lazy.compactMap({
          found -> (Double, Int)? in
          switch found.meaning {
          case .number(let number): (number, found.length)
          // "half a million"
          case .half where Self.isScale(words, place + found.length, lexicon): (0.5, found.length)
          default: nil
          }
        }).first
      else { return nil }
      value = word.0
      place += word.1
      isBare = false
    }
    while place < pieces.count, !(pieces[place - 1].isLast) {
      let meanings = lexicon.meanings(of: words, at: place)
      if let scale = meanings.lazy.compactMap({ found in
        if case .scale(let scale) = found.meaning { (scale, found.length) } else { nil }
      }).first, scale.1 == 1, words[place].count > 1 || pieces[place].isJoined {
        value *= scale.0
        self.scale *= scale.0
        place += 1
        isBare = false
      } else if measure == nil,
        let found = meanings.lazy.compactMap({ found in
          if case .measure(let measure) = found.meaning { (measure, found.length) } else { nil }
        }).first,
        words[place].count > 1 || pieces[place].isJoined || pieces[place - 1].isNumber
          || !pieces[place].folded.first!.isLetter
      {
        measure = found.0
        place += found.1
        isBare = false
        break
      } else {
        break
      }
    }
    if measure.flatMap({ Measure($0) })?.isMoney ?? false {
      place += Self.each(words, place, pieces, lexicon)
    }
    self.value = isNegative ? -value : value
    self.measure = measure
    length = place - start
    guard self.value.isFinite else { return nil }
  }

  /// "per kilo" of "25 € per kilo": what a price is for belongs to it.
  private static func each(
    _ words: [String], _ place: Int, _ pieces: [Piece], _ lexicon: Lexicon
  ) -> Int {
    guard place + 1 < words.count, !pieces[place - 1].isLast else { return 0 }
    // "35 € le kilo", "£3 a kilo"
    for (length, meaning) in lexicon.meanings(of: words, at: place)
    where meaning == .per || meaning == .article {
      let unit = place + length
      guard unit < words.count else { continue }
      for found in lexicon.meanings(of: words, at: unit) {
        switch found.meaning {
        case .measure, .unit: return length + found.length
        default: continue
        }
      }
    }
    return 0
  }

  private static func isScale(_ words: [String], _ place: Int, _ lexicon: Lexicon) -> Bool {
    place < words.count && words[place].count > 1
      && lexicon.meanings(of: words, at: place).contains {
        if case .scale = $0.meaning { true } else { false }
      }
  }

  /// What stands between two runs of digits of one number; a space groups thousands where points do not
  /// part decimals.
  private static func sign(between first: Piece, _ second: Piece, _ lexicon: Lexicon) -> String? {
    if second.isJoined {
      return [".", ",", "'", " "].contains(second.before) ? second.before : nil
    }
    let isGroup =
      lexicon.decimal == "," && !first.isLast && second.before.isEmpty && first.folded.count <= 3
      && second.folded.count == 3
    return isGroup ? " " : nil
  }

  private static let currency = ["€": "EUR", "$": "USD", "£": "GBP"]

  /// Digits with the signs between them, as `Double` reads them; `nil` when they are no number (`1.2.3`).
  private static func join(
    _ first: String, _ groups: [(sign: String, digits: String)], decimal: Character
  ) -> String? {
    guard let last = groups.last else { return first }
    let signs = Set(groups.map(\.sign))
    let digits = first + groups.map(\.digits).joined()
    let isThousands = groups.allSatisfy { $0.digits.count == 3 } && first.count <= 3
    if signs.count == 1 {
      if groups.count > 1 { return isThousands ? digits : nil }
      if isThousands, last.sign != String(decimal), last.sign != " " || first != "0" {
        return last.sign == "." && decimal == "." ? first + "." + last.digits : digits
      }
      if last.sign == "'" || last.sign == " " { return isThousands ? digits : nil }
      return first + "." + last.digits
    }
    guard signs.count == 2,
      groups.dropLast().allSatisfy({ $0.digits.count == 3 && $0.sign != last.sign })
    else { return nil }
    return first + groups.dropLast().map(\.digits).joined() + "." + last.digits
  }
}
