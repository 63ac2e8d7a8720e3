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
  /// Words below the title, all of them: a title can claim what the card does not show.
  var body: [String] = []
  /// The title, exactly.
  var title: String?
  /// A field of the shown rows, by a part of its name, whose values are in order.
  var sorted: Sorted?
  /// Bounds of a field of the shown rows, by a part of its name.
  var bounds: [String: ClosedRange<Double>] = [:]
  /// Words of the explanation.
  var told: [String] = []

  struct Sorted: Sendable {
    var field: String
    var isDescending: Bool
  }

  init(_ json: JSONValue) throws(EvalProblem) {
    func texts(_ name: String) -> [String] { json[name]?.array?.compactMap(\.string) ?? [] }
    let known = [
      "contains", "lacks", "components", "rows", "links", "schedule", "order", "body", "title",
      "sorted", "bounds", "told",
    ]
    if let odd = json.object?.keys.first(where: { !known.contains($0) }) {
      throw EvalProblem("there is no check '\(odd)'; there are \(known.joined(separator: ", "))")
    }
    contains = texts("contains")
    lacks = texts("lacks")
    components = texts("components")
    order = texts("order")
    links = json["links"]?.count() ?? 0
    body = texts("body")
    told = texts("told")
    title = json["title"]?.string
    schedule = json["schedule"]?.integer
    if let by = json["sorted"], let field = by["by"]?.string {
      sorted = Sorted(field: field, isDescending: by["order"] == "desc")
    } else if json["sorted"] != nil {
      throw EvalProblem("'sorted' is {\"by\": field, \"order\": \"asc\" or \"desc\"}")
    }
    for (field, range) in json["bounds"]?.object ?? [:] {
      guard let low = range[0]?.number, let high = range[1]?.number, low <= high else {
        throw EvalProblem("'bounds' is {field: [lowest, highest]}")
      }
      bounds[field] = low...high
    }
    if let exact = json["rows"]?.count() {
      rows = exact...exact
    } else if let range = json["rows"]?.array, range.count == 2,
      let low = range[0].count(), let high = range[1].count(), low <= high
    {
      rows = low...high
    } else if json["rows"] != nil {
      throw EvalProblem("'rows' is a number or [lowest, highest]")
    }
  }

  /// What is not as expected; empty when all is well.
  /// - Parameter explanation: what was said about the block.
  func failures(
    _ files: BlockFiles, _ params: JSONObject, _ data: JSONValue, explanation: String = ""
  ) -> [String] {
    let compiled = CompiledSpec.compile(files.spec, params: files.manifest.params)
    guard let spec = compiled.spec else { return ["the card is not valid"] }
    let context = RenderContext(
      data: data, params: files.manifest.values(params), block: BlockID(naming: "eval"),
      blockName: files.manifest.name)
    let text = spec.renderText(context)
    let below = text.split(separator: "\n").dropFirst().joined(separator: "\n")
    var failures = contains.filter { !text.contains($0) }.map { "“\($0)” is not shown" }
    failures += (lacks + ["undefined", "${", "nil"]).filter { text.contains($0) }
      .map { "“\($0)” is shown" }
    let tree = try? SpecTree(parsing: files.spec, params: files.manifest.params)
    let shown = tree?.components ?? []
    let types = shown.compactMap(\.component?.rawValue)
    if !components.isEmpty, !components.contains(where: types.contains) {
      failures.append(
        "the card shows \(types.joined(separator: ", ")), not \(components.joined(separator: " or "))"
      )
    }
    if let rows {
      let count = Self.shownRows(of: shown, data).count
      if !rows.contains(count) { failures.append("\(count) rows instead of \(rows)") }
    }
    let links = spec.renderHTML(context).body.text.components(separatedBy: "<a ").count - 1
    if links < self.links { failures.append("\(links) links instead of \(self.links)") }
    if let schedule, files.manifest.schedule != .every(.seconds(schedule)) {
      failures.append("runs \(files.manifest.schedule), not every \(schedule) s")
    }
    failures += body.filter { !below.contains($0) }.map { "“\($0)” is not in the body" }
    failures += told.filter { !explanation.contains($0) }
      .map { "“\($0)” is not told: \(explanation)" }
    if let title, title != files.manifest.name {
      failures.append("the title is “\(files.manifest.name)”, not “\(title)”")
    }
    failures += columnFailures(Self.shownRows(of: shown, data))
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

  /// What is wrong with the values of the rows, as the card has them.
  private func columnFailures(_ rows: [JSONValue]) -> [String] {
    var failures: [String] = []
    if let sorted {
      let values = Self.values(sorted.field, rows)
      let pairs = zip(values, values.dropFirst())
      let isSorted = pairs.allSatisfy { sorted.isDescending ? $0 >= $1 : $0 <= $1 }
      if values.count < 2 || !isSorted {
        failures.append("\(sorted.field) is not in order: \(values.prefix(8))")
      }
    }
    for (field, range) in bounds.sorted(by: { $0.key < $1.key }) {
      let values = Self.values(field, rows)
      let outside = values.first { !range.contains($0) }
      if values.isEmpty { failures.append("no row has a number in \(field)") }
      if let outside { failures.append("\(field) is \(outside), outside of \(range)") }
    }
    return failures
  }

  /// The numbers of a field whose name contains a text; years and money are read from theirs.
  private static func values(_ field: String, _ rows: [JSONValue]) -> [Double] {
    rows.compactMap { row in
      guard let value = row.object?.first(where: { $0.key.contains(field) })?.value else {
        return nil
      }
      let digits = value.string?.filter { $0.isNumber || $0 == "." || $0 == "-" }
      return value.number ?? value.string.flatMap(Double.init) ?? digits.flatMap(Double.init)
    }
  }

  /// Rows of the first component with data.
  private static func shownRows(of shown: [SpecElement], _ data: JSONValue) -> [JSONValue] {
    for element in shown {
      guard let path = element[.data]?.path else { continue }
      let rows = Scope(data: data, now: 0).value(at: path)?.array ?? []
      return element[.limit].map { Array(rows.prefix($0)) } ?? rows
    }
    return []
  }
}
