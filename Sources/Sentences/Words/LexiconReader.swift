import BlockModel

/// Reads a table of words. Every member is a list of phrases, or an object of them; unknown members
/// are refused, so that a misspelt one is noticed.
struct LexiconReader {
  private var phrases: [Lexicon.Phrase] = []
  private var synonyms: [String: [String]] = [:]
  private var opposites: [String: [String]] = [:]
  private var rows: [String: [String]] = [:]
  private var hints: [String: Set<String>] = [:]
  private var flags: [String: [String]] = [:]
  private var kinds: [QuestionKind: Set<String>] = [:]
  private var prefixes: [String: RowQuery.Aggregate.Kind] = [:]
  private var nationalities: [String: [String]] = [:]
  private var changes: [(words: [String], word: ChangeWord)] = []
  private var sets: [WordSet: Set<String>] = [:]
  private var head: (language: String, stemmer: String, decimal: Character) = ("en", "english", ".")
  private let name: String

  var lexicon: Lexicon {
    Lexicon(
      language: head.language, stemmer: head.stemmer, phrases: phrases, synonyms: synonyms,
      opposites: opposites, flags: flags, hints: hints, rows: rows, kinds: kinds,
      prefixes: prefixes, nationalities: nationalities, changes: changes, sets: sets,
      decimal: head.decimal)
  }

  init(_ json: JSONValue, name: String) throws(LexiconError) {
    self.name = name
    guard let members = json.object else {
      throw LexiconError(description: "\(name): not an object")
    }
    for (key, value) in members { try read(key, value) }
  }

  private mutating func read(_ key: String, _ value: JSONValue) throws(LexiconError) {
    if let set = WordSet(rawValue: key) {
      sets[set] = Set(try words(value, key))
      if set == .by { add(try phrases(value, key), .per) }
      return
    }
    switch key {
    case "language": head.language = try text(value, key)
    case "stemmer": head.stemmer = try text(value, key)
    case "decimal": head.decimal = try text(value, key).first ?? "."
    case "prefixes":
      for (name, words) in try groups(value, key) {
        guard let kind = RowQuery.Aggregate.Kind(rawValue: name) else { throw wrong(key, name) }
        for word in words { prefixes[word] = kind }
        add(words, .aggregate(kind))
      }
    case "changes":
      for (name, words) in try groups(value, key) {
        guard let word = ChangeWord(name) else { throw wrong(key, name) }
        changes += words.map { (Piece.words($0), word) }
      }
    case "clears":
      for (name, words) in try groups(value, key) {
        guard let part = ChangeWord.Part(rawValue: name) else { throw wrong(key, name) }
        changes += words.map { (Piece.words($0), .part(part)) }
      }
    case "synonyms": try readSynonyms(value)
    case "opposites":
      for (word, others) in try groups(value, key) {
        opposites[Folding.fold(word), default: []] += others
        for other in others { opposites[other, default: []].append(Folding.fold(word)) }
      }
    case "flags":
      for (word, others) in try groups(value, key) {
        flags[Folding.fold(word), default: []] += others
      }
    case "nationalities":
      for (code, words) in try groups(value, key) { nationalities[code] = words }
    case "kinds":
      for (kind, words) in try groups(value, key) {
        guard let kind = QuestionKind(rawValue: kind) else { throw wrong(key, kind) }
        kinds[kind] = Set(words)
      }
    case "superlatives": try readSuperlatives(value)
    case "asked":
      for entry in value.array ?? [] {
        let fields = (entry["fields"]?.array ?? []).compactMap { $0.string.map(Folding.fold) }
        add(try phrases(entry["words"] ?? .null, key), .asked(fields: fields))
      }
    case "elapsed":
      for entry in value.array ?? [] {
        let fields = (entry["fields"]?.array ?? []).compactMap { $0.string.map(Folding.fold) }
        add(try phrases(entry["words"] ?? .null, key), .elapsed(fields: fields))
      }
    case "implied":
      for entry in value.array ?? [] {
        guard let comparison = entry["op"]?.string.flatMap(RowQuery.Comparison.init) else {
          throw wrong(key, entry.json())
        }
        let fields = (entry["fields"]?.array ?? []).compactMap { $0.string.map(Folding.fold) }
        add(try phrases(entry["words"] ?? .null, key), .implied(comparison, fields: fields))
      }
    case "rows":
      // Sources call rows in the singular and the plural, people too.
      for group in value.array ?? [] {
        let words = try words(group, key)
        for word in words { rows[word, default: []] += words.filter { $0 != word } }
      }
    case "hints":
      for (word, others) in try groups(value, key) {
        hints[Folding.fold(word), default: []].formUnion(others)
      }
    case "past", "coming", "present", "since", "until", "filler", "article", "generic",
      "preposition", "clause", "and", "or", "copula", "between", "negation", "without", "only",
      "contains", "sort", "top", "newest", "per", "columns", "named", "firstly", "vague", "than",
      "every", "other", "half", "at", "clock", "range", "several", "soft", "verb", "title",
      "alerting":
      guard let meaning = Self.plain[key] else { throw wrong(key, key) }
      add(try phrases(value, key), meaning)
    default: try readGroups(key, value)
    }
  }

