import Sketches

/// Which field of a row plays which part on the card.
struct Roles: Sendable {
  var title: RowField?
  /// The second name of a pair: home and away.
  var opponent: RowField?
  var link: RowField?
  var image: RowField?
  var time: RowField?
  var badge: RowField?
  /// Best first.
  var numbers: [RowField] = []
  /// Other texts worth a place, best first.
  var texts: [RowField] = []

  /// - Parameters:
  ///   - words: of the wish; they say which numbers and times come first.
  ///   - named: what the rows are called; the field of that name tells them apart.
  init(_ fields: [RowField], rows: Int, words: [String], named: [String] = []) {
    let stems = words.map(RecordFinder.stem)
    func isWanted(_ field: RowField) -> Bool {
      let name = (field.column.path.keys.joined(separator: " ") + " " + field.label).lowercased()
      return stems.contains { name.contains($0) }
    }
    let useful = fields.filter { $0.isShownByDefault }
    title = Self.best(
      useful.filter {
        $0.kind.isWords && $0.column.coverage > 0.6 && !($0.column.isConstant && rows > 2)
      }
    ) { field in
      guard !field.column.isJoined else { return 0 }
      var score = Double(field.fieldName.titleRank) + 4 * field.column.distinctness
      score -= 0.7 * Double(field.column.path.steps.count - 1)
      if field.kind != .text { score -= 4 }
      let isNamed =
        field.fieldName.words.count == 1
        && named.contains { RecordFinder.stem($0) == RecordFinder.stem(field.fieldName.words[0]) }
      if isNamed, field.column.distinctness > 0.8 { score += 8 }
      if field.column.meanLength < 2.5 { score -= 4 }
      if (8...110).contains(field.column.meanLength) { score += 1 }
      return score - 0.02 * Double(field.position)
    }.flatMap { $0.score > 2.5 ? $0.field : nil }
    opponent = title.flatMap { title in useful.first { Self.isPair(title, $0) } }
    if let away = opponent, let home = title, away.position < home.position {
      (title, opponent) = (away, home)
    }
    link = Self.best(
      useful.filter { $0.kind == .url && !$0.column.isConstant || $0.kind == .url && rows == 1 }
    ) { field in
      var score = 1.0 - 0.5 * Double(field.column.path.steps.count - 1)
      let words = Set(field.fieldName.words)
      if !words.isDisjoint(with: ["html", "permalink", "link", "website", "homepage", "web"]) {
        score += 2
      }
      if words == ["url"] || words == ["href"] { score += 1 }
      if field.fieldName.isForPrograms || Self.isForPrograms(field.column.example) { score -= 4 }
      return score
    }.flatMap { $0.score > 0 ? $0.field : nil }
    image =
      Self.best(useful.filter { $0.kind == .image && $0.column.coverage > 0.3 }) { field in
        field.fieldName.words.contains { ["thumb", "thumbnail", "small", "medium"].contains($0) }
          ? 2 : 1
      }?.field
    time = Self.best(useful.filter { $0.kind.isTime && $0.column.coverage > 0.6 }) { field in
      var score = field.column.isConstant ? -1 : 1.0 + field.column.distinctness
      let words = Set(field.fieldName.words)
      if !words.isDisjoint(with: [
        "published", "date", "time", "created", "start", "datetime", "pubdate", "onset",
      ]) {
        score += 1
      }
      if !words.isDisjoint(with: ["updated", "modified", "end", "expires", "ends"]) {
        score -= 0.7
      }
      if isWanted(field) { score += 2 }
      return score - 0.3 * Double(field.column.path.steps.count - 1)
    }.flatMap { $0.score > 0 ? $0.field : nil }
    let chosen = Set([title, opponent, link, image, time].compactMap { $0?.name })
    let rest = useful.filter { !chosen.contains($0.name) && !($0.column.isConstant && rows > 2) }
    let hasTitle = title != nil
    numbers = rest.filter { field in
      if hasTitle, !Set(field.fieldName.words).isDisjoint(with: Self.sideNumbers) { return false }
      return field.kind.isNumber && !field.fieldName.isPlaceInList && field.column.coverage >= 0.5
    }.map { field in (field, Self.weight(of: field, isWanted: isWanted(field))) }
      .sorted { $0.1 > $1.1 }.map(\.0)
    badge =
      title == nil
      ? nil
      : rest.first { field in
        field.kind == .text && (2...6).contains(field.column.distinct.count)
          && field.column.coverage > 0.5 && field.column.meanLength <= 18
          && field.column.present > field.column.distinct.count
          && !Set(field.fieldName.words).isDisjoint(
            with: [
              "status", "state", "type", "severity", "category", "kind", "priority", "level",
              "alert",
            ])
      }
    texts = rest.filter { field in
      let isShort =
        field.kind == .text || field.kind == .moneyText || field.kind == .percentText
        || field.kind == .boolText || field.kind == .bool
      return isShort && field.name != badge?.name && field.column.meanLength < 90
    }.map { field -> (RowField, Double) in
      var weight = 2 * field.column.coverage
      if isWanted(field) { weight += 5 }
      if field.kind == .moneyText { weight += 3 }
      if field.column.distinct.count > 1 { weight += 1 }
      weight -= 0.4 * Double(field.column.path.steps.count)
      return (field, weight - 0.03 * Double(field.position))
    }.sorted { $0.1 > $1.1 }.map(\.0)
  }

