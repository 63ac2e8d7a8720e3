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
    // "Lift: yes" of a page says its own label.
    let label = offered == .text ? Self.label(all) : nil
    if let label { names.append(label) }
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
    let yes = values.first { Self.yes.contains(Folding.fold(plain($0))) }
    let no = values.first { Self.no.contains(Folding.fold(plain($0))) }
    guard (yes == nil ? 0 : 1) + (no == nil ? 0 : 1) == values.count else { return nil }
    return (yes ?? "yes", no ?? "no")
  }

  /// What all values begin with, before a colon.
  private static func label(_ values: [String]) -> String? {
    guard let first = values.first, values.count > 1, let colon = first.firstIndex(of: ":") else {
      return nil
    }
    let label = first[..<colon]
    guard (2...30).contains(label.count), values.allSatisfy({ $0.hasPrefix(label + ":") }) else {
      return nil
    }
    return String(label)
  }

  /// Without a label before it.
  private static func plain(_ value: String) -> String {
    guard let colon = value.lastIndex(of: ":") else { return value }
    return String(value[value.index(after: colon)...]).trimming(\.isWhitespace)
  }

  private static let yes: Set<String> = ["yes", "ja", "oui", "si", "sim", "true", "y"]
  private static let no: Set<String> = ["no", "nein", "non", "nao", "nee", "false", "n"]
}
