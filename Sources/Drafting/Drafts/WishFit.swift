import BlockModel
import BlockUI
import Foundation
import Sentences
import Sketches

/// What a sentence asks of the rows of a source, as steps of the script before its rows are cut.
///
/// Every part of the sentence is either done here or told: the explanation names it, and the title
/// leaves it out.
struct WishFit {
  private(set) var source: DraftSource
  private(set) var wish: Wish
  private var steps: [String] = []
  private var told: [String] = []
  private var done: Set<WishPart> = []

  init(_ source: DraftSource, wish: Wish, url: String) {
    self.source = source
    self.wish = wish
    for part in wish.requests where Self.isAbout(part, source, url) || fit(part) {
      done.insert(part)
    }
    if isTail { steps.append("wanted = list.reverse(wanted)") }
    addSteps()
  }

  /// The title with what was done.
  var title: String? { wish.title { done.contains($0) } }

  /// What was done, and what was not, as sentences behind the explanation.
  /// - Parameter spec: the card, which may show nothing of what was chosen.
  func notes(_ spec: String) -> String {
    let parts = wish.requests.filter { part in
      if part.meaning == .view { return !isShown(spec) }
      return !done.contains(part)
    }
    return (told + wish.notes + [Wish.unused(parts.map(\.text))].compactMap { $0 })
      .map { " " + $0 }.joined()
  }

  /// Does the card have the wanted component, or kind of chart?
  private func isShown(_ spec: String) -> Bool {
    let components = (try? SpecTree(parsing: spec))?.components ?? []
    func shows(_ component: Component) -> Bool {
      components.contains { $0.component == component }
    }
    return switch (wish.chartKind, wish.view) {
    case (let kind?, _): components.contains { $0.component == .chart && $0[.kind] == kind }
    case (nil, .chart), (nil, .bars): shows(.chart)
    case (nil, .table): shows(.table)
    case (nil, .list): shows(.list)
    case (nil, .number): shows(.stat)
    case (nil, nil): true
    }
  }

  /// Words the source itself says: "for Lisbon" in `…?city=lisbon`.
  private static func isAbout(_ part: WishPart, _ source: DraftSource, _ url: String) -> Bool {
    let words: String
    switch part.meaning {
    case .match(let text), .by(let text): words = text
    case .thing: words = part.text
    default: return false
    }
    let known = (url + " " + (source.title ?? "")).lowercased()
    return words.lowercased().split(separator: " ").allSatisfy { known.contains($0) }
  }

  private mutating func fit(_ part: WishPart) -> Bool {
    switch part.meaning {
    case .view: true
    case .order(let wanted): order(wanted)
    case .compare(let op, let number, let names): compare(op, number, names)
    case .match(let text): match(text)
    case .by(let text): by(text)
    case .with(let names): names.filter { with($0) }.count == names.count
    case .columns(let names): columns(names)
    case .without(let names): without(names)
    case .thing: match(part.text)
    case .secret, .plain: false
    }
  }

  // MARK: Fields

  private func field(_ name: String, where isFit: (RowField) -> Bool = { _ in true }) -> RowField? {
    FieldSearch(source.fields.filter(isFit)).field(name)
  }

  private func field(anyOf names: [String]) -> RowField? {
    names.lazy.compactMap { field($0) }.first
  }

  private mutating func want(_ field: RowField) {
    wish.words += field.fieldName.words + [field.column.path.lastKey.lowercased()]
  }

  private mutating func with(_ name: String) -> Bool {
    guard let field = field(name) else { return false }
    want(field)
    return true
  }

  private mutating func columns(_ names: [String]) -> Bool {
    let fields = names.compactMap { field($0) }
    guard fields.count == names.count else { return false }
    source.fields = fields
    source.roles = nil
    source.view = .table
    wish.view = .table
    return true
  }

  private mutating func without(_ names: [String]) -> Bool {
    let fields = names.compactMap { field($0) }
    guard fields.count == names.count, fields.count < source.fields.count else { return false }
    let dropped = Set(fields.map(\.name))
    source.fields.removeAll { dropped.contains($0.name) }
    source.roles?.remove(dropped)
    return true
  }

  // MARK: Order

  private var canStep: Bool {
    source.walk == .elements || source.walk == .elementsAfterHeader
  }

