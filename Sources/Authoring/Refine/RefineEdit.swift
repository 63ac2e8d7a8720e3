import BlockModel
import BlockUI

/// Commands as changes of the files: as few lines as possible, nothing that was not asked for.
struct RefineEdit {
  /// What a command comes to.
  enum Change: Sendable {
    case files(BlockFiles, String)
    case settings(JSONObject)
    /// The command does not fit this block; a model may understand it.
    case none(AuthoringAnswer)
  }

  let files: BlockFiles
  let data: JSONValue?

  func change(_ command: RefineCommand) -> Change {
    switch command {
    case .rename(let name): rename(name)
    case .limit(let count): limit(count)
    case .sort(let field, let isDescending):
      rows { row in
        guard let name = Self.named(field, in: row) else {
          return .failure(Self.missing(field, row))
        }
        let order = isDescending ? "desc" : "asc"
        return .success(
          (
            "list.sort_by(ROWS, \(LuaText.quoted(name)), \"\(order)\")",
            "Sorted by \(name)\(isDescending ? ", highest first" : "")."
          ))
      }
    case .filter(let field, let op, let value):
      rows { row in
        guard let name = Self.named(field, in: row) else {
          return .failure(Self.missing(field, row))
        }
        let test = Self.test("row" + LuaText.member(name), op, value)
        return .success(
          (
            "list.filter(ROWS, function(row) return \(test) end)",
            "Shows only rows where \(name) \(op) \(value)."
          ))
      }
    case .columns(let names): columns(names)
    case .hideColumn(let name): hideColumn(name)
    case .chart(let kind): chart(kind)
    case .interval(let seconds): interval(seconds)
    case .set(let param, let value): set(param, value)
    case .use(let value): use(value)
    case .delete, .restore: .none(AuthoringAnswer("Nothing is changed in the files."))
    }
  }

  // MARK: Settings

  private func set(_ name: String, _ value: String) -> Change {
    let folded = name.lowercased().replacing(" ", with: "_")
    guard
      let param = files.manifest.params.first(where: {
        $0.name == folded || $0.label.lowercased() == name.lowercased()
      })
    else {
      let names = files.manifest.params.map(\.name).joined(separator: ", ")
      return .none(
        AuthoringAnswer(
          "This block has no setting '\(name)'\(names.isEmpty ? "" : "; it has \(names)")."))
    }
    guard let read = param.read(value) else {
      return .none(AuthoringAnswer("'\(value)' is not a value for \(param.label)."))
    }
    return .settings([param.name: read])
  }

  private func use(_ value: String) -> Change {
    let fitting = files.manifest.params.filter { param in
      switch param.kind {
      case .text, .choice: param.read(value) != nil
      case .number, .boolean, .date: false
      }
    }
    guard fitting.count == 1, let param = fitting.first, let read = param.read(value) else {
      return .none(
        AuthoringAnswer(
          "I do not know which setting '\(value)' is for; write “set NAME to \(value)”."))
    }
    return .settings([param.name: read])
  }

  private func limit(_ count: Int) -> Change {
    let names: Set = ["count", "limit", "max", "rows", "items", "number"]
    if let param = files.manifest.params.first(where: { names.contains($0.name) }),
      let value = param.read(String(count))
    {
      return .settings([param.name: value])
    }
    return node { node in
      guard node["data"] != nil,
        ["table", "list", "repeat", "timeline"].contains(node["type"]?.string)
      else { return nil }
      return node.setting("limit", to: .integer(Int64(count)))
    } explanation: {
      "Shows at most \(count) rows."
    } otherwise: {
      "There is no list or table in this block to shorten."
    }
  }

  private func interval(_ seconds: Int64) -> Change {
    var files = files
    files.manifest.schedule = .every(.seconds(seconds))
    return .files(files, "Refreshes \(files.manifest.schedule).")
  }

  // MARK: The spec

  private func rename(_ name: String) -> Change {
    guard !name.isEmpty, let spec = try? JSONValue(parsing: files.spec) else {
      return .none(AuthoringAnswer("Give me a name."))
    }
    var files = files
    files.manifest.name = name
    files.spec =
      spec.setting("title", to: .string(name.replacing("${", with: "$${")))
      .json(.pretty) + "\n"
    return .files(files, "Is called “\(name)” now.")
  }

  private func chart(_ kind: String) -> Change {
    node { node in
      node["type"] == "chart" ? node.setting("kind", to: .string(kind)) : nil
    } explanation: {
      "Draws a \(kind) chart."
    } otherwise: {
      "There is no chart in this block."
    }
  }

  private func columns(_ names: [String]) -> Change {
    table { columns in
      let kept = names.compactMap { name in columns.first { Self.isColumn($0, name) } }
      return kept.count == names.count && !kept.isEmpty ? kept : nil
    } explanation: {
      "Shows the columns \(names.joined(separator: ", "))."
    }
  }

  private func hideColumn(_ name: String) -> Change {
    table { columns in
      let kept = columns.filter { !Self.isColumn($0, name) }
      return kept.count < columns.count && !kept.isEmpty ? kept : nil
    } explanation: {
      "Leaves out the column \(name)."
    }
  }

  private func table(
    _ change: ([JSONValue]) -> [JSONValue]?, explanation: () -> String
  ) -> Change {
    var known: [String] = []
    return node { node in
      guard node["type"] == "table", let columns = node["columns"]?.array else { return nil }
      known += columns.compactMap { $0["header"]?.string ?? $0["field"]?.string ?? $0.string }
      return change(columns).map { node.setting("columns", to: .array($0)) }
    } explanation: {
      explanation()
    } otherwise: {
      known.isEmpty
        ? "There is no table with columns in this block."
        : "The table has the columns \(known.joined(separator: ", "))."
    }
  }

