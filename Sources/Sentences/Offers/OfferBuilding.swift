public import Sketches

extension OfferedField {
  /// - Parameters:
  ///   - id: the name of the field in queries.
  ///   - label: how people read it.
  ///   - values: distinct values of all rows; those of the column when there are none.
  public init(
    id: String, label: String, column: Column, kind: ValueKind, values: [String] = [],
    unit: String? = nil
  ) {
    let name = FieldName(id)
    var names = [id]
    if label != id { names.append(label) }
    if let last = column.path.keys.last, last != id { names.append(last) }
    let all = values.isEmpty ? Array(column.distinct) : values
    var offered: Kind =
      switch kind {
      case .int, .num, .numberText, .moneyText, .percentText: .number
      case .time, .timeSeconds, .timeMilliseconds, .timeText: .time
      case .year: .year
      case .bool, .boolText: .flag
      case .url, .image: .link
      case .text, .longtext, .html, .id, .null: .text
      }
    if offered == .text, let (yes, no) = Self.flagTexts(all) {
      offered = .flag
      self.init(id: id, names: names, kind: offered, values: all)
      self.flagTexts = [yes, no]
      return
    }
    self.init(
      id: id, names: names, kind: offered, unit: unit ?? name.unit, low: column.low,
      high: column.high, values: all)
    hasGaps = column.coverage < 1
  }

  /// The two texts of a field of yes and no.
  private static func flagTexts(_ values: [String]) -> (String, String)? {
    guard (1...2).contains(values.count) else { return nil }
    let yes = values.first { Self.yes.contains(Folding.fold($0)) }
    let no = values.first { Self.no.contains(Folding.fold($0)) }
    guard (yes == nil ? 0 : 1) + (no == nil ? 0 : 1) == values.count else { return nil }
    return (yes ?? "yes", no ?? "no")
  }

  private static let yes: Set<String> = ["yes", "ja", "oui", "si", "sim", "true", "y"]
  private static let no: Set<String> = ["no", "nein", "non", "nao", "nee", "false", "n"]
}