  private mutating func order(_ order: WishOrder) -> Bool {
    guard canStep else { return false }
    if order.isByTime { return orderByTime(order.isDescending ?? true) }
    let found = self.field(anyOf: order.fields)
    guard let field = found ?? (Self.isGeneral(order) ? mainNumber : nil) else { return false }
    let isDescending =
      order.isDescending ?? !Set(field.fieldName.words).isDisjoint(with: WishWords.largestFirst)
    sort(field, isDescending, field.kind.isTime ? ("newest", "oldest") : ("largest", "smallest"))
    return true
  }

  /// "largest" alone means the main number; "heaviest" needs a weight.
  private static func isGeneral(_ order: WishOrder) -> Bool { order.fields.count <= 1 }

  /// The numbers of a row, the best first.
  var numbers: [RowField] {
    Roles(source.fields, rows: source.rowCount, words: wish.words).numbers
  }

  private var mainNumber: RowField? { numbers.first }

  private mutating func orderByTime(_ isDescending: Bool) -> Bool {
    if source.isInOrder { return true }
    let roles = source.roles ?? Roles(source.fields, rows: source.rowCount, words: wish.words)
    guard let time = roles.time else { return isDescending && source.growsAtEnd }
    sort(time, isDescending, ("newest", "oldest"))
    return true
  }

  /// "the latest 5 rows" of a file without times are its last ones.
  private var isTail: Bool {
    source.growsAtEnd && steps.isEmpty
      && done.contains { part in
        if case .order(let order) = part.meaning {
          order.isByTime && order.isDescending == true
        } else {
          false
        }
      }
  }

  private mutating func sort(
    _ field: RowField, _ isDescending: Bool, _ words: (first: String, last: String)
  ) {
    want(field)
    steps.append(
      "wanted = list.sort_by(wanted, function(row) return \(Self.key(field)) end, \"\(isDescending ? "desc" : "asc")\")"
    )
    let isText = !field.kind.isTime && !Self.isQuantity(field)
    let order =
      isText
      ? (isDescending ? "Z to A" : "A to Z") : "\(isDescending ? words.first : words.last) first"
    told.append("Sorted by \(field.label.lowercasedFirst), \(order).")
  }

  private static func isQuantity(_ field: RowField) -> Bool {
    field.kind.isNumber || field.kind == .moneyText || field.kind == .percentText
  }

  /// The Lua expression rows are sorted and compared by.
  private static func key(_ field: RowField) -> String {
    switch field.kind {
    case .numberText, .moneyText, .percentText:
      "tonumber((tostring(\(field.lua) or \"\"):gsub(\"[^%d.-]\", \"\")))"
    case .timeText: "require(\"time\").parse(\(field.lua))"
    default: field.lua
    }
  }

  // MARK: Conditions

