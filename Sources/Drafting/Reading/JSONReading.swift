import BlockModel
import Sketches

/// Reads the record sets of a JSON answer, and the values beside them.
struct JSONReading {
  private let root: JSONValue
  private let url: String
  private let context: ColumnReading.Context
  /// Lines that fetch the answer and read the JSON in its texts.
  private let fetch: [String]
  private let modules: [String]
  private let givenTitle: String?

  /// - Parameters:
  ///   - answer: the Lua expression of the value, and the modules it calls.
  ///   - title: the name of the source, when the value gives none.
  init(
    root: JSONValue, answer: String = "http.get(url):json()", modules: [String] = [],
    title: String? = nil, url: String, context: ColumnReading.Context
  ) {
    givenTitle = title
    let embedded = EmbeddedJSON(in: root)
    self.root = embedded.value
    self.url = url
    self.context = context
    self.modules = modules + (embedded.places.isEmpty ? [] : ["json"])
    fetch =
      ["local answer = \(answer)"]
      + embedded.places.map { path in
        let place = LuaText.read(path, from: "answer")
        return "\(place) = json.decode(\(place))"
      }
  }

  var reading: SourceReading {
    if let complaint = SourceComplaint(in: root) {
      return SourceReading(refusal: complaint.sentence)
    }
    let all = RecordFinder(in: root).candidates
    let headers = all.compactMap { $0.form == .rows(header: nil) ? columnNames($0) : nil }
    // What names the columns of rows is no list of its own.
    let candidates = all.filter { candidate in
      candidate.form != .scalars
        || !headers.contains(candidate.rows.map { $0["value"]?.string ?? "" })
    }.prefix(SourceReading.maximumSets)
    var budget = SetContents.maximumValues
    var sets = candidates.map { source($0, &budget) }
    let facts = facts
    if sets.isEmpty, let empty { sets = [empty] }
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
    return givenTitle
  }

