import BlockModel
import Sketches

/// A query as lines of Lua over `rows`, whose fields are named as the script names them.
struct QuerySteps {
  private(set) var lines: [String] = []
  private(set) var modules: Set<String> = []
  /// Fields that the lines read.
  private(set) var read: [RowField] = []
  private let source: SourceOffer
  private var readsDay = false

  init(_ query: RowQuery, _ source: SourceOffer) {
    self.source = source
    for filter in query.filters { add(filter) }
    for order in query.sort.reversed() where query.group == nil { add(order) }
    if let limit = query.limit, let per = query.limitPer.flatMap({ use($0) }) {
      add(limit, per: per)
    }
    if let offset = query.offset {
      modules.insert("list")
      lines.append("rows = list.drop(rows, \(offset))")
    }
    if readsDay {
      lines.insert("local day = time.parts(ctx.now, ctx.zone)", at: 0)
    }
  }

  private mutating func use(_ id: String) -> RowField? {
    guard let field = source.field(id) else { return nil }
    if !read.contains(where: { $0.name == field.name }) { read.append(field) }
    return field
  }

  // MARK: Order

  private mutating func add(_ order: RowQuery.Order) {
    guard let field = use(order.field) else { return }
    modules.insert("list")
    let key = key(field)
    let by =
      key == "row.\(field.name)" ? LuaText.quoted(field.name) : "function(row) return \(key) end"
    lines.append("rows = list.sort_by(rows, \(by), \"\(order.isDescending ? "desc" : "asc")\")")
  }

  /// The first rows of each value of a field; an entry of two categories is of both.
  private mutating func add(_ limit: Int, per field: RowField) {
    modules.insert("list")
    let value = "tostring(row.\(field.name) or \"\")"
    var parts = "{ \(value) }"
    if field.isList {
      modules.insert("text")
      parts = "text.split(\(value), \", \")"
    }
    lines += [
      "local seen = {}", "rows = list.filter(rows, function(row)", "  local isFirst = false",
      "  for _, part in ipairs(\(parts)) do", "    seen[part] = (seen[part] or 0) + 1",
      "    isFirst = isFirst or part ~= \"\" and seen[part] <= \(limit)", "  end",
      "  return isFirst", "end)",
    ]
  }

  /// What rows are compared by.
  private mutating func key(_ field: RowField) -> String {
    let value = "row.\(field.name)"
    switch field.kind {
    case .numberText, .moneyText, .percentText: return asNumber(field)
    case .text where field.isMixed: return asNumber(field)
    case .time, .timeSeconds, .timeMilliseconds:
      modules.insert("time")
      return "time.parse(\(value))"
    default: return value
    }
  }

  /// The number that a text of a row says; `nil` in Lua where it says none.
  private mutating func asNumber(_ field: RowField) -> String {
    modules.insert("text")
    return field.asNumber
  }

  // MARK: Conditions

  private mutating func add(_ filter: RowQuery.Filter) {
    guard let field = use(filter.field) else { return }
    modules.insert("list")
    let tests = filter.values.map { test(field, filter.comparison, $0) }
    let isNegative = filter.comparison == .notEqual || filter.comparison == .lacks
    let condition = tests.joined(separator: isNegative ? " and " : " or ")
    lines.append("rows = list.filter(rows, function(row) return \(condition) end)")
  }

  private mutating func test(
    _ field: RowField, _ comparison: RowQuery.Comparison, _ value: RowQuery.Value
  ) -> String {
    let row = "row.\(field.name)"
    switch value {
    case .text(let text):
      if field.isList, !text.isEmpty, comparison == .equal || comparison == .notEqual {
        return member(row, text, isNegative: comparison == .notEqual)
      }
      return self.test(row, comparison, text)
    case .flag(let flag):
      let isTrue = "\(row) == true or \(row) == \"true\""
      let wanted = flag == (comparison != .notEqual)
      return wanted ? "(\(isTrue))" : "not (\(isTrue))"
    case .number(let number):
      let literal = JSONValue.number(number).json()
      let key: String
      switch field.kind {
      case .numberText, .moneyText, .percentText, .text: key = asNumber(field)
      case .year, .time:
        key = "tonumber(tostring(\(row)):sub(1, 4))"
      default: key = "tonumber(\(row))"
      }
      return Self.test(key, comparison, number: literal)
    case .moment(let moment):
      modules.insert("time")
      var key = "time.parse(\(row))"
      var bound = self.moment(moment)
      if field.kind == .year || field.kind == .int || field.kind == .num {
        // What is dated by its year alone is compared by years.
        key = "tonumber(tostring(\(row)):sub(1, 4))"
        bound = "time.parts(\(bound), ctx.zone).year"
      }
      return switch comparison {
      case .above, .atLeast, .equal:
        "(\(key) or -math.huge) \(comparison == .above ? ">" : ">=") \(bound)"
      default: "(\(key) or math.huge) \(comparison == .atMost ? "<=" : "<") \(bound)"
      }
    }
  }

