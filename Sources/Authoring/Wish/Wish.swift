import BlockModel

/// What can be read from a sentence without a model.
struct Wish: Hashable, Sendable {
  enum View: Hashable, Sendable { case chart, bars, table, list, number }

  /// The sentence as it was typed.
  var sentence: String
  /// The sentence without its addresses.
  var withoutAddress: String
  /// The first address in it, as `https://…`.
  var url: String?
  /// Seconds between two runs.
  var pace: Int64?
  /// "top 10", "next 5": 1…100.
  var count: Int?
  var view: View?
  /// The name of the wanted thing: "earthquakes" in "show earthquakes from …".
  var subject: String?
  /// Words that may name a part of the source, lower case.
  var words: [String]

  init(_ sentence: String) {
    self.sentence = sentence
    let tokens = sentence.split { $0.isWhitespace }.map(String.init)
    let address = tokens.lazy.compactMap { Wish.address(in: $0) }.first
    url = address
    let plain = tokens.filter { Wish.address(in: $0) == nil }
    withoutAddress = plain.joined(separator: " ")
    let words = plain.map { $0.lowercased().trimming { !$0.isLetter && !$0.isNumber && $0 != "%" } }
      .filter { !$0.isEmpty }
    let (pace, used) = Wish.pace(in: words)
    self.pace = pace
    let rest = words.enumerated().filter { !used.contains($0.offset) }.map(\.element)
    count = Wish.count(in: rest)
    let bag = Set(rest)
    view = WishWords.views.first { !$0.words.isDisjoint(with: bag) }?.view
    self.words = rest.filter { $0.count > 1 && !WishWords.fillers.contains($0) && Int($0) == nil }
    subject = Wish.subject(in: plain)
  }

  /// The address in a word: with a scheme, or a bare `host.tld/path`.
  private static func address(in token: String) -> String? {
    let text = token.trimming { "<>()[]\"'“”‘’,;".contains($0) }
      .trimmingEnd { ".!?:".contains($0) }
    let lower = text.lowercased()
    if let start = lower.range(of: "://"),
      lower.hasPrefix("http") || start.lowerBound > lower.startIndex
    {
      return lower.hasPrefix("feed://") || lower.hasPrefix("webcal://")
        ? "https" + text[start.lowerBound...] : text
    }
    let host = lower.prefix { $0 != "/" && $0 != ":" && $0 != "?" }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }),
      host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }),
      let last = labels.last, last.count >= 2, last.allSatisfy(\.isLetter),
      text.contains("/") || Wish.topLevels.contains(String(last))
    else { return nil }
    return "https://" + text
  }

  /// Endings that make a bare word an address ("example.org", but not "node.js").
  private static let topLevels: Set<String> = [
    "com", "org", "net", "io", "dev", "gov", "edu", "info", "eu", "uk", "de", "fr", "ch", "at",
    "nl", "it", "es", "se", "no", "fi", "dk", "pl", "cz", "us", "ca", "au", "jp", "app", "news",
    "blog", "xyz", "me", "tv", "co",
  ]

  /// "every 10 minutes", "every hour", "hourly", "twice a day".
  private static func pace(in words: [String]) -> (Int64?, Set<Int>) {
    for (index, word) in words.enumerated() {
      if let seconds = WishWords.paces[word] { return (seconds, [index]) }
      guard word == "every" || word == "each", index + 1 < words.count else { continue }
      let next = words[index + 1]
      if let unit = WishWords.units[next], next.count > 1 { return (unit, [index, index + 1]) }
      if let distance = Schedule.distance(next) {
        return (distance.components.seconds, [index, index + 1])
      }
      guard index + 2 < words.count, let unit = WishWords.units[words[index + 2]],
        let number = Int64(next) ?? WishWords.numbers[next].map(Int64.init)
      else { continue }
      let seconds = next == "half" ? unit / 2 : number * unit
      return (
        min(max(seconds, Schedule.allowedSeconds.lowerBound), Schedule.allowedSeconds.upperBound),
        [index, index + 1, index + 2]
      )
    }
    return (nil, [])
  }

  private static func count(in words: [String]) -> Int? {
    for (index, word) in words.enumerated() where index > 0 {
      let number = Int(word) ?? WishWords.numbers[word]
      guard let number, (1...100).contains(number) else { continue }
      let before = words[index - 1]
      if WishWords.counters.contains(before) || before == "the" { return number }
    }
    return nil
  }

  /// The words between "show" and "from".
  private static func subject(in tokens: [String]) -> String? {
    var words: [String] = []
    for token in tokens {
      let word = token.trimming { ",;:.!?\"'“”()".contains($0) }
      let lower = word.lowercased()
      if words.isEmpty,
        WishWords.openings.contains(lower) || WishWords.counters.contains(lower)
          || WishWords.endings.contains(lower) || Int(lower) != nil
      {
        if WishWords.endings.contains(lower) { break }
        continue
      }
      if WishWords.endings.contains(lower) { break }
      words.append(word)
    }
    while let last = words.last?.lowercased(), WishWords.fillers.contains(last) {
      words.removeLast()
    }
    let text = words.prefix(8).joined(separator: " ")
    guard text.count > 1, text.contains(where: \.isLetter) else { return nil }
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}

extension String {
  /// Without the characters at both ends that fulfil the condition.
  func trimming(_ isTrimmed: (Character) -> Bool) -> String {
    String(drop(while: isTrimmed)).trimmingEnd(isTrimmed)
  }

  func trimmingEnd(_ isTrimmed: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return String(text)
  }
}