  private mutating func compare(_ op: String, _ number: Double, _ names: [String]) -> Bool {
    guard canStep else { return false }
    let isYear = (1000...2200).contains(number) && number == number.rounded()
    let named = field(anyOf: names)
    guard let field = named ?? (isYear ? time : nil) ?? mainNumber else { return false }
    let value =
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(clamping: number))" : "\(number)"
    let key: String
    if field.kind == .time || field.kind == .year {
      guard isYear else { return false }
      key = "tonumber(tostring(\(field.lua)):sub(1, 4))"
    } else if Self.isQuantity(field) {
      key = Self.key(field)
    } else {
      return false
    }
    want(field)
    filter("(\(key) or 0/0) \(op) \(value)")
    told.append(
      "Only rows whose \(field.label.lowercasedFirst) is \(Self.words[op] ?? op) \(value).")
    return true
  }

  private var time: RowField? {
    (source.roles ?? Roles(source.fields, rows: source.rowCount, words: [])).time
  }

  private static let words = [">": "above", ">=": "at least", "<": "below", "<=": "at most"]

  private mutating func filter(_ condition: String) {
    steps.append("wanted = list.filter(wanted, function(row) return \(condition) end)")
  }

  /// "by source" names a field, "by Roman Loyola" a value.
  private mutating func by(_ text: String) -> Bool {
    guard let field = field(text) else { return match(text) }
    if wish.view == .bars, field.kind == .text, field.column.distinctness < 0.9, canStep,
      let number = numbers.first(where: { $0.name != field.name })
    {
      group(by: field, number)
      return true
    }
    if Self.isQuantity(field), wish.view != .chart && wish.view != .bars {
      return order(WishOrder(fields: [text]))
    }
    want(field)
    return true
  }

  /// One row for each value of a field, with the sum of a number.
  private mutating func group(by field: RowField, _ number: RowField) {
    let sum = "list.sum(group.items, function(row) return tonumber(\(number.lua)) end)"
    steps.append(
      "wanted = list.map(list.group_by(wanted, function(row) return \(field.lua) end), function(group)"
    )
    steps.append("  return { key = group.key, sum = \(sum) }")
    steps.append("end)")
    var (key, total) = (field, number)
    (key.lua, total.lua, total.kind) = ("row.key", "row.sum", .num)
    source.fields = [key, total]
    var roles = Roles([], rows: 0, words: [])
    roles.title = key
    roles.numbers = [total]
    source.roles = roles
    told.append("\(number.label) is summed by \(field.label.lowercasedFirst).")
  }

  /// Only rows that hold a text: in a field that is that text, else in one that contains it.
  private mutating func match(_ text: String) -> Bool {
    guard canStep else { return false }
    let candidates = [text] + (PlaceCodes.code(text).map { [$0] } ?? [])
    for candidate in candidates {
      guard let found = holder(of: candidate) else { continue }
      let lower = LuaText.quoted(candidate.lowercased())
      let value = "tostring(\(found.field.lua) or \"\"):lower()"
      filter(found.isWhole ? "\(value) == \(lower)" : "\(value):find(\(lower), 1, true) ~= nil")
      want(found.field)
      told.append(
        "Only rows whose \(found.field.label.lowercasedFirst) \(found.isWhole ? "is" : "contains") “\(candidate)”."
      )
      return true
    }
    return false
  }

  private func holder(of text: String) -> (field: RowField, isWhole: Bool)? {
    let wanted = text.lowercased()
    let texts = source.fields.filter { ![.url, .image, .id].contains($0.kind) }
    if let field = texts.first(where: { field in
      field.column.distinct.contains { $0.lowercased() == wanted }
    }) {
      return (field, true)
    }
    guard text.count > 2 else { return nil }
    let held = texts.first { field in
      field.kind.isWords && field.column.distinct.contains { $0.lowercased().contains(wanted) }
    }
    return held.map { ($0, false) }
  }

  // MARK: The source

  /// The steps go between the answer and the loop that cuts it.
  private mutating func addSteps() {
    guard !steps.isEmpty else { return }
    source.modules.append("list")
    let isAfterHeader = source.walk == .elementsAfterHeader
    source.fetch.append(
      "local wanted = \(isAfterHeader ? "list.drop(\(source.list), 1)" : source.list)")
    source.fetch += steps
    source.list = "wanted"
    source.walk = .elements
  }
}

/// Finds the field a person means.
struct FieldSearch {
  let fields: [RowField]

  init(_ fields: [RowField]) { self.fields = fields }

  func field(_ name: String) -> RowField? {
    let words = FieldName(name).words
    guard !words.isEmpty else { return nil }
    let all = [words] + (Self.synonyms[words.last ?? ""] ?? []).map { [$0] }
    for words in all {
      let text = words.joined(separator: " ")
      if let exact = fields.first(where: { Self.names($0).contains(text) }) { return exact }
    }
    for words in all {
      let stems = words.map(RecordFinder.stem)
      let found = fields.first { field in
        let own = Set(
          Self.names(field).flatMap { $0.split(separator: " ") }.map {
            RecordFinder.stem(String($0))
          })
        return own.isSuperset(of: stems)
      }
      if let found { return found }
    }
    return nil
  }

  private static func names(_ field: RowField) -> [String] {
    [
      field.label.lowercased(), field.fieldName.words.joined(separator: " "),
      field.name.replacing("_", with: " "),
    ]
  }

  /// Words of people and words of sources.
  private static let synonyms: [String: [String]] = [
    "magnitude": ["mag"], "points": ["score", "ups"], "score": ["points", "ups"],
    "votes": ["score", "ups", "points"], "weight": ["mass"], "mass": ["weight"],
    "price": ["cost", "amount"], "cost": ["price"], "income": ["gdp"], "temperature": ["temp"],
    "author": ["creator", "by", "user"], "date": ["time", "published", "created"],
    "time": ["date"], "name": ["title"], "title": ["name"], "people": ["population"],
    "size": ["area", "population"], "comments": ["num comments", "descendants"],
    "stars": ["stargazers count"], "rain": ["precipitation"],
  ]
}

extension String {
  /// "Net generation" inside of a sentence; "GDP" stays.
  var lowercasedFirst: String {
    dropFirst().first?.isUppercase ?? false ? self : prefix(1).lowercased() + dropFirst()
  }
}
