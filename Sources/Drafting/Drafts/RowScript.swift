import BlockModel

/// The script of a block that shows rows: fetches, reads the fields of every row, takes the steps of the
/// query, and cuts.
struct RowScript {
  let source: DraftSource
  /// The fields the script returns, in the order of the card.
  let shown: [RowField]
  let url: String
  let title: String
  /// Rows that are returned, as the setting `count`; `nil` for all.
  let count: Int?
  /// Which fields play which part, for the header.
  var chosen: [(part: String, field: RowField?)] = []
  /// The moment of a row of a chart.
  var time: RowField?
  var isChart = false
  /// What is returned instead of the rows.
  var returns: String?

  private var isSorted: Bool { isChart && !source.isOrdered }

  private var fields: [RowField] {
    shown + source.needed.filter { needed in !shown.contains { $0.name == needed.name } }
  }

  var text: String {
    var text = "-- \(LuaText.comment(title)): drafted from the answer of \(LuaText.comment(url))\n"
    text += "-- Rows: \(LuaText.comment(source.what)), \(source.rowCount) when it was drafted.\n"
    let parts = chosen.compactMap { part, field in
      field.flatMap { field in
        shown.contains { $0.name == field.name } ? "\(part) = \(field.name)" : nil
      }
    }
    if !parts.isEmpty { text += "-- Chosen: \(LuaText.comment(parts.joined(separator: ", "))).\n" }
    let body = function
    let modules =
      ["http"] + source.modules + fields.flatMap(\.modules)
      + (fields.contains { $0.kind == .timeText } ? ["time"] : [])
      + (fields.contains(where: isSometimes) ? ["json"] : [])
    for (place, module) in modules.enumerated()
    where !modules[..<place].contains(module) && body.contains("\(module).") {
      text += "local \(module) = require \"\(module)\"\n"
    }
    return text + body
  }

  private var function: String {
    let readsContext =
      count != nil || (source.steps + source.fetch).contains { $0.contains("ctx.") }
    var text =
      "\nlocal url = \(LuaText.quoted(url))\n\nreturn function(\(readsContext ? "ctx" : ""))\n"
    for line in source.fetch { text += "  \(line)\n" }
    text += "  local rows = {}\n" + loop
    for line in source.steps { text += "  \(line)\n" }
    if isSorted, let time {
      text += "  table.sort(rows, function(a, b) return a.\(time.name) < b.\(time.name) end)\n"
    }
    if case .members = source.walk, !isSorted, !source.isOrdered, let first = shown.first {
      text +=
        "  table.sort(rows, function(a, b) return tostring(a.\(first.name)) < tostring(b.\(first.name)) end)\n"
    }
    return text + lastStep + "end\n"
  }

  /// Cuts the rows to as many as are wanted, the newest of a series. Changes stand before this line,
  /// so that they see all rows.
  private var lastStep: String {
    if let returns { return "  return \(returns)\n" }
    let mark = "\(RefineSteps.mark)rows"
    guard count != nil else { return "  return { rows = rows } \(mark)\n" }
    let first = isSorted ? "math.max(1, #rows - ctx.params.count + 1)" : "1"
    let last = isSorted ? "#rows" : "math.min(#rows, ctx.params.count)"
    return "  rows = table.move(rows, \(first), \(last), 1, {}) \(mark)\n  return { rows = rows }\n"
  }

  private var loop: String {
    var text: String
    switch source.walk {
    case .elements: text = "  for _, row in ipairs(\(source.list)) do\n"
    case .elementsAfterHeader:
      text = "  for i, row in ipairs(\(source.list)) do\n"
    case .members:
      let readsKey = fields.contains { $0.lua.hasPrefix("key") }
      text = "  for \(readsKey ? "key" : "_"), row in pairs(\(source.list)) do\n"
    case .columns(let first):
      text = "  for i = 1, #\(source.list)\(LuaText.member(first)) do\n"
    }
    var indent = "    "
    var close = ""
    if source.walk == .elementsAfterHeader {
      text += "    if i > 1 then\n"
      (indent, close) = ("      ", "    end\n")
    }
    if isSorted, let time, time.column.coverage < 1 || !time.modules.isEmpty {
      text += "\(indent)if \(time.lua) then\n"
      close = "\(indent)end\n" + close
      indent += "  "
    }
    text += "\(indent)rows[#rows + 1] = {\n"
    for field in fields {
      text +=
        "\(indent)  \(field.name) = \(lua(field))\(isSometimes(field) ? " or json.null" : ""),\n"
    }
    return text + "\(indent)}\n" + close + "  end\n"
  }

  /// A value that some rows lack is shown as absent there.
  private func isSometimes(_ field: RowField) -> Bool {
    !source.steps.isEmpty && field.column.coverage < 1 && field.kind != .bool
      && !source.needed.contains { $0.name == field.name }
  }

  private func lua(_ field: RowField) -> String {
    switch field.kind {
    case .timeText: "time.parse(\(field.lua))"
    case .year where isChart: "tostring(\(field.lua))"
    case .numberText where isChart: "tonumber(\(field.lua))"
    default: field.lua
    }
  }
}