  /// Forgets fields that are not to be shown.
  mutating func remove(_ names: Set<String>) {
    func kept(_ field: RowField?) -> RowField? {
      field.flatMap { names.contains($0.name) ? nil : $0 }
    }
    (title, opponent, link, image) = (kept(title), kept(opponent), kept(link), kept(image))
    (time, badge) = (kept(time), kept(badge))
    numbers.removeAll { names.contains($0.name) }
    texts.removeAll { names.contains($0.name) }
  }

  private static func weight(of field: RowField, isWanted: Bool) -> Double {
    let words = Set(field.fieldName.words)
    var weight = isWanted ? 6.0 : 0
    if !words.isDisjoint(with: mainNumbers) { weight += 2 }
    if !words.isDisjoint(with: sideNumbers) { weight -= 1.5 }
    weight += field.column.distinct.count > 2 ? 0.8 : 0
    return weight - 0.5 * Double(field.column.path.steps.count - 1) - 0.03 * Double(field.position)
  }

  private static let mainNumbers: Set<String> = [
    "score", "points", "price", "mag", "magnitude", "value", "temp", "temperature", "rate", "votes",
    "population", "total", "amount", "count", "stars", "ups", "rating", "close", "gdp", "revenue",
  ]
  private static let sideNumbers: Set<String> = [
    "code", "gap", "rms", "dmin", "tz", "version", "deg", "direction", "size", "min", "offset",
    "width", "height", "decimal", "priority", "wmo", "order", "severity", "ico", "cls", "x", "y",
  ]

  private static func isForPrograms(_ url: String) -> Bool {
    let lower = url.lowercased()
    return lower.contains("://api.") || lower.contains("/api/") || lower.hasSuffix(".json")
      || lower.contains(".json?")
  }

  private static func best(
    _ fields: [RowField], by score: (RowField) -> Double
  ) -> (field: RowField, score: Double)? {
    fields.map { (field: $0, score: score($0)) }
      .max { a, b in a.score == b.score ? a.field.position > b.field.position : a.score < b.score }
  }

  /// `team1`/`team2`, `home_team`/`away_team`.
  private static func isPair(_ a: RowField, _ b: RowField) -> Bool {
    guard a.name != b.name, a.kind == .text, b.kind == .text else { return false }
    let pair = [a.column.path.suffix.lowercased(), b.column.path.suffix.lowercased()]
    return pair[0].replacing("home", with: "away") == pair[1]
      || pair[1].replacing("home", with: "away") == pair[0]
      || (pair[0].hasSuffix("1") && pair[0].dropLast() + "2" == pair[1])
      || (pair[1].hasSuffix("1") && pair[1].dropLast() + "2" == pair[0])
  }
}
