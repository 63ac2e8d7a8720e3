public import BlockModel
import BlockUI
public import Sentences

/// Commands as changes of the files and settings of a block: as few lines as possible, nothing that
/// was not asked for.
public struct RefineEdit: Sendable {
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
      try look { (look, tree) throws(AuthoringAnswer) in try look.chart(kind, in: &tree) }
    case .table: try look { (look, tree) throws(AuthoringAnswer) in try look.table(in: &tree) }
    case .list: try look { (look, tree) throws(AuthoringAnswer) in try look.list(in: &tree) }
    case .schedule(let schedule): run(schedule)
    case .set(let param, let value): try set(param, value)
    case .use(let value): try use(value)
    case .resize, .refresh, .delete, .restore:
      throw AuthoringAnswer("That changes nothing in the files.")
    }
  }

  private func fields() throws(AuthoringAnswer) -> RefineFields {
    guard let fields = RefineFields(try? tree(), data: data) else {
      throw AuthoringAnswer("This block shows no rows to sort, filter or lay out.")
    }
    return fields
  }

  private func tree() throws(AuthoringAnswer) -> SpecTree {
    guard let tree = try? SpecTree(parsing: files.spec, params: files.manifest.params) else {
      throw AuthoringAnswer("The card's spec is broken; fix block.ui.json first.")
    }
    return tree
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
    explanations.append("Refreshes \(schedule.words).")
  }

  // MARK: Rows

  /// A setting for the number of rows takes it; else the component, or the script of a chart.
  private mutating func limit(_ count: Int) throws(AuthoringAnswer) {
    if let param = files.manifest.params.first(where: { RefineSteps.countNames.contains($0.name) }),
      let value = param.read(String(count))
    {
      return put(value, param)
    }
    if try limitNode(count) { return }
    let fields = try fields()
    let chart = try RefineLook.element(in: tree())
    let x = chart.flatMap { chart in chart.fields.first { $0.at.hasPrefix(chart.at + "/x") } }
    let isSeries = x?.name.map { $0 == fields.time } ?? false
    let explanation = "Shows the \(isSeries ? "last" : "first") \(count) points."
    try step(
      isSeries ? "list.drop(ROWS, #ROWS - \(count))" : "list.take(ROWS, \(count))", ["list"],
      fields, explanation)
  }

  /// - Returns: whether there is a component that takes a limit.
  private mutating func limitNode(_ count: Int) throws(AuthoringAnswer) -> Bool {
    var tree = try tree()
    let rows = tree.components.first {
      [.table, .list, .each, .timeline].contains($0.component) && $0.has(.data)
    }
    guard let rows else { return false }
    try RefineLook.edit(&tree) { tree throws(SpecEditError) in
      try tree.set(.limit, to: count, at: rows.at)
    }
    files.spec = tree.text
    explanations.append("Shows at most \(count) rows.")
    return true
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
      throw AuthoringAnswer("The rows of this block have no time to sort by.")
    }
    try sort(time, isNewestFirst)
  }

  private mutating func group(_ name: String) throws(AuthoringAnswer) {
    let fields = try fields()
    let field = try fields.field(name)
    try step(
      "list.sort_by(ROWS, \(LuaText.quoted(field)))", ["list"], fields,
      "Rows with the same \(fields.label(field)) are kept together.")
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
        throw AuthoringAnswer("\(fields.label(field)) is a number; “\(value)” is not.")
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
    let scales = ["k": 1e3, "thousand": 1e3, "million": 1e6, "billion": 1e9]
    let scaled = number * (found.2.flatMap { scales[$0.lowercased()] } ?? 1)
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
        "“\(text)” occurs in \(names); say which one, as in “only where \(fields.label(holding[0])) = \(text)”."
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
    var tree = try tree()
    try RefineLook.edit(&tree) { tree throws(SpecEditError) in
      try tree.set(.title, to: "\(name)", at: "")
    }
    files.manifest.name = name
    files.spec = tree.text
    explanations.append("It is now called “\(name)”.")
  }

  private mutating func columns(_ names: [String]) throws(AuthoringAnswer) {
    try look { (look, tree) throws(AuthoringAnswer) in try look.keep(names, in: &tree) }
  }

  private mutating func hide(_ names: [String]) throws(AuthoringAnswer) {
    try look { (look, tree) throws(AuthoringAnswer) in try look.hide(names, in: &tree) }
  }

  private mutating func show(_ names: [String]) throws(AuthoringAnswer) {
    try look { (look, tree) throws(AuthoringAnswer) in try look.show(names, in: &tree) }
  }

  /// Changes the component that shows the rows.
  private mutating func look(
    _ change: (RefineLook, inout SpecTree) throws(AuthoringAnswer) -> String
  ) throws(AuthoringAnswer) {
    let fields = try fields()
    var tree = try tree()
    guard let element = RefineLook.element(in: tree) else {
      throw AuthoringAnswer("There is no table, list or chart in this block.")
    }
    explanations.append(try change(RefineLook(element, fields: fields), &tree))
    files.spec = tree.text
  }
}
