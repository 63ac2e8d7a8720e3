import BlockModel
import Sketches

/// Reads the record sets of a JSON answer, and the values beside them.
struct JSONReading {
  let root: JSONValue
  let url: String

  var reading: SourceReading {
    let candidates = RecordFinder(in: root).candidates.prefix(SourceReading.maximumSets)
    var budget = SetContents.maximumValues
    let sets = candidates.map { source($0, &budget) }
    let facts = facts
    return SourceReading(
      sets: sets, facts: facts,
      prefersFacts: facts.map { !prefersRows(candidates.first, $0) } ?? false)
  }

  /// The name the answer gives itself: `$.metadata.title`, `$.name`.
  private var sourceTitle: String? {
    let places = [root, root["metadata"], root["meta"], root["description"], root["meta"]?["view"]]
    for place in places {
      for key in ["title", "name"] {
        if let text = place?[key]?.string, (3...60).contains(text.count) { return text }
      }
    }
    return nil
  }

  /// A short list beside many scalars is a part of a thing, not a list of things.
  private func prefersRows(_ best: RecordCandidate?, _ facts: DraftFacts) -> Bool {
    guard let best else { return false }
    let shown = facts.fields.filter(FactComposer.isFact)
    if best.form == .scalars { return false }
    if root.array != nil, best.rows.count > 1 { return true }
    let own = shown.filter { $0.column.path.steps.count == 1 }
    if best.rows.count <= 2 { return own.count < 3 && best.score > 4 }
    if own.count >= 5, best.rows.count <= 4 { return false }
    return best.score > 2.5
  }

  // MARK: Facts

  private var facts: DraftFacts? {
    // A list of one thing is that thing.
    let isSingle = root.array?.count == 1
    let value = isSingle ? (root[0] ?? root) : root
    let fields = RowField.all(
      of: Profile([value], depth: 4), units: units(beside: DataPath()),
      read: { path in LuaText.read(path, from: "answer") })
    guard fields.contains(where: FactComposer.isShown) else { return nil }
    return DraftFacts(
      what: "the values of one answer",
      fetch: ["local answer = http.get(url):json()" + (isSingle ? "[1]" : "")], fields: fields,
      title: sourceTitle, nameWords: SetName.words([sourceTitle, SourceName.name(of: url)]))
  }

  // MARK: Rows

  private func source(_ candidate: RecordCandidate, _ budget: inout Int) -> DraftSource {
    let list = LuaText.read(candidate.path, from: "answer")
    let profile = candidate.profile
    var walk = DraftSource.Walk.elements
    var names: [String]?
    var read: ((DataPath) -> String)?
    switch candidate.form {
    case .objects: break
    case .rows(let header):
      if header != nil { walk = .elementsAfterHeader }
      names = header ?? columnNames
    case .columns:
      walk = .columns(first: profile.columns.keys.first?.lastKey ?? "")
      read = { path in "\(list)\(LuaText.member(path.lastKey))[i]" }
    case .map:
      walk = .members
      let isFlat = candidate.rows.first?["value"] != nil && candidate.rows.first?.object?.count == 2
      read = { path in
        if path.keys == ["key"] { return "key" }
        return isFlat ? "row" : LuaText.read(path, from: "row") { profile.isAlwaysThere($0) }
      }
    case .scalars: read = { _ in "row" }
    }
    var fields = RowField.all(
      of: profile, names: names, units: units(beside: candidate.path), read: read)
    if candidate.form == .map { fields = nameKeys(fields, candidate) }
    addCurrency(to: &fields, candidate)
    nameValues(&fields)
    let label = FieldName(candidate.path.lastKey).label
    let contents = SetContents(fields, rows: candidate.rows, budget: &budget)
    return DraftSource(
      what: label.isEmpty ? "the entries of the answer" : "the \(label.lowercasedFirst)",
      fetch: ["local answer = http.get(url):json()"], list: list,
      walk: walk, fields: fields, rowCount: candidate.rows.count, title: sourceTitle,
      caption: label.isEmpty ? nil : label,
      nameWords: SetName.words(
        candidate.path.keys.reversed() + [sourceTitle, SourceName.name(of: url)]),
      score: candidate.score, rows: contents.rows, values: contents.values,
      usualCount: candidate.form == .map || candidate.rows.count <= 20 ? 20 : 10)
  }

