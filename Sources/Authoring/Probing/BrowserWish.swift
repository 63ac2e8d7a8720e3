/// "with a browser" in a sentence: the person says how the page is to be read, and allows it with that.
struct BrowserWish: Sendable, Hashable {
  let isWished: Bool
  /// The sentence without these words.
  let sentence: String

  /// The words in the languages that sentences are read in. A browser that is not read *with* is what
  /// the sentence is about: "browser market share".
  private static let words: [[Set<String>]] = [
    [["with", "in", "through", "using", "by"], ["a", "the", "my"], ["browser"]],
    [
      ["with", "in", "through", "using", "by"], ["a", "the"], ["headless", "real", "web"],
      ["browser"],
    ],
    [["mit", "im", "in", "über"], ["einem", "dem", "den"], ["browser"]],
    [["avec", "dans", "par"], ["un", "le"], ["navigateur"]],
    [["con", "en", "por"], ["un", "el"], ["navegador"]],
  ]

  init(_ sentence: String) {
    let typed = sentence.split(separator: " ", omittingEmptySubsequences: false)
    let words = typed.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } }
    for pattern in Self.words {
      for start in words.indices where start + pattern.count <= words.count {
        let isHere = zip(pattern, words[start...]).allSatisfy { $0.contains($1) }
        guard isHere else { continue }
        isWished = true
        let rest = typed[..<start] + typed[(start + pattern.count)...]
        self.sentence = rest.joined(separator: " ").trimmingEnd { $0 == " " || $0 == "," }
        return
      }
    }
    isWished = false
    self.sentence = sentence
  }
}
