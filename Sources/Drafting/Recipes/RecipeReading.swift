import BlockModel
import Foundation
import Sentences
import Sketches

/// What a sentence says about the parameters of a recipe, and what it says besides.
public struct RecipeReading: Sendable {
  private(set) var values: JSONObject = [:]
  /// Cities and their time zones, for a recipe of clocks.
  private(set) var clocks: [(city: String, zone: String)] = []
  /// What has to be known first, as a sentence.
  public private(set) var ask: String?
  private let recipe: Recipe
  private let wish: Wish
  private let now: Date
  private let tokens: [WishToken]
  private var used: Set<Int> = []

  init(_ recipe: Recipe, _ wish: Wish, now: Date) {
    self.recipe = recipe
    self.wish = wish
    self.now = now
    tokens = wish.withoutAddress.split { $0.isWhitespace }.map {
      WishToken(String($0), address: nil)
    }
    used = WishSchedule(tokens.map(\.word)).used
    for reader in recipe.readers { read(reader) }
    if let count = wish.count, recipe.files.manifest.params.contains(where: { $0.name == "count" })
    {
      values["count"] = .integer(Int64(count))
      use { Int($0.word) == count || WishWords.numbers[$0.word] == count }
    }
    if let url = wish.url, let param = recipe.addressParam { values[param] = .string(url) }
    if ask == nil { ask = missing }
  }

  /// The addresses of the wish as the feeds of a recipe.
  init(_ recipe: Recipe, merging wish: Wish) {
    self.init(recipe, wish, now: Date())
    values["feeds"] = .string(wish.addresses.joined(separator: ","))
    values["about"] = nil
    ask = nil
  }

  /// Words that ask for something this recipe does not do, in runs as they were written.
  var unused: [String] {
    let known = recipe.vocabulary.union(recipe.readers.flatMap(\.after))
    var runs: [[String]] = []
    var between: [String]?
    for (place, token) in tokens.enumerated() {
      let word = token.word
      if used.contains(place) {
        between = nil
        continue
      }
      if Recipe.words(word).allSatisfy({
        known.contains($0) || known.contains(RecordFinder.stem($0))
      })
        || WishWords.openings.contains(word) || WishWords.articles.contains(word)
        || WishWords.silent.contains(word) || WishWords.endings.contains(word)
        || WishWords.connectors.contains(word) || WishWords.counters.contains(word)
      {
        between = WishWords.connectors.contains(word) ? between?.appending(token.text) : nil
        continue
      }
      if let joint = between, !runs.isEmpty {
        runs[runs.count - 1] += joint + [token.text]
      } else {
        runs.append([token.text])
      }
      between = []
    }
    return runs.map { $0.joined(separator: " ") }
  }

  private mutating func use(_ isUsed: (WishToken) -> Bool) {
    used.formUnion(tokens.indices.filter { isUsed(tokens[$0]) })
  }

  private mutating func read(_ reader: RecipeReader) {
    switch reader.kind {
    case .text, .place: readText(reader)
    case .rest: readRest(reader)
    case .date: readDate(reader)
    case .number: readNumber(reader)
    case .ids: readIDs(reader)
    case .clocks: readClocks(reader)
    }
  }

  /// Something was named that its reader could not read.
  private var missing: String? {
    let asking = recipe.readers.first { $0.ask != nil && values[$0.param] == nil }
    guard let asking, clocks.isEmpty, !unread(asking).isEmpty else { return nil }
    return asking.ask
  }

  private func unread(_ reader: RecipeReader) -> [String] {
    // An event without its day is read, and not enough.
    if reader.kind == .date { return values.values.compactMap(\.string) }
    return unused
  }

  // MARK: Words

  /// The words behind the first of `after` that has any.
  private func phrase(_ reader: RecipeReader) -> Range<Int>? {
    for word in reader.after {
      for place in tokens.indices where tokens[place].word == word && !used.contains(place) {
        var start = place + 1
        while start < tokens.count,
          WishWords.articles.subtracting(reader.kind == .place ? ["my"] : []).contains(
            tokens[start].word)
        { start += 1 }
        var end = start
        while end < tokens.count, !used.contains(end), !Self.isStop(tokens[end].word, reader.kind) {
          end += 1
          if tokens[end - 1].isLast { break }
        }
        if end > start { return start..<end }
      }
    }
    return nil
  }

  /// Does a word begin something else than the phrase?
  private static func isStop(_ word: String, _ kind: RecipeReader.Kind) -> Bool {
    stops.contains(word) || (kind == .place && placeStops.contains(word))
  }

  private static let stops: Set<String> = [
    "every", "each", "as", "with", "today", "now", "sorted", "tomorrow", "next", "please", "top",
    "tonight", "from", "called", "this",
  ]
  private static let placeStops: Set<String> = ["in", "for", "and", "on", "at", "my", "of", "by"]