  /// The keys of a map become its titles; keys that are dates become its times.
  private func nameKeys(_ fields: [RowField], _ candidate: RecordCandidate) -> [RowField] {
    fields.map { field in
      guard field.column.path.keys == ["key"] else {
        var copy = field
        if copy.column.path.keys == ["value"] {
          let parent = FieldName(RecordFinder.stem(candidate.path.lastKey))
          if !parent.words.isEmpty { copy.label = parent.label }
        }
        return copy
      }
      var copy = field
      let keys = field.column.distinct
      if keys.allSatisfy({ $0.wholeMatch(of: /[12]\d{3}[01]\d/) != nil }) {
        copy.kind = .time
        copy.lua = "key:sub(1, 4) .. \"-\" .. key:sub(5, 6) .. \"-01\""
      } else if keys.allSatisfy({ ValueKind.isISOTime($0) }) {
        copy.kind = .time
      } else {
        copy.kind = .text
      }
      copy.name = copy.kind == .time ? "date" : "name"
      copy.label = copy.kind == .time ? "Date" : "Name"
      copy.fieldName = FieldName(copy.name)
      return copy
    }
  }

  /// `meta.view.columns[].name` and its like: names of the columns of bare rows.
  private var columnNames: [String]? {
    let lists = [
      root["meta"]?["view"]?["columns"], root["columns"], root["fields"], root["header"],
    ]
    for list in lists.compactMap({ $0?.array }) {
      let names = list.map { $0.string ?? $0["name"]?.string ?? $0["title"]?.string ?? "" }
      if !names.contains("") { return names }
    }
    return nil
  }

  /// Units written beside the data: `hourly_units.temperature_2m = "°C"`, `units.temp = "C"`.
  private func units(beside path: DataPath) -> [String: String] {
    var units: [String: String] = [:]
    var place: JSONValue? = root
    for step in [nil] + path.steps.map(Optional.some) {
      switch step {
      case .key(let key): place = place?[key]
      case .index(let index): place = place?[index]
      case .each, .member, nil: break
      }
      for (key, value) in place?.object ?? [:] where key.lowercased().contains("unit") {
        let isOther =
          key.hasSuffix("_units") && !path.steps.isEmpty
          && !path.keys.contains(String(key.dropLast(6)))
        guard !isOther else { continue }
        for (name, unit) in value.object ?? [:] {
          if let text = unit.string, (1...12).contains(text.count), !Self.noUnits.contains(text) {
            units[name] = text
          }
        }
      }
    }
    return units
  }

  private static let noUnits: Set<String> = ["unixtime", "iso8601", "wmo code", "seconds"]

  /// `value` is called what every row says it is: `indicator.value = "GDP (current US$)"`.
  private func nameValues(_ fields: inout [RowField]) {
    let topics: Set<String> = ["indicator", "series", "metric", "parameter", "variable", "measure"]
    guard
      let value = fields.firstIndex(where: { $0.fieldName.words == ["value"] && $0.kind.isNumber }),
      let topic = fields.first(where: { field in
        field.kind == .text && field.column.isConstant
          && (3...50).contains(field.column.example.count)
          && field.column.path.keys.contains { topics.contains($0.lowercased()) }
      })
    else { return }
    fields[value].label = topic.column.example
  }

  /// A currency code in every row, or once at the top, belongs to prices.
  private func addCurrency(to fields: inout [RowField], _ candidate: RecordCandidate) {
    let codes = fields.first { $0.fieldName.words.contains("currency") && $0.column.isConstant }?
      .column.example
    let code = codes ?? root["currency"]?.string
    guard let code, code.count == 3, code.allSatisfy({ $0.isASCII && $0.isLetter }) else { return }
    for index in fields.indices
    where fields[index].kind.isNumber
      && !Set(fields[index].fieldName.words).isDisjoint(with: ["price", "cost", "amount", "total"])
    {
      fields[index].currency = code.uppercased()
    }
  }
}
