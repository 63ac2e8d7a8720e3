public import BlockModel
import BlockUI
public import Sentences

/// Commands as changes of the files and settings of a block: as few lines as possible, nothing that
/// was not asked for.
public struct RefineEdit: Sendable {
  /// Names of a setting for how many rows are shown.
  static let countNames: Set = ["count", "limit", "max", "rows", "items", "number"]

  public private(set) var files: BlockFiles
  /// Settings that get other values.
  public private(set) var params: JSONObject = [:]
  /// What was done, a sentence for each command.
  public private(set) var explanations: [String] = []
  /// Conditions on the rows that were added.
  public private(set) var filters: [Filter] = []
  let data: JSONValue?

  /// A condition, to be held against what the changed block returns.
  public struct Filter: Sendable, Hashable {
    /// The member of the data with the rows.
    public var key: String
    /// "country is Chile"
    public var text: String
    /// Numbers may come to fulfil it; a text that no row has is rather a mistake.
    public var isNumber: Bool
    /// Values of the field, some.
    public var known: [String]
  }

  public init(files: BlockFiles, data: JSONValue?) {
    self.files = files
    self.data = data
  }

  /// The files after all commands, for a block that is being made: settings become defaults.
  static func apply(
    _ commands: [RefineCommand], to files: BlockFiles, data: JSONValue?
  ) throws(AuthoringAnswer) -> BlockFiles {
    var edit = RefineEdit(files: files, data: data)
    for command in commands { try edit.apply(command) }
    for place in edit.files.manifest.params.indices {
      if let value = edit.params[edit.files.manifest.params[place].name] {
        edit.files.manifest.params[place].defaultValue = value
      }
    }
    return edit.files
  }

  /// - Throws: why the command does not fit this block; a model may understand it.
  public mutating func apply(_ command: RefineCommand) throws(AuthoringAnswer) {
    switch command {
    case .rename(let name): try rename(name)
    case .limit(let count): try limit(count)
    case .sort(let field, let isDescending): try sort(try fields().field(field), isDescending)
    case .sortByTime(let isNewestFirst): try sortByTime(isNewestFirst)
    case .group(let field): try group(field)
    case .filter(let field, let comparison, let value):
      try filter(try fields().field(field), comparison, value)
    case .only(let text): try only(text)
    case .columns(let names): try columns(names)
    case .show(let names): try show(names)
    case .hide(let names): try hide(names)
    case .chart(let kind):
      try convert { (node, fields) throws(AuthoringAnswer) in
        try RefineLook(node, fields: fields).chart(kind)
      }
    case .table:
      try convert { (node, fields) throws(AuthoringAnswer) in
        try RefineLook(node, fields: fields).table()
      }
    case .list:
      try convert { (node, fields) throws(AuthoringAnswer) in
        try RefineLook(node, fields: fields).list()
      }
    case .schedule(let schedule): run(schedule)
    case .set(let param, let value): try set(param, value)
    case .use(let value): try use(value)
    case .resize, .refresh, .delete, .restore:
      throw AuthoringAnswer("That changes nothing in the files.")
    }
  }

  private func fields() throws(AuthoringAnswer) -> RefineFields {
    guard let fields = RefineFields(try? JSONValue(parsing: files.spec), data: data) else {
      throw AuthoringAnswer("This block shows no rows to sort, filter or lay out.")
    }
    return fields
  }

  // MARK: Settings

  private mutating func set(_ name: String, _ value: String) throws(AuthoringAnswer) {
    let folded = name.lowercased().replacing(" ", with: "_")
    guard
      let param = files.manifest.params.first(where: {
        $0.name == folded || $0.label.lowercased() == name.lowercased()
      })
    else {
      let names = files.manifest.params.map(\.name).joined(separator: ", ")
      throw AuthoringAnswer(
        "This block has no setting '\(name)'\(names.isEmpty ? "" : "; it has \(names)").")
    }
    guard let read = param.read(value) else {
      throw AuthoringAnswer("'\(value)' is not a value for \(param.label).")
    }
    put(read, param)
  }

