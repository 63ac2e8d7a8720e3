import BlockModel
import Foundation

/// Words of a sentence that are the value of a parameter as they stand: a place, a subject, a note.
extension SubjectAssembly {
  mutating func readText(_ param: SubjectParam) {
    guard let range = phrase(param) ?? beside(param) else { return }
    let text = spelled(range, param)
    guard (2...80).contains(text.count) || param.pattern != nil else { return }
    take(range)
    let english = param.isEnglish ? KnownPlaces.english(words[range].joined(separator: " ")) : nil
    reading.values[param.name] = .string(value(param, range) ?? english ?? text)
    readOthers(param, after: range, text)
  }

  /// What a table has for the words.
  private func value(_ param: SubjectParam, _ range: Range<Int>) -> String? {
    param.table.first { $0.words.elementsEqual(words[range]) }?.value
  }

  /// A place is written with capitals.
  private func spelled(_ range: Range<Int>, _ param: SubjectParam) -> String {
    var text = pieces[range].typedWhole
    guard param.kind == .place else { return text }
    // "Paris, Texas"
    for place in range.dropFirst() where pieces[place - 1].isLast {
      text = pieces[range.lowerBound..<place].typed + ", " + pieces[place..<range.upperBound].typed
    }
    guard text == text.lowercased() else { return text }
    return text.split(separator: " ").map(\.capitalizingFirst)
      .joined(separator: " ")
  }

  /// "weather in Porto and Lisbon": one block for each.
  private mutating func readOthers(_ param: SubjectParam, after range: Range<Int>, _ text: String) {
    guard param.kind == .place || param.pattern != nil else { return }
    var start = range.upperBound
    var others: [Range<Int>] = []
    while pieces.indices.contains(start) {
      var next = start
      while let joint = meanings(next).first(where: { $0.meaning == .and }) { next += joint.length }
      guard next > start || pieces[start - 1].isLast else { break }
      guard let other = run(next, param, isNamed: true), !used[next] else { break }
      others.append(other)
      start = other.upperBound
    }
    guard !others.isEmpty else { return }
    let kept = pieces.indices.filter { place in
      place < range.lowerBound || place >= (others.last?.upperBound ?? 0)
    }
    for other in [range] + others {
      let before = kept.filter { $0 < range.lowerBound }.map { pieces[$0] }
      let after = kept.filter { $0 >= range.upperBound }.map { pieces[$0] }
      reading.several.append(
        (before + pieces[other] + after).map { $0 }.typed)
      take(other)
    }
  }

  // MARK: Behind a preposition

  /// The words behind the first word that introduces them.
  private func phrase(_ param: SubjectParam) -> Range<Int>? {
    for place in pieces.indices where !used[place] || name.contains(place) {
      guard let length = introduction(place, param) else { continue }
      // "weather in my garden" names no place, "in the Hague" does.
      var start = place + length
      var hasArticle = false
      while let article = meanings(start).first(where: { $0.meaning == .article }) {
        hasArticle = true
        start += article.length
      }
      guard let range = run(start, param, isNamed: hasArticle && isNameNeeded(param)) else {
        continue
      }
      // "The Hague"
      let isPart = hasArticle && param.kind == .place && start - 1 > 0 && isCapital(start - 1)
      return isPart ? (start - 1)..<range.upperBound : range
    }
    return nil
  }

  private func isNameNeeded(_ param: SubjectParam) -> Bool { param.kind == .place }

  /// The length of a word that introduces a text.
  private func introduction(_ place: Int, _ param: SubjectParam) -> Int? {
    if !param.after.isEmpty {
      return param.after.filter { phrase in
        isThere(phrase, at: place)
      }.map(\.count).max()
    }
    return meanings(place).filter { found in
      found.meaning == .preposition || found.meaning == .contains
    }.map(\.length).max()
  }

  /// Words from a place on that are one text, up to what begins something else.
  ///
  /// - Parameter isNamed: it has to look like a name.
  private func run(_ start: Int, _ param: SubjectParam, isNamed: Bool) -> Range<Int>? {
    if let pattern = param.pattern {
      return Tokens.all(pieces).first { token in
        token.lowerBound == start && !used[start] && Tokens.fits(pieces[token].typedWhole, pattern)
      }
    }
    var end = start
    while end < pieces.count, !used[end], end - start < 6 {
      if end > start, isStop(end, param) { break }
      if end == start, !isText(end, param) { break }
      end += 1
      if pieces[end - 1].isLast { break }
    }
    // "San Sebastian de los Reyes" ends with a word of its own.
    while end > start, isGlue(end - 1) { end -= 1 }
    guard end > start else { return nil }
    if param.kind == .place {
      // "Paris, Texas"
      if end < pieces.count, !used[end], pieces[end - 1].isLast, isCapital(end),
        meanings(end).isEmpty, !pieces[end].isNumber
      {
        var more = end
        while more < pieces.count, !used[more], isCapital(more) {
          more += 1
          if pieces[more - 1].isLast { break }
        }
        end = more
      }
      guard isPlace(start..<end, isNamed: isNamed || isWeak) else { return nil }
    }
    return start..<end
  }

  private func isGlue(_ place: Int) -> Bool {
    meanings(place).contains { found in
      switch found.meaning {
      case .preposition, .article, .and, .clause, .copula: found.length == 1
      default: false
      }
    } && !isCapital(place)
  }

