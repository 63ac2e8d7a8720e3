/// A run of letters or digits of a sentence.
struct Piece: Hashable, Sendable {
  /// As it was typed.
  var text: String
  var folded: String
  /// Stands in quotes; those of one pair of quotes have one number.
  var quote: Int?
  /// Nothing stands between it and the piece before.
  var isJoined: Bool
  /// The signs between it and the piece before, without space.
  var before: String
  /// A comma or another sign ends the phrase behind it.
  var isLast: Bool
  var isNumber: Bool

  /// A compound in two: the folded letters it begins with, and the rest, which nothing separates from them.
  func split(after head: String) -> [Piece] {
    var first = self
    first.folded = head
    first.text = String(text.prefix(head.count))
    first.isLast = false
    var rest = self
    rest.folded = String(folded.dropFirst(head.count))
    rest.text = String(text.dropFirst(head.count))
    rest.isJoined = true
    rest.before = ""
    return [first, rest]
  }

  /// The words of a name, folded: `Home team (2026)` is `home`, `team`, `2026`.
  static func words(_ text: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    var kind = 0
    let folded = Folding.fold(text)
    if let words = asciiWords(folded) { return words }
    for index in folded.indices {
      let character = folded[index]
      let next = Self.kind(at: index, of: folded)
      if next != kind, !word.isEmpty {
        words.append(word)
        word = ""
      }
      if next != 0 { word.append(character) }
      kind = next
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// The same for text in ASCII, which most is: bytes are walked ten times as fast as characters.
  private static func asciiWords(_ text: String) -> [String]? {
    var words: [String] = []
    var text = text
    let isASCII = text.withUTF8 { bytes in
      guard bytes.allSatisfy({ $0 < 0x80 }) else { return false }
      var start = 0
      var kind = 0
      for at in bytes.indices {
        let next: Int
        switch bytes[at] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): next = 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"): next = 2
        case UInt8(ascii: "%"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "+"),
          UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="):
          next = 3
        case UInt8(ascii: "!") where at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "="):
          next = 3
        default: next = 0
        }
        if next != kind {
          if kind != 0 { words.append(String(decoding: bytes[start..<at], as: UTF8.self)) }
          start = at
        }
        kind = next
      }
      if kind != 0 { words.append(String(decoding: bytes[start...], as: UTF8.self)) }
      return true
    }
    return isASCII ? words : nil
  }

  /// As ``kind(_:)``; `!=` is a sign.
  fileprivate static func kind(at index: String.Index, of text: String) -> Int {
    let next = text.index(after: index)
    if text[index] == "!", next < text.endIndex, text[next] == "=" { return 3 }
    return kind(text[index])
  }

  /// 0 for what stands between pieces, 1 for letters, 2 for digits, 3 for signs that mean something.
  fileprivate static func kind(_ character: Character) -> Int {
    if character.isLetter { return 1 }
    if character.isNumber { return 2 }
    return "%€$£&+<>=≥≤≠°".contains(character) ? 3 : 0
  }
}

extension Collection where Element == Piece {
  /// As they were typed.
  var typed: String {
    var text = ""
    for piece in self {
      if !text.isEmpty { text += piece.isJoined ? piece.before : " " }
      text += piece.text
    }
    return text
  }
}

/// A sentence taken apart.
struct Pieces: Sendable {
  private(set) var all: [Piece] = []

  init(_ sentence: String) {
    var quote: Int?
    var quotes = 0
    var between = " "
    var text = ""
    var kind = 0
    func isClosing(_ index: String.Index) -> Bool {
      let next = sentence.index(after: index)
      return next == sentence.endIndex || !(sentence[next].isLetter || sentence[next].isNumber)
    }
    /// An apostrophe opens a quotation only where a word begins, and when another closes it.
    func isOpening(_ index: String.Index) -> Bool {
      guard index == sentence.startIndex || sentence[sentence.index(before: index)].isWhitespace
      else { return false }
      var at = sentence.index(after: index)
      while at < sentence.endIndex {
        if sentence[at] == "'", isClosing(at) { return true }
        at = sentence.index(after: at)
      }
      return false
    }
    func end(_ pieces: inout [Piece]) {
      guard !text.isEmpty else { return }
      if !pieces.isEmpty, between.contains(where: { ",;:.!?()|".contains($0) }),
        between.contains(where: \.isWhitespace) || between.contains(where: { ";()|".contains($0) })
      {
        pieces[pieces.count - 1].isLast = true
      }
      pieces.append(
        Piece(
          text: text, folded: Folding.fold(text), quote: quote,
          isJoined: !pieces.isEmpty && !between.contains(where: \.isWhitespace),
          before: between.filter { !$0.isWhitespace }, isLast: false, isNumber: kind == 2))
      text = ""
      between = ""
    }
    for index in sentence.indices {
      let character = sentence[index]
      let next = Piece.kind(at: index, of: sentence)
      if next != kind { end(&all) }
      if next == 0 {
        let isQuote =
          "\"“”„«»".contains(character)
          || (character == "'" && (quote == nil ? isOpening(index) : isClosing(index)))
        if isQuote {
          if quote == nil {
            quotes += 1
            quote = quotes
          } else {
            quote = nil
          }
        }
        between.append(character)
      } else {
        text.append(character)
      }
      kind = next
    }
    end(&all)
    if !all.isEmpty { all[all.count - 1].isLast = true }
  }
}
