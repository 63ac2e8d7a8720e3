import BlockModel
import Sentences

/// The chart of a drafted card as the kind that was asked for.
struct ChartKind {
  /// One of ``RefineCommand/chartKinds``.
  let name: String
  /// The numbers of a row, the best first.
  let numbers: [RowField]

  /// What the card has to be composed as, so that the kind can be drawn from its rows.
  var view: Wish.View {
    switch name {
    case "line", "area": .chart
    case "scatter": .table
    default: .bars
    }
  }

  func applied(to spec: String) -> String {
    guard let tree = try? JSONValue(parsing: spec), let body = tree["body"]?.array else {
      return spec
    }
    let changed = body.map { name == "scatter" ? scatter($0) : chart($0) }
    return tree.setting("body", to: .array(changed)).json(.pretty) + "\n"
  }

  private func chart(_ node: JSONValue) -> JSONValue {
    guard node["type"] == "chart", case .object(var members) = node else { return node }
    members["kind"] = .string(name)
    if name != "bar" { members["horizontal"] = nil }
    return .object(members)
  }

  /// A table with two numbers as points.
  private func scatter(_ node: JSONValue) -> JSONValue {
    let columns = (node["columns"]?.array ?? []).compactMap { $0["field"]?.string }
    let shown = numbers.filter { columns.contains($0.name) }
    guard node["type"] == "table", shown.count > 1 else { return node }
    return [
      "type": "chart", "kind": "scatter", "data": "${rows}",
      "x": ["field": .string(shown[0].name), "label": .string(shown[0].label)],
      "y": ["field": .string(shown[1].name), "label": .string(shown[1].label)],
      "empty": "No values at the moment.",
    ]
  }
}
