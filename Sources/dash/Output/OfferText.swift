import BlockModel
import Drafting

/// What a source offers, for the terminal.
struct OfferText {
  let offering: SourceOffering

  /// The records with their fields in columns, each with its kind and a value.
  var text: String {
    ([offering.url]
      + offering.sets.enumerated().map { place, set in
        "\n" + Self.text(set, number: place + 1)
      }).joined(separator: "\n")
  }

  private static func text(_ set: OfferedSet, number: Int) -> String {
    let rows = set.isFacts ? "one thing" : "\(set.rowCount) row\(set.rowCount == 1 ? "" : "s")"
    let width = min(32, set.fields.map(\.id.count).max() ?? 0)
    let lines = set.fields.map { field in
      let unit = field.unit.map { " (\($0))" } ?? ""
      let sample = field.sample.map { $0.replacing("\n", with: " ").prefix(50) } ?? ""
      return "   " + padded(field.id, width) + "  " + padded(field.kindName + unit, 10) + "  "
        + sample
    }
    return (["\(number)  \(set.name): \(rows)"] + lines.map { $0.trimmingEnd(\.isWhitespace) })
      .joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
