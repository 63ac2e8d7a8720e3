import Sentences

/// The number of rows that a sentence asks for plainly: "top 10", "5 items", "the 2 cheapest". Other numbers beside a
/// noun ("two lines", "2 charts", "the two cities") say something else about the card.
enum WishedCount {
  /// Rows a sentence may ask for.
  static let range = 1...100

  static func read(_ sentence: ReadSentence) -> Int? {
    [counted(sentence.plain), sentence.rankedCount].lazy.compactMap(\.self)
      .first(where: range.contains)
  }

  private static func counted(_ sentence: String) -> Int? {
    let words = sentence.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    for (word, next) in zip(words, words.dropFirst()) {
      let count =
        tops.contains(word) ? number(next) : rows.contains(next) ? number(word) : nil
      if let count, range.contains(count) { return count }
    }
    return nil
  }

  private static let tops: Set<String> = ["top", "topp"]

  private static let rows: Set<String> = [
    "rows", "items", "stories", "entries", "results", "zeilen", "einträge", "ergebnisse", "lignes",
    "entrées", "résultats", "filas", "resultados", "entradas", "linhas", "righe", "risultati",
    "rijen", "resultaten",
  ]

  private static func number(_ word: String) -> Int? {
    Int(word)
      ?? [
        "three": 3, "five": 5, "ten": 10, "twenty": 20, "drei": 3, "fünf": 5, "zehn": 10,
        "trois": 3, "cinq": 5, "dix": 10, "tres": 3, "cinco": 5, "diez": 10, "dez": 10, "tre": 3,
        "cinque": 5, "dieci": 10, "drie": 3, "vijf": 5, "tien": 10,
      ][word]
  }
}