  private static func isColumn(_ column: JSONValue, _ name: String) -> Bool {
    let name = name.lowercased()
    return [column["header"], column["field"], column].contains { $0?.string?.lowercased() == name }
  }

  /// The spec with the first node changed that fits.
  private func node(
    _ change: (JSONValue) -> JSONValue?, explanation: () -> String, otherwise: () -> String
  ) -> Change {
    guard let spec = try? JSONValue(parsing: files.spec) else {
      return .none(AuthoringAnswer("The card's spec is broken; mend block.ui.json first."))
    }
    guard let changed = Self.first(in: spec, change) else {
      return .none(AuthoringAnswer(otherwise()))
    }
    var files = files
    files.spec = changed.json(.pretty) + "\n"
    return .files(files, explanation())
  }

  private static func first(
    in value: JSONValue, _ change: (JSONValue) -> JSONValue?
  ) -> JSONValue? {
    switch value {
    case .object(let members):
      if let changed = change(value) { return changed }
      for (name, member) in members {
        if let changed = first(in: member, change) { return value.setting(name, to: changed) }
      }
      return nil
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if let changed = first(in: element, change) {
          var elements = elements
          elements[index] = changed
          return .array(elements)
        }
      }
      return nil
    case .null, .bool, .integer, .number, .string: return nil
    }
  }

  // MARK: The script

  /// The script with a last step over the rows: what returned the data becomes a function before it.
  private func rows(
    _ make: (JSONObject) -> Result<(lua: String, explanation: String), AuthoringAnswer>
  ) -> Change {
    guard
      let list = (data?.object ?? [:]).first(where: { $0.value[0]?.object != nil })
    else {
      return .none(AuthoringAnswer("There are no rows in this block to sort or filter."))
    }
    let row = (list.value.array ?? []).compactMap(\.object)
      .reduce(into: JSONObject()) { $0.merge($1) { first, _ in first } }
    switch make(row) {
    case .failure(let answer): return .none(answer)
    case .success(let (lua, explanation)):
      let head = "return function("
      let lines = files.script.split(separator: "\n", omittingEmptySubsequences: false)
      let places = lines.indices.filter { lines[$0].hasPrefix(head) }
      guard places.count == 1, let place = places.first else {
        return .none(
          AuthoringAnswer(
            "The script of this block has no single `return function(ctx)`; connect a model to change it."
          ))
      }
      var number = 1
      while files.script.contains("local function data_\(number)(") { number += 1 }
      var changed = lines.map(String.init)
      changed[place] = "local function data_\(number)(" + changed[place].dropFirst(head.count)
      while changed.last?.isEmpty == true { changed.removeLast() }
      let rows = "data" + LuaText.member(list.key)
      changed += [
        "", "-- \(LuaText.comment(explanation))", "return function(ctx)",
        "  local list = require \"list\"", "  local data = data_\(number)(ctx)",
        "  \(rows) = \(lua.replacing("ROWS", with: rows))", "  return data", "end", "",
      ]
      var files = files
      files.script = changed.joined(separator: "\n")
      return .files(files, explanation)
    }
  }

  private static func named(_ field: String, in row: JSONObject) -> String? {
    let wanted = field.lowercased().replacing(" ", with: "_")
    return row.keys.first { $0.lowercased() == wanted }
  }

  private static func missing(_ field: String, _ row: JSONObject) -> AuthoringAnswer {
    let near = NearName.best(for: field, among: row.keys).map { "; did you mean '\($0)'?" } ?? ""
    return AuthoringAnswer(
      "The rows have no '\(field)'\(near.isEmpty ? "; they have \(row.keys.joined(separator: ", "))." : near)"
    )
  }

  private static func test(_ value: String, _ op: String, _ given: String) -> String {
    let text = LuaText.quoted(given.lowercased())
    func compare(_ symbol: String) -> String {
      Double(given) != nil
        ? "(tonumber(\(value)) or -math.huge) \(symbol) \(given)"
        : "tostring(\(value) or \"\"):lower() \(symbol) \(text)"
    }
    return switch op {
    case "contains": "tostring(\(value) or \"\"):lower():find(\(text), 1, true) ~= nil"
    case "=", "is": compare("==")
    case "!=", "is not": compare("~=")
    case ">", "above": compare(">")
    case ">=": compare(">=")
    case "<=": "\(value) ~= nil and " + compare("<=")
    default: "\(value) ~= nil and " + compare("<")
    }
  }
}

extension JSONValue {
  /// An object with one member set; its place stays when it was there.
  func setting(_ name: String, to value: JSONValue) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members[name] = value
    return .object(members)
  }
}

extension Param {
  /// A value from words; `nil` when it is none this parameter takes.
  func read(_ text: String) -> JSONValue? {
    switch kind {
    case .text: return text.isEmpty ? nil : .string(text)
    case .number(let low, let high, _):
      guard let number = Double(text), number.isFinite, number >= low ?? number,
        number <= high ?? number
      else { return nil }
      return Int64(exactly: number).map { .integer($0) } ?? .number(number)
    case .boolean:
      switch text.lowercased() {
      case "on", "yes", "true": return true
      case "off", "no", "false": return false
      case _: return nil
      }
    case .choice(let options):
      let wanted = text.lowercased()
      return options.first { $0.value.lowercased() == wanted || $0.label.lowercased() == wanted }
        .map { .string($0.value) }
    case .date: return text.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) == nil ? nil : .string(text)
    }
  }

  /// A value of a model, checked as if the person had typed it.
  func read(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .string(let text): read(text)
    case .integer, .number, .bool: read(value.json())
    case .null, .array, .object: nil
    }
  }
}