  private mutating func readText(_ reader: RecipeReader) {
    guard values[reader.param] == nil, let range = phrase(reader) else { return }
    let text = tokens[range].map(\.text).joined(separator: " ")
    guard (2...80).contains(text.count) else { return }
    used.formUnion(range)
    values[reader.param] = .string(reader.table[text.lowercased()] ?? text)
  }

  private mutating func readRest(_ reader: RecipeReader) {
    let colon = tokens.indices.first { wish.withoutAddress.contains(tokens[$0].text + ":") }
    let start =
      colon.map { $0 + 1 } ?? tokens.firstIndex { reader.after.contains($0.word) }.map { $0 + 1 }
    guard let start, start < tokens.count else { return }
    let words = wish.withoutAddress.split { $0.isWhitespace }.dropFirst(start)
    used.formUnion(start..<tokens.count)
    values[reader.param] = .string(words.joined(separator: " "))
  }

  private mutating func readIDs(_ reader: RecipeReader) {
    var found: [(place: Int, value: String)] = []
    for length in [4, 3, 2, 1] {
      for place in tokens.indices where place + length <= tokens.count {
        let range = place..<(place + length)
        guard used.isDisjoint(with: range) else { continue }
        let words = tokens[range].map(\.word).joined(separator: " ")
        let raw = tokens[place].text
        let isValue = length == 1 && (reader.pattern.map { Self.matches(raw, $0) } ?? false)
        guard let value = reader.table[words] ?? (isValue ? raw : nil) else { continue }
        used.formUnion(range)
        found.append((place, value))
      }
    }
    let values = found.sorted { $0.place < $1.place }.map(\.value)
    guard let first = values.first else { return }
    var seen: Set<String> = []
    let all = values.filter { seen.insert($0).inserted }.joined(separator: ",")
    self.values[reader.param] = .string(reader.isList ? all : first)
    if !reader.isList, let second = found.sorted(by: { $0.place < $1.place }).dropFirst().first {
      // Only the first is the value; the next reader may want the others.
      used.subtract(found.filter { $0.place >= second.place }.map(\.place))
    }
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    (try? Regex(pattern).wholeMatch(in: text)) != nil
  }

  // MARK: Numbers and moments

  private mutating func readNumber(_ reader: RecipeReader) {
    if let unit = reader.unit {
      for place in tokens.indices.dropFirst()
      where RecordFinder.stem(tokens[place].word) == RecordFinder.stem(unit) {
        guard let number = Int(tokens[place - 1].word) ?? WishWords.numbers[tokens[place - 1].word]
        else { continue }
        values[reader.param] = .integer(Int64(number))
        used.formUnion([place - 1, place])
      }
      return
    }
    for part in wish.parts {
      guard case .compare(let op, let number, _) = part.meaning, op.hasPrefix(">") else { continue }
      values[reader.param] = .number(number)
      let words = Set(part.text.split(separator: " ").map(String.init))
      use { words.contains($0.text) }
    }
  }

  private mutating func readDate(_ reader: RecipeReader) {
    let words = tokens.map(\.word)
    guard let found = DayInWords(words, names: reader.table, now: now) else { return }
    values[reader.param] = .string(found.day)
    // The name of a day is what the day is for.
    guard !found.isNamed else { return }
    used.formUnion(found.places)
    guard let label = reader.label else { return }
    let others = tokens.indices.filter { place in
      !used.contains(place) && !Self.countingWords.contains(words[place])
        && !WishWords.connectors.union(WishWords.openings).contains(words[place])
    }
    let named = (others.isEmpty ? found.places.sorted() : others).map { tokens[$0].text }
    used.formUnion(others)
    values[label] = .string(named.joined(separator: " ").uppercasedFirst)
  }

  private static let countingWords: Set<String> = [
    "countdown", "count", "down", "days", "until", "till", "how", "long", "many",
  ]

  private mutating func readClocks(_ reader: RecipeReader) {
    var places: [(Int, String, String)] = []
    for length in [3, 2, 1] {
      for place in tokens.indices where place + length <= tokens.count {
        let range = place..<(place + length)
        guard used.isDisjoint(with: range) else { continue }
        let city = tokens[range].map(\.text).joined(separator: " ")
        guard let zone = reader.table[city.lowercased()] ?? Self.zones[city.lowercased()] else {
          continue
        }
        used.formUnion(range)
        places.append((place, city, zone))
      }
    }
    clocks = places.sorted { $0.0 < $1.0 }.map {
      (FieldName.spelling($0.1.prefix(1).uppercased() + $0.1.dropFirst()), $0.2)
    }
  }

  /// Time zones by the city they are named after.
  private static let zones: [String: String] = {
    let ids = TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") }
    return ids.reduce(into: [:]) { zones, id in
      let city = id.split(separator: "/").last.map(String.init) ?? id
      zones[city.replacing("_", with: " ").lowercased()] = id
    }
  }()
}

extension [String] {
  fileprivate func appending(_ text: String) -> [String] { self + [text] }
}

extension String {
  /// "birthday" as a title: "Birthday".
  var uppercasedFirst: String { prefix(1).uppercased() + dropFirst() }
}
