/// Pieces that were typed without a space between them.
enum Tokens {
  static func all(_ pieces: [Piece]) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    for place in pieces.indices {
      if pieces[place].isJoined, !pieces[place].before.contains(","), let last = tokens.last,
        last.upperBound == place
      {
        tokens[tokens.count - 1] = last.lowerBound..<(place + 1)
      } else {
        tokens.append(place..<(place + 1))
      }
    }
    return tokens
  }

  /// - Parameter pattern: a regular expression.
  static func fits(_ text: String, _ pattern: String) -> Bool {
    (try? Regex(pattern).wholeMatch(in: text)) != nil
  }

  /// "Bitcoinkurs": a value of the subject and a word that says nothing more, written as one.
  static func parted(_ pieces: [Piece], _ subject: Subject) -> [Piece] {
    let values = subject.params.filter(\.isName).flatMap { param in
      param.table.compactMap { $0.words.count == 1 && $0.words[0].count > 3 ? $0.words[0] : nil }
    }
    guard !values.isEmpty else { return pieces }
    let soft = Set(subject.soft.compactMap { $0.count == 1 ? $0[0] : nil })
    return pieces.flatMap { piece -> [Piece] in
      guard piece.quote == nil,
        let value = values.first(where: {
          piece.folded.hasPrefix($0) && soft.contains(String(piece.folded.dropFirst($0.count)))
        })
      else { return [piece] }
      return piece.split(after: value)
    }
  }
}

extension Collection where Element == Piece {
  /// As they were typed, with a sign that leads a name: `@vue/cli`.
  var typedWhole: String {
    (first?.before.last.map { $0 == "@" ? "@" : "" } ?? "") + typed
  }
}