  /// May a text begin here?
  private func isText(_ place: Int, _ param: SubjectParam) -> Bool {
    if pieces[place].quote != nil { return true }
    if pieces[place].isNumber { return param.kind == .text }
    if param.kind == .place, isCapital(place), !isFunction(place) { return true }
    return !isFunction(place)
  }

  private func isFunction(_ place: Int) -> Bool {
    meanings(place).contains { found in
      switch found.meaning {
      // "la" of "la Paz", "new" of "New York"
      case .article, .newest, .soft, .vague, .verb, .direction, .view, .month, .scale, .measure,
        .superlative, .unit:
        false
      default: found.length == 1 && !isCapital(place)
      }
    }
  }

  /// Does a word begin something else than the text?
  private func isStop(_ place: Int, _ param: SubjectParam) -> Bool {
    if pieces[place].quote != nil { return false }
    if param.kind == .place {
      if isCapital(place), language.language != "de" { return false }
      if language.contains(words[place], .gaps), isCapital(place + 1) { return false }
      if ["am", "an", "sur", "upon", "do", "da", "del", "la", "los", "las"].contains(words[place]),
        isCapital(place + 1)
      {
        return false
      }
    }
    return meanings(place).contains { found in
      switch found.meaning {
      case .clause, .sort, .top, .view, .named, .comparison, .implied, .between, .several, .newest,
        .aggregate, .per, .without, .only, .since, .until:
        true
      case .preposition, .and, .copula: param.kind == .place || found.meaning == .copula
      case .filler, .soft: param.kind == .place || found.length > 1
      case .coming, .past, .present, .base: true
      default: false
      }
    }
  }

  func isCapital(_ place: Int) -> Bool {
    pieces.indices.contains(place) && pieces[place].text.first?.isUppercase ?? false
  }

  /// Can it be the name of a place?
  private func isPlace(_ range: Range<Int>, isNamed: Bool) -> Bool {
    let text = range.map { words[$0] }.joined(separator: " ")
    if KnownPlaces.contains(text) { return true }
    guard range.allSatisfy({ !pieces[$0].isNumber }) else { return false }
    // A word of German has its capital anyway.
    if language.language == "de", isNamed, hasArticle(range.lowerBound) { return false }
    return !isNamed
      || range.allSatisfy { isCapital($0) || language.contains(words[$0], .gaps) }
  }

  private func hasArticle(_ place: Int) -> Bool {
    place > 0
      && (["im", "am", "beim", "zum", "zur", "vom"].contains(words[place - 1])
        || meanings(place - 1).contains { $0.meaning == .article })
  }

  // MARK: Beside the name

  /// "Lisbon weather", "quantum computing papers", "wetter Hamburg".
  private func beside(_ param: SubjectParam) -> Range<Int>? {
    guard param.isBeside else { return nil }
    if let behind = run(name.upperBound, param, isNamed: isWeak || language.language == "en"),
      meanings(behind.lowerBound).isEmpty || isCapital(behind.lowerBound)
    {
      return behind
    }
    var start = name.lowerBound
    while start > 0, !used[start - 1], isPlain(start - 1), !pieces[start - 1].isLast,
      name.lowerBound - start < 4
    {
      start -= 1
    }
    guard start < name.lowerBound else { return nil }
    let range = start..<name.lowerBound
    if let pattern = param.pattern {
      return Tokens.all(pieces).first { token in
        token.upperBound == name.lowerBound && Tokens.fits(pieces[token].typedWhole, pattern)
      }
    }
    guard param.kind == .place else { return range }
    return isPlace(range, isNamed: isWeak || start > 0) ? range : nil
  }

  /// A word without any meaning of its own.
  private func isPlain(_ place: Int) -> Bool {
    let isLoose = subject.params.contains { $0.pattern != nil }
    if pieces[place].isNumber { return isLoose }
    return meanings(place).allSatisfy { found in
      switch found.meaning {
      case .newest, .vague, .soft, .verb, .measure, .scale: isCapital(place)
      default: false
      }
    } && !isRow(place)
  }

  // MARK: All the rest

  /// All behind a colon, or behind a word for it.
  mutating func readRest(_ param: SubjectParam) {
    let colon = pieces.indices.first { place in
      place >= name.upperBound && pieces[place].before.contains(":")
    }
    let word = pieces.indices.first { place in
      place >= name.upperBound && param.after.contains { isThere($0, at: place) }
    }
    let length = word.map { place in
      param.after.filter { isThere($0, at: place) }.map(\.count).max() ?? 1
    }
    guard let start = colon ?? word.map({ $0 + (length ?? 1) }), start < pieces.count else {
      return
    }
    // All that was typed there, a schedule and signs, too.
    let typed = sentence.text
    let text = typed.range(of: pieces[start].text, range: after(start, in: typed)).map {
      String(typed[$0.lowerBound...])
    }
    reading.values[param.name] = .string(
      (text ?? pieces[start...].typed).trimming { $0.isWhitespace || $0 == "\"" })
    take((colon ?? word ?? start)..<pieces.count)
  }

  /// Where the words before a piece end in the sentence as it was typed.
  private func after(_ start: Int, in text: String) -> Range<String.Index> {
    guard start > 0,
      let end = text.range(of: pieces[start - 1].text, options: .caseInsensitive)?.upperBound
    else { return text.startIndex..<text.endIndex }
    return end..<text.endIndex
  }
}