  /// A short list beside many scalars is a part of a thing, not a list of things.
  private func prefersRows(_ best: RecordCandidate?, _ facts: DraftFacts) -> Bool {
    guard let best else { return false }
    let shown = facts.fields.filter(FactComposer.isFact)
    if best.form == .scalars { return false }
    if root.array != nil, best.rows.count > 1 { return true }
    let own = shown.filter { $0.column.path.steps.count == 1 }
    // The name of the source beside its rows: `{"source": …, "rows": […]}`.
    if own.count <= 1, best.rows.count > 4 { return true }
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
      of: Profile([value], depth: 4), units: units(beside: DataPath()), context: context,
      read: { path in LuaText.read(path, from: "answer") })
    guard fields.contains(where: FactComposer.isShown) else { return nil }
    return DraftFacts(
      what: "the values of one answer",
      fetch: fetch + (isSingle ? ["answer = answer[1]"] : []), modules: modules, fields: fields,
      title: sourceTitle, nameWords: SetName.words([sourceTitle, SourceName.name(of: url)]))
  }

  // MARK: Rows

  private func source(_ candidate: RecordCandidate, _ budget: inout Int) -> DraftSource {
    let profile = candidate.profile
    var list = LuaText.read(candidate.path, from: "answer")
    var modules = modules
    var names: [String]?
    var read: ((DataPath) -> String)?
    switch candidate.form {
    case .objects: break
    case .rows(let header):
      names = header ?? columnNames(candidate)
      if header != nil {
        list = "list.drop(\(list), 1)"
        modules.append("list")
      }
    case .columns(let paths):
      let columns = paths.map { name, path in
        let place = DataPath(candidate.path.steps + path.steps)
        return "\(LuaText.key(name)) = \(LuaText.read(place, from: "answer"))"
      }
      list = "list.rows({ \(columns.joined(separator: ", ")) })"
      modules.append("list")
    case .map:
      list = "list.entries(\(list))"
      modules.append("list")
    case .scalars: read = { _ in "row" }
    }
    var fields = RowField.all(
      of: profile, names: names, units: units(beside: candidate.path), context: context, read: read)
    fields.removeAll { Self.isPlumbing($0.column.path) }
    if candidate.form == .map { fields = nameKeys(fields, candidate) }
    addCurrency(to: &fields, candidate)
    nameValues(&fields)
    let caption = caption(candidate.path)
    let contents = SetContents(fields, rows: candidate.rows, budget: &budget)
    return DraftSource(
      what: caption.map { "the \($0.lowercasedFirst)" } ?? "the entries of the answer",
      fetch: fetch, modules: modules, list: list, fields: fields, rowCount: candidate.rows.count,
      title: sourceTitle, caption: caption,
      nameWords: SetName.words(
        candidate.path.keys.reversed() + [sourceTitle, SourceName.name(of: url)]),
      score: candidate.score, rows: contents.rows, values: contents.values,
      usualCount: candidate.form == .map || candidate.rows.count <= 20 ? 20 : 10)
  }

  /// The nearest key that says what the rows are.
  private func caption(_ path: DataPath) -> String? {
    let key = path.keys.last { key in
      let words = FieldName(key).words
      return !words.isEmpty && !Self.containers.contains(words.joined())
    }
    return key.map { FieldName($0).label }
  }

  /// Keys that hold rows and do not say which.
  private static let containers: Set<String> = [
    "edges", "nodes", "node", "items", "item", "data", "results", "result", "rows", "records",
    "list", "entries", "values", "value", "hits", "content", "objects", "response", "payload",
    "body", "docs", "features", "collection", "elements", "dataset",
  ]

  /// What programs need to page through a list.
  private static func isPlumbing(_ path: DataPath) -> Bool {
    ["cursor", "__typename"].contains(path.lastKey)
  }

  /// A list without rows: what it will hold is not known yet.
  private var empty: DraftSource? {
    guard let path = Self.emptyList(root, DataPath()) else { return nil }
    let title = RowField(
      unknown: "title", kind: .text, position: 0,
      lua: "row.title or row.name or row.label or row.id")
    var roles = Roles([], rows: 0, words: [])
    roles.title = title
    let caption = caption(path)
    return DraftSource(
      what: caption.map { "the \($0.lowercasedFirst)" } ?? "the entries of the answer",
      fetch: fetch, modules: modules, list: LuaText.read(path, from: "answer"), fields: [title],
      rowCount: 0, title: sourceTitle, caption: caption,
      nameWords: SetName.words(path.keys.reversed() + [sourceTitle, SourceName.name(of: url)]),
      view: .list, roles: roles)
  }

  private static func emptyList(_ value: JSONValue, _ path: DataPath) -> DataPath? {
    if let list = value.array { return list.isEmpty ? path : nil }
    guard path.steps.count < 3 else { return nil }
    return value.object?.lazy.compactMap { key, member in
      emptyList(member, path.appending(.key(key)))
    }.first
  }

  /// The keys of a map become its titles; keys that are dates become its times.
  private func nameKeys(_ fields: [RowField], _ candidate: RecordCandidate) -> [RowField] {
    let parent = FieldName(RecordFinder.stem(candidate.path.lastKey))
    let isFlat = !fields.contains { $0.column.path.steps.count > 1 }
    let others = Set(fields.filter { $0.column.path.keys != ["key"] }.map(\.name))
    return fields.map { field in
      var copy = field
      guard field.column.path.keys == ["key"] else {
        if isFlat, !parent.words.isEmpty { copy.label = parent.label }
        return copy
      }
      let keys = field.column.distinct
      if keys.allSatisfy({ $0.wholeMatch(of: /[12]\d{3}[01]\d/) != nil }) {
        copy.kind = .time
        copy.lua = "row.key:sub(1, 4) .. \"-\" .. row.key:sub(5, 6) .. \"-01\""
      } else if keys.allSatisfy({ $0.wholeMatch(of: /[12]\d{3}/) != nil }) {
        copy.kind = .year
        copy.lua = "row.key"
      } else if !copy.kind.isTime {
        copy.kind = .text
        copy.lua = "row.key"
      }
      let name = copy.kind == .year ? "year" : copy.kind.isTime ? "date" : "name"
      // The rows may have a name of their own; then the key is an id.
      copy.name = others.contains(name) ? "key" : name
      copy.label = FieldName(copy.name).label
      copy.fieldName = FieldName(copy.name)
      if copy.name == "key" { copy.kind = .id }
      return copy
    }
  }

  /// Names of the columns of bare rows, which stand beside them or above: `column_names`,
  /// `meta.view.columns[].name`.
  private func columnNames(_ candidate: RecordCandidate) -> [String]? {
    let width = candidate.rows.lazy.compactMap(\.array?.count).max() ?? 0
    var places: [JSONValue] = [root]
    for step in candidate.path.steps {
      guard let place = places.last else { break }
      switch step {
      case .key(let key): places.append(place[key] ?? .null)
      case .index(let index): places.append(place[index] ?? .null)
      case .each, .member: break
      }
    }
    for place in places.reversed() {
      let lists =
        [place["meta"]?["view"]?["columns"], place["meta"]?["columns"]]
        + [
          "columns", "column_names", "columnNames", "fields", "header", "headers", "cols", "schema",
        ]
        .map { place[$0] }
      for list in lists.compactMap({ $0?.array }) where list.count >= width {
        let names = list.map { name in
          name.string ?? name["name"]?.string ?? name["title"]?.string ?? name["label"]?.string
            ?? ""
        }
        if !names.contains("") { return names }
      }
      if let names = Self.header(beside: candidate, in: place, width) { return names }
    }
    return nil
  }

  /// A list of names as wide as the rows, whatever it is called: `colunas` beside `dados`.
  private static func header(
    beside candidate: RecordCandidate, in place: JSONValue, _ width: Int
  ) -> [String]? {
    let lists = (place.object ?? [:]).compactMap { key, member -> [String]? in
      guard key != candidate.path.lastKey, let list = member.array, list.count == width else {
        return nil
      }
      let names = list.compactMap(\.string)
      let isNames =
        names.count == list.count && Set(names).count == names.count
        && names.allSatisfy { (1...60).contains($0.count) && $0.contains(where: \.isLetter) }
      return isNames ? names : nil
    }
    return lists.count == 1 ? lists[0] : nil
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
