import BlockModel
import BlockUI
import Foundation

/// What a person would look for on a card: words, rows, links, kinds of parts; never names of keys.
struct EvalChecks: Sendable {
  /// Words of the rendered text, all of them.
  var contains: [String] = []
  var lacks: [String] = []
  /// One of these components is on the card.
  var components: [String] = []
  /// Rows of the first list, table, chart … that is shown.
  var rows: ClosedRange<Int>?
  /// Links in the card, at least.
  var links = 0
  /// Seconds between runs.
  var schedule: Int64?
  /// Words of the rendered text in this order.
  var order: [String] = []

  init(_ json: JSONValue) throws(EvalProblem) {
    func texts(_ name: String) -> [String] { json[name]?.array?.compactMap(\.string) ?? [] }
    let known = ["contains", "lacks", "components", "rows", "links", "schedule", "order"]
    if let odd = json.object?.keys.first(where: { !known.contains($0) }) {
      throw EvalProblem("there is no check '\(odd)'; there are \(known.joined(separator: ", "))")
    }
    contains = texts("contains")
    lacks = texts("lacks")
    components = texts("components")
    order = texts("order")
    links = Int(json["links"]?.integer ?? 0)
    schedule = json["schedule"]?.integer
    if let exact = json["rows"]?.integer {
      rows = Int(exact)...Int(exact)
    } else if let range = json["rows"]?.array, range.count == 2,
      let low = range[0].integer, let high = range[1].integer, low <= high
    {
      rows = Int(low)...Int(high)
    } else if json["rows"] != nil {
      throw EvalProblem("'rows' is a number or [lowest, highest]")
    }
  }

  /// What is not as expected; empty when all is well.
  func failures(_ files: BlockFiles, _ params: JSONObject, _ data: JSONValue) -> [String] {
    let compiled = CompiledSpec.compile(files.spec, params: files.manifest.params)
    guard let spec = compiled.spec else { return ["the card is not valid"] }
    let context = RenderContext(
      data: data, params: files.manifest.values(params), block: BlockID(naming: "eval"),
      blockName: files.manifest.name)
    let text = spec.renderText(context)
    var failures = contains.filter { !text.contains($0) }.map { "“\($0)” is not shown" }
    failures += (lacks + ["undefined", "${", "nil"]).filter { text.contains($0) }
      .map { "“\($0)” is shown" }
    let tree = (try? JSONValue(parsing: files.spec)) ?? .null
    let shown = Self.components(in: tree["body"] ?? .null)
    if !components.isEmpty, !components.contains(where: shown.map(\.type).contains) {
      failures.append(
        "the card shows \(shown.map(\.type).joined(separator: ", ")), not \(components.joined(separator: " or "))"
      )
    }
    if let rows {
      let count = Self.rows(of: shown, data, files.manifest.values(params))
      if !rows.contains(count) { failures.append("\(count) rows instead of \(rows)") }
    }
    let links = spec.renderHTML(context).body.text.components(separatedBy: "<a ").count - 1
    if links < self.links { failures.append("\(links) links instead of \(self.links)") }
    if let schedule, files.manifest.schedule != .every(.seconds(schedule)) {
      failures.append("runs \(files.manifest.schedule), not every \(schedule) s")
    }
    var place = text.startIndex
    for word in order {
      guard let found = text.range(of: word, range: place..<text.endIndex) else {
        failures.append("“\(word)” does not come in its turn")
        break
      }
      place = found.upperBound
    }
    return failures
  }

  private struct Shown {
    var type: String
    var data: String?
    var limit: Int?
  }

  private static func components(in value: JSONValue) -> [Shown] {
    switch value {
    case .array(let list): return list.flatMap(components)
    case .object(let members):
      let one = members["type"]?.string.map {
        Shown(
          type: $0, data: members["data"]?.string,
          limit: members["limit"]?.integer.map { Int($0) })
      }
      return (one.map { [$0] } ?? [])
        + ["body", "children", "tabs", "items"].flatMap { components(in: members[$0] ?? .null) }
    default: return []
    }
  }

  /// Rows of the first component with data.
  private static func rows(of shown: [Shown], _ data: JSONValue, _ params: JSONObject) -> Int {
    guard let bound = shown.first(where: { $0.data != nil }), let binding = bound.data else {
      return 0
    }
    var value: JSONValue? = data
    let path = binding.drop { "${ .".contains($0) }.prefix { $0 != "}" && $0 != "|" && $0 != " " }
    for name in path.split(separator: ".") where name != "$" { value = value?[String(name)] }
    let count = value?.array?.count ?? 0
    return bound.limit.map { min($0, count) } ?? count
  }
}