  private mutating func use(_ value: String) throws(AuthoringAnswer) {
    let fitting = files.manifest.params.filter { param in
      switch param.kind {
      case .text, .choice: param.read(value) != nil
      case .number, .boolean, .date: false
      }
    }
    guard fitting.count == 1, let param = fitting.first, let read = param.read(value) else {
      throw AuthoringAnswer(
        "I do not know which setting '\(value)' is for; write “set NAME to \(value)”.")
    }
    put(read, param)
  }

  private mutating func put(_ value: JSONValue, _ param: Param) {
    params[param.name] = value
    explanations.append("Sets \(param.label) to \(value.string ?? value.json()).")
  }

  private mutating func run(_ schedule: Schedule) {
    files.manifest.schedule = schedule
    explanations.append("Refreshes \(schedule).")
  }

  // MARK: Rows

  /// A setting for the number of rows takes it; else the component, or the script of a chart.
  private mutating func limit(_ count: Int) throws(AuthoringAnswer) {
    if let param = files.manifest.params.first(where: { Self.countNames.contains($0.name) }),
      let value = param.read(String(count))
    {
      return put(value, param)
    }
    if try limitNode(count) { return }
    let fields = try fields()
    let isSeries = try look().map { fields.time == $0["x"]?["field"]?.string } ?? false
    let explanation = "Shows the \(isSeries ? "last" : "first") \(count) points."
    try step(
      isSeries ? "list.drop(ROWS, #ROWS - \(count))" : "list.take(ROWS, \(count))", ["list"],
      fields, explanation)
  }

  /// - Returns: whether there is a component that takes a limit.
  private mutating func limitNode(_ count: Int) throws(AuthoringAnswer) -> Bool {
    let isFound = try change { node in
      guard node["data"] != nil,
        ["table", "list", "repeat", "timeline"].contains(node["type"]?.string)
      else { return nil }
      return node.setting("limit", to: .integer(Int64(count)))
    }
    if isFound { explanations.append("Shows at most \(count) rows.") }
    return isFound
  }

  private mutating func sort(_ field: String, _ isDescending: Bool) throws(AuthoringAnswer) {
    let fields = try fields()
    let order = isDescending ? "desc" : "asc"
    let isText = fields.isNumberText(field)
    let by =
      isText
      ? "function(row) return \(Self.number(field)) end" : LuaText.quoted(field)
    try step(
      "list.sort_by(ROWS, \(by), \"\(order)\")", ["list"] + (isText ? ["text"] : []), fields,
      "Sorted by \(fields.label(field))\(isDescending ? ", highest first" : "").")
  }

  private mutating func sortByTime(_ isNewestFirst: Bool) throws(AuthoringAnswer) {
    guard let time = try fields().time else {
      throw AuthoringAnswer("The rows of this block have no time to sort them by.")
    }
    try sort(time, isNewestFirst)
  }

  private mutating func group(_ name: String) throws(AuthoringAnswer) {
    let fields = try fields()
    let field = try fields.field(name)
    try step(
      "list.sort_by(ROWS, \(LuaText.quoted(field)))", ["list"], fields,
      "Rows with the same \(fields.label(field)) stand together.")
  }

  private mutating func filter(
    _ field: String, _ comparison: RefineCommand.Comparison, _ value: String
  ) throws(AuthoringAnswer) {
    let fields = try fields()
    let isText = fields.isNumberText(field)
    let isNumber = comparison != .contains && (isText || fields.isNumber(field))
    let test: String
    if isNumber {
      guard let number = Self.number(in: value) else {
        throw AuthoringAnswer("\(fields.label(field)) is a number; “\(value)” is none.")
      }
      test = RefineTest.number(isText ? Self.number(field) : Self.member(field), comparison, number)
    } else {
      test = RefineTest.text(Self.member(field), comparison, value)
    }
    let text = "\(fields.label(field)) \(comparison.rawValue) \(value)"
    try step(
      "list.filter(ROWS, function(row) return \(test) end)",
      ["list"] + (isNumber && isText ? ["text"] : []), fields, "Shows only rows where \(text).")
    let known = fields.values(field).compactMap(\.string)
    filters.append(
      Filter(
        key: fields.key, text: text, isNumber: isNumber,
        known: known.enumerated().filter { known.firstIndex(of: $1) == $0 }.map(\.element)))
  }

  private static func member(_ field: String) -> String { "row" + LuaText.member(field) }
  private static func number(_ field: String) -> String { "text.number(\(member(field)))" }

