import BlockModel
import BlockUI
import Foundation

/// Compiling a spec and rendering cards, beside writing the same data as JSON.
struct CardBench {
  func measure(into report: inout Report) throws {
    let list = """
      {"ui": 1, "title": "Hacker News", "body": [{"type": "list", "data": "${stories}", "ordered": true,
       "title": "${item.title}", "href": "${item.url}",
       "meta": ["${item.points | compact} points", "${item.by}", "${item.time | relative}"],
       "trailing": {"value": "${item.comments}", "format": "compact", "unit": "comments"}}]}
      """
    let stories = (0..<30).map { (index: Int64) -> JSONValue in
      [
        "title": .string("A story with a title of usual length, number \(index)"),
        "url": .string("https://example.org/\(index)"), "points": .integer(index * 37),
        "by": "alice",
        "time": .integer(1_764_000_000 - index * 1000), "comments": .integer(index * 11),
      ]
    }
    try measure(
      "card of 30 list rows", list, ["stories": .array(stories)], goal: "≤ 300 µs", &report)
    let table = """
      {"ui": 1, "body": [{"type": "table", "data": "${rows}", "columns": [
       {"header": "Name", "field": "name"}, {"header": "Price", "field": "price", "format": "currency:EUR"},
       {"header": "Change", "field": "change", "format": "percent:1:signed", "tone": "sign"}]}]}
      """
    let rows = (0..<500).map { index -> JSONValue in
      [
        "name": .string("Row \(index)"), "price": .number(Double(index) * 1.37),
        "change": .number(Double(index % 21) - 10),
      ]
    }
    try measure("card of 500 table rows", table, ["rows": .array(rows)], goal: "≤ 5 ms", &report)
  }

  private func measure(
    _ name: String, _ text: String, _ data: JSONValue, goal: String, _ report: inout Report
  ) throws {
    guard let spec = CompiledSpec.compile(text, params: [], repairing: false).spec else {
      throw Peer.Missing(description: "the spec of '\(name)' does not compile")
    }
    let json = Median.microseconds(50) { _ = data.json() }
    let compile = Median.microseconds(200) {
      _ = CompiledSpec.compile(text, params: [], repairing: false)
    }
    let context = RenderContext(data: data, block: BlockID(naming: "bench"), blockName: "bench")
    let render = Median.microseconds(50) { _ = spec.renderHTML(context) }
    report.add(
      Figure(
        name: "render a \(name)", value: render, unit: "µs", peer: "its data as JSON",
        peerValue: json,
        goal: goal))
    report.add(
      Figure(
        name: "compile the spec of a \(name)", value: compile, unit: "µs", peer: "its data as JSON",
        peerValue: json, goal: "≤ 200 µs"))
  }
}