  private static func test(
    _ key: String, _ comparison: RowQuery.Comparison, number: String
  ) -> String {
    switch comparison {
    case .equal, .contains: "\(key) == \(number)"
    case .notEqual, .lacks: "\(key) ~= \(number)"
    case .above: "(\(key) or -math.huge) > \(number)"
    case .atLeast: "(\(key) or -math.huge) >= \(number)"
    case .below: "(\(key) or math.huge) < \(number)"
    case .atMost: "(\(key) or math.huge) <= \(number)"
    }
  }

  /// Is a text one of those of a list that is written as one?
  private mutating func member(_ row: String, _ text: String, isNegative: Bool) -> String {
    modules.insert("text")
    let list = "text.fold(\", \" .. tostring(\(row) or \"\") .. \", \")"
    let found = "\(list):find(text.fold(\(LuaText.quoted(", \(text), "))), 1, true)"
    return isNegative ? "not \(found)" : "\(found) ~= nil"
  }

  /// Does a text stand in another? "AI" does not in "said", and an accent more or less is no other word.
  private mutating func mention(_ row: String, _ text: String) -> String {
    modules.insert("text")
    let isWord = (2...Self.shortWord).contains(text.count) && !text.contains(" ")
    let options = "{ fold = true\(isWord ? ", word = true" : "") }"
    return "text.contains(tostring(\(row) or \"\"), \(LuaText.quoted(text)), \(options))"
  }

  /// Letters of a word that is looked for as a whole; longer ones may stand in a compound.
  private static let shortWord = 4

  /// Texts are compared without regard to case.
  private mutating func test(
    _ row: String, _ comparison: RowQuery.Comparison, _ text: String
  ) -> String {
    if text.isEmpty {
      modules.insert("json")
      let isThere = "(\(row) ~= nil and \(row) ~= json.null and tostring(\(row)) ~= \"\")"
      return comparison == .notEqual ? isThere : "not \(isThere)"
    }
    let sign: String
    switch comparison {
    case .equal: sign = "=="
    case .notEqual: sign = "~="
    case .above: sign = ">"
    case .atLeast: sign = ">="
    case .below: sign = "<"
    case .atMost: sign = "<="
    case .contains, .lacks:
      let found = mention(row, text)
      return comparison == .lacks ? "not \(found)" : found
    }
    let wanted = LuaText.quoted(text.lowercased())
    var value = "tostring(\(row) or \"\"):lower()"
    // Lua's own `lower` knows ASCII only.
    if !text.utf8.allSatisfy({ $0 < 0x80 }) {
      modules.insert("text")
      value = "text.lower(tostring(\(row) or \"\"))"
    }
    return "\(value) \(sign) \(wanted)"
  }

  private mutating func moment(_ moment: RowQuery.Moment) -> String {
    switch moment.form {
    case .day(let year, let month, let day):
      return "time.make({ year = \(year), month = \(month), day = \(day) }, ctx.zone)"
    case .relative(let base, let count, let unit):
      if base == .now {
        guard count != 0 else { return "ctx.now" }
        let seconds =
          switch unit {
          case .minutes: 60
          case .hours: 3600
          case .days: 86400
          case .weeks: 604_800
          case .months: 2_629_746
          case .years: 31_556_952
          }
        return
          "ctx.now \(count < 0 ? "-" : "+") \(Int(count.magnitude).multiplied(clamping: seconds))"
      }
      readsDay = true
      var parts = (year: "day.year", month: "day.month", day: "day.day")
      func moved(_ part: String, _ by: Int) -> String {
        by == 0 ? part : "\(part) \(by < 0 ? "-" : "+") \(by.magnitude)"
      }
      switch base {
      case .now, .today: break
      case .week: parts.day = "day.day - day.weekday + 1"
      case .month: parts.day = "1"
      case .year: (parts.month, parts.day) = ("1", "1")
      }
      switch unit {
      case .minutes, .hours: break
      case .days: parts.day = moved(parts.day, count)
      case .weeks: parts.day = moved(parts.day, 7 * count)
      case .months: parts.month = moved(parts.month, count)
      case .years: parts.year = moved(parts.year, count)
      }
      return
        "time.make({ year = \(parts.year), month = \(parts.month), day = \(parts.day) }, ctx.zone)"
    }
  }
}