  /// `10,000`, `$5`, `12 %`, `10k`.
  private static func number(in text: String) -> String? {
    guard
      let found = text.replacing(",", with: "").wholeMatch(
        of:
          #/(?i)\s*[€$£¥]?\s*(-?\d+(?:\.\d+)?)\s*(k|thousand|million|billion)?\s*[\p{L}€$£¥%°]{0,8}/#
      ),
      let number = Double(found.1)
    else { return nil }
    let scaled = number * (found.2.flatMap { WishWords.scales[$0.lowercased()] } ?? 1)
    return Int64(exactly: scaled).map(String.init) ?? String(scaled)
  }

  /// A value that one field has, or else the only columns that stay.
  private mutating func only(_ text: String) throws(AuthoringAnswer) {
    let fields = try fields()
    let holding = fields.holding(text)
    if holding.count == 1 { return try filter(holding[0], .equal, text) }
    guard holding.isEmpty else {
      let names = holding.map(fields.label).joined(separator: " and ")
      throw AuthoringAnswer(
        "“\(text)” stands in \(names); say which one, as in “only where \(fields.label(holding[0])) = \(text)”."
      )
    }
    try columns(
      text.replacing(" and ", with: ",").split(separator: ",").map {
        String($0).trimming(\.isWhitespace)
      })
  }

  private mutating func step(
    _ lua: String, _ modules: [String], _ fields: RefineFields, _ explanation: String
  ) throws(AuthoringAnswer) {
    var steps = RefineSteps(script: files.script, params: files.manifest.params)
    try steps.add(lua, modules: modules, to: fields.key, because: explanation)
    files.script = steps.script
    explanations.append(explanation)
  }

  // MARK: The spec

  private mutating func rename(_ name: String) throws(AuthoringAnswer) {
    guard let spec = try? JSONValue(parsing: files.spec) else { throw Self.broken }
    files.manifest.name = name
    files.spec =
      spec.setting("title", to: .string(name.replacing("${", with: "$${"))).json(.pretty) + "\n"
    explanations.append("Is called “\(name)” now.")
  }

  private mutating func columns(_ names: [String]) throws(AuthoringAnswer) {
    try convert { node, fields throws(AuthoringAnswer) in
      try RefineLook(node, fields: fields).keeping(names)
    }
  }

  private mutating func hide(_ names: [String]) throws(AuthoringAnswer) {
    try convert { node, fields throws(AuthoringAnswer) in
      try RefineLook(node, fields: fields).hiding(names)
    }
  }

  private mutating func show(_ names: [String]) throws(AuthoringAnswer) {
    try convert { node, fields throws(AuthoringAnswer) in
      try RefineLook(node, fields: fields).showing(names)
    }
  }

  /// The component that shows the rows.
  private func look() throws(AuthoringAnswer) -> JSONValue? {
    var found: JSONValue?
    RefineFields.walk((try? JSONValue(parsing: files.spec)) ?? .null) { node in
      if found == nil, RefineLook.isKnown(node) { found = node }
    }
    return found
  }

  /// Makes another component of the one that shows the rows.
  private mutating func convert(
    _ make: (JSONValue, RefineFields) throws(AuthoringAnswer) -> (JSONValue, String)
  ) throws(AuthoringAnswer) {
    let fields = try fields()
    guard let old = try look() else {
      throw AuthoringAnswer("There is no table, list or chart in this block.")
    }
    let (new, explanation) = try make(old, fields)
    _ = try change { node in
      // Not `? :`, in which `nil` would be the JSON value null.
      guard node == old else { return nil }
      return new
    }
    explanations.append(explanation)
  }

  private static let broken = AuthoringAnswer(
    "The card's spec is broken; mend block.ui.json first.")

  /// Changes the first node that fits; `false` when none does.
  private mutating func change(
    _ make: (JSONValue) -> JSONValue?
  ) throws(AuthoringAnswer) -> Bool {
    guard let spec = try? JSONValue(parsing: files.spec) else { throw Self.broken }
    guard let changed = Self.first(in: spec, make) else { return false }
    files.spec = changed.json(.pretty) + "\n"
    return true
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
}

extension JSONValue {
  /// An object with one member set; its place stays when it was there.
  func setting(_ name: String, to value: JSONValue) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members[name] = value
    return .object(members)
  }
}