  private static let plain: [String: WordMeaning] = [
    "past": .past, "coming": .coming, "present": .present, "since": .since, "until": .until,
    "filler": .filler, "article": .article, "generic": .generic, "preposition": .preposition,
    "clause": .clause, "and": .and, "or": .or, "copula": .copula, "between": .between,
    "negation": .negation, "without": .without, "only": .only, "contains": .contains,
    "sort": .sort, "top": .top, "newest": .newest, "per": .per, "columns": .columns,
    "named": .named, "firstly": .firstly, "vague": .vague, "than": .than, "every": .every,
    "other": .other, "half": .half, "at": .at, "clock": .clock, "range": .range,
    "several": .several, "soft": .soft, "verb": .verb, "title": .title, "alerting": .alerting,
  ]

  /// Members whose value is an object: what the words mean is its key.
  private mutating func readGroups(_ key: String, _ value: JSONValue) throws(LexiconError) {
    guard let members = value.object else { throw wrong(key, value.json()) }
    for (name, list) in members {
      let meaning: WordMeaning? =
        switch key {
        case "questions": QuestionKind(rawValue: name).map { .question($0) }
        case "comparisons": RowQuery.Comparison(rawValue: name).map { .comparison($0) }
        case "behind": RowQuery.Comparison(rawValue: name).map { .behind($0) }
        case "directions":
          name == "desc" || name == "asc" ? .direction(isDescending: name == "desc") : nil
        case "numbers": Double(name).map { .number($0) }
        case "scales": Double(name).map { .scale($0) }
        case "aggregates": RowQuery.Aggregate.Kind(rawValue: name).map { .aggregate($0) }
        case "views": RowQuery.View(rawValue: name).map { .view($0) }
        case "units": name.first.flatMap { RowQuery.Moment.Unit(rawValue: $0) }.map { .unit($0) }
        case "moments": Self.base(name)
        case "months": Int(name).map { .month($0) }
        case "feasts": Self.feast(name)
        case "measures": .measure(name)
        case "adverbs": Int64(name).map { .pace($0) }
        case "times": Int64(name).map { .times($0) }
        case "weekdays": .weekday(name)
        case "parts": Int(name).map { .partOfDay($0) }
        default: nil
        }
      guard let meaning else { throw wrong(key, name) }
      add(try phrases(list, "\(key).\(name)"), meaning)
    }
  }

  /// `12-25`
  private static func feast(_ text: String) -> WordMeaning? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 2, (1...12).contains(parts[0]), (1...31).contains(parts[1]) else {
      return nil
    }
    return .feast(month: parts[0], day: parts[1])
  }

  /// `today`, `today+1d`; a span `week+5d..week+1`, and `..year+1` for the end of one.
  private static func base(_ text: String) -> WordMeaning? {
    if let dots = text.firstRange(of: "..") {
      let ends = [text[..<dots.lowerBound], text[dots.upperBound...]].map(String.init)
      let moments = ends.map { RowQuery.Moment($0) }
      // An end that is written must be one.
      guard zip(ends, moments).allSatisfy({ $0.isEmpty || $1 != nil }) else { return nil }
      return .stretch(from: moments[0], to: moments[1])
    }
    guard case .relative(let base, let count, let unit)? = RowQuery.Moment(text)?.form else {
      return nil
    }
    return .base(base, count, unit)
  }

  private mutating func readSuperlatives(_ value: JSONValue) throws(LexiconError) {
    for entry in value.array ?? [] {
      let order = entry["order"]?.string
      guard order == "desc" || order == "asc" else { throw wrong("superlatives", entry.json()) }
      // What a source with one of these fields does not mean by it.
      let unless = (entry["unless"]?.array ?? []).compactMap {
        $0.string.map { "-" + Folding.fold($0) }
      }
      let fields =
        (entry["fields"]?.array ?? []).compactMap { $0.string.map(Folding.fold) } + unless
      add(
        try phrases(entry["words"] ?? .null, "superlatives"),
        .superlative(
          isDescending: order == "desc", fields: fields, isTime: entry["time"]?.bool ?? false))
    }
  }

  /// Groups whose words all mean each other, and `word: [what sources call it]` of one direction.
  private mutating func readSynonyms(_ value: JSONValue) throws(LexiconError) {
    if let groups = value.array {
      for group in groups {
        let words = try words(group, "synonyms")
        for word in words { synonyms[word, default: []] += words.filter { $0 != word } }
      }
    } else {
      for (word, others) in try groups(value, "synonyms") {
        synonyms[Folding.fold(word), default: []] += others
      }
    }
  }

  private mutating func add(_ words: [String], _ meaning: WordMeaning) {
    for word in words {
      phrases.append(
        Lexicon.Phrase(spelling: word.lowercased(), words: Piece.words(word), meaning: meaning))
    }
  }

  private func text(_ value: JSONValue, _ key: String) throws(LexiconError) -> String {
    guard let text = value.string else { throw wrong(key, value.json()) }
    return text
  }

  /// The phrases of a list as they are spelt.
  private func phrases(_ value: JSONValue, _ key: String) throws(LexiconError) -> [String] {
    guard let list = value.array else { throw wrong(key, value.json()) }
    return list.compactMap(\.string)
  }

  private func words(_ value: JSONValue, _ key: String) throws(LexiconError) -> [String] {
    try phrases(value, key).map(Folding.fold)
  }

  private func groups(
    _ value: JSONValue, _ key: String
  ) throws(LexiconError) -> [(String, [String])] {
    guard let members = value.object else { throw wrong(key, value.json()) }
    var groups: [(String, [String])] = []
    for (name, words) in members { groups.append((name, try self.words(words, "\(key).\(name)"))) }
    return groups
  }

  private func wrong(_ key: String, _ what: String) -> LexiconError {
    LexiconError(description: "\(name): \(key) cannot be \(what.prefix(80))")
  }
}
