import BlockModel

/// Steps over the rows, written into a script before its last step.
///
/// A script of ours says where that is: the line that ends in `-- last step of rows`. Any other gets
/// a function around what it returns.
struct RefineSteps {
  /// Marks the line that steps stand before; behind it comes the name of the rows.
  static let mark = "-- last step of "

  /// Names of a setting for how many rows are shown.
  static let countNames: Set = ["count", "limit", "max", "rows", "items", "number"]

  var script: String
  let params: [Param]

  /// Adds a step that sets the rows to a value.
  /// - Parameters:
  ///   - key: the member of the data with the rows.
  ///   - lua: the value; `ROWS` stands for the rows before.
  mutating func add(
    _ lua: String, modules: [String], to key: String, because explanation: String
  ) throws(AuthoringAnswer) {
    if markedLine == nil { try wrap(key) }
    guard let (place, rows) = markedLine else { return }
    var lines = self.lines
    lines.insert(
      contentsOf: [
        "  -- \(LuaText.comment(explanation))",
        "  \(rows) = \(lua.replacing("ROWS", with: rows))",
      ], at: place)
    script = lines.joined(separator: "\n")
    for module in modules { require(module) }
  }

  private var lines: [String] {
    script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private var markedLine: (place: Int, rows: String)? {
    let lines = self.lines
    guard let place = lines.lastIndex(where: { $0.contains(Self.mark) }),
      let mark = lines[place].range(of: Self.mark)
    else { return nil }
    return (place, String(lines[place][mark.upperBound...]))
  }

  private mutating func require(_ module: String) {
    var lines = self.lines
    let isThere = lines.contains { line in
      line.hasPrefix("local ")
        && line.prefix { $0 != "=" }.split { !$0.isLetter && $0 != "_" }.contains { $0 == module }
    }
    guard !isThere else { return }
    let place = lines.firstIndex { $0.hasPrefix("local ") || $0.hasPrefix("return ") } ?? 0
    lines.insert("local \(module) = require \"\(module)\"", at: place)
    script = lines.joined(separator: "\n")
  }

  // MARK: Scripts of others

  /// What returned the data becomes a function before the one that does. A setting for the number of
  /// rows is at its maximum inside, so that the steps see all rows, and cuts them at the end.
  private mutating func wrap(_ key: String) throws(AuthoringAnswer) {
    let head = "return function("
    var lines = self.lines
    let places = lines.indices.filter { lines[$0].hasPrefix(head) }
    guard places.count == 1, let place = places.first else {
      throw AuthoringAnswer(
        "The script of this block has no single `return function(ctx)`; connect a model to change it."
      )
    }
    var number = 1
    while script.contains("local function data_\(number)(") { number += 1 }
    lines[place] = "local function data_\(number)(" + lines[place].dropFirst(head.count)
    while lines.last?.isEmpty == true { lines.removeLast() }
    let rows = "data" + LuaText.member(key)
    lines += ["", "return function(ctx)"]
    if let (count, maximum) = counter {
      lines += [
        "  local wanted = ctx.params\(LuaText.member(count))",
        "  ctx.params\(LuaText.member(count)) = \(maximum)",
        "  local data = data_\(number)(ctx)",
        "  \(rows) = table.move(\(rows), 1, math.min(wanted, #\(rows)), 1, {}) \(Self.mark)\(rows)",
        "  return data",
      ]
    } else {
      lines += ["  local data = data_\(number)(ctx)", "  return data \(Self.mark)\(rows)"]
    }
    script = (lines + ["end", ""]).joined(separator: "\n")
  }

  /// The setting that says how many rows are wanted, when the script reads it.
  private var counter: (name: String, maximum: Int)? {
    for param in params where Self.countNames.contains(param.name) {
      guard case .number(_, let high, _) = param.kind, script.contains("params.\(param.name)")
      else { continue }
      return (param.name, Int(clamping: high ?? 200))
    }
    return nil
  }
}
