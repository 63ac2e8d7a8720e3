import BlockModel
import BlockUI
import Foundation
import Notation
import Sketches

/// How values of a field are written on the card.
struct FieldFormat: Hashable, Sendable {
  /// A format of the UI language; `nil` shows the value as it is.
  var format: FormatCall?
  var unit: String?

  init(_ field: RowField, now: Date) {
    unit = field.unit
    switch field.kind {
    case .time, .timeSeconds, .timeMilliseconds, .timeText:
      format = Self.time(field.column, field.kind, now: now)
    case .int where field.fieldName.isIdentifier, .num where field.fieldName.isIdentifier,
      .numberText where field.fieldName.isIdentifier:
      format = nil
    case .int, .num, .numberText: number(field)
    case .html: format = FormatCall(.plain)
    case .longtext: format = FormatCall(.truncate, ["160"])
    case .text where field.column.meanLength > 90: format = FormatCall(.truncate, ["140"])
    case .bool, .boolText, .text, .url, .image, .id, .null, .year, .moneyText, .percentText:
      format = nil
    }
  }

  /// The same, with moments by their date and time: "at what time" is not answered by "in 40 days".
  var absolute: FieldFormat {
    var absolute = self
    if format == FormatCall(.relative) { absolute.format = FormatCall(.datetime, ["short"]) }
    return absolute
  }

  private mutating func number(_ field: RowField) {
    let words = Set(field.fieldName.words)
    let high = max(abs(field.column.high ?? 0), abs(field.column.low ?? 0))
    if let currency = field.currency ?? Self.currency(words)
      ?? unit.flatMap({ Currency($0)?.code })
    {
      format = FormatCall(.currency, [currency])
      unit = nil
    } else if !words.isDisjoint(with: ["percent", "pct", "percentage", "humidity", "%"]),
      high <= 100.5,
      unit == nil
    {
      format = FormatCall(high <= 1 && field.kind == .num ? .ratio : .percent)
    } else if words.contains("bytes") || words == ["size"] && high > 4096 {
      format = FormatCall(.bytes)
    } else if let duration = Self.duration(words, unit: unit, high: high) {
      format = duration
    } else if field.kind == .int || (field.kind == .numberText && field.column.decimals == 0) {
      format = FormatCall(high >= 1e7 ? .compact : .number)
    } else if field.fieldName.isCoordinate {
      format = FormatCall(.number, ["3"])
    } else if high >= 1000, min(abs(field.column.high ?? 0), abs(field.column.low ?? 0)) < 10 {
      // Rates of currencies: 1.13 beside 15,639.
      format = FormatCall(.number)
    } else if field.column.decimals == 2, !words.isDisjoint(with: Self.amounts) {
      // Money without a currency keeps its cents.
      format = FormatCall(.number, ["2"])
    } else {
      let wanted = high >= 1000 ? 0 : high >= 10 ? 1 : high >= 0.01 ? 2 : 6
      // The smallest one keeps two of its digits: 0.0034 is not 0.00.
      let least = field.column.least ?? 1
      let small = high < 1000 && least < 1 ? Int(clamping: (-log10(least)).rounded(.up)) + 1 : 0
      let digits = high == 0 ? 0 : min(max(wanted, small), max(field.column.decimals, 1), 9)
      format = FormatCall(.number, ["\(digits)"])
    }
  }

  /// What amounts of money are called.
  private static let amounts: Set<String> = [
    "price", "prices", "cost", "costs", "amount", "fare", "rent", "salary", "revenue", "fee",
    "balance", "preis", "kosten", "betrag", "miete", "prix", "coût", "montant", "loyer", "precio",
    "coste", "importe", "preço", "custo", "valor", "prezzo", "costo", "importo", "prijs", "bedrag",
    "huur",
  ]

  /// What lasts is told in hours and minutes where it is known to be counted in seconds: 1,800 of
  /// `duration_min` are minutes, and 95 of `runtime` are none for a film.
  private static func duration(
    _ words: Set<String>, unit: String?, high: Double
  ) -> FormatCall? {
    guard !words.isDisjoint(with: ["duration", "elapsed", "runtime"]) else { return nil }
    if words.contains("ms") || words.contains("milliseconds") {
      return FormatCall(.duration, ["ms"])
    }
    if !words.isDisjoint(with: ["s", "sec", "secs", "seconds"]) { return FormatCall(.duration) }
    let isOther = !words.isDisjoint(with: [
      "m", "min", "mins", "minutes", "h", "hr", "hrs", "hours", "d", "days", "weeks",
    ])
    guard !isOther, unit == nil, high >= 1000 else { return nil }
    return FormatCall(.duration, high > 1e6 ? ["ms"] : [])
  }

  private static func currency(_ words: Set<String>) -> String? {
    ["usd", "eur", "gbp", "chf", "jpy"].first { words.contains($0) }?.uppercased()
  }

  /// Near moments are told relatively, others by their date; days of midnight have no time.
  private static func time(_ column: Column, _ kind: ValueKind, now: Date) -> FormatCall {
    let texts = column.distinct
    if kind == .time, texts.count > 1, texts.allSatisfy({ $0.dropFirst(4).hasPrefix("-01-01") }) {
      return FormatCall(.date, ["year"])
    }
    let isDay =
      kind == .time
      && texts.allSatisfy { $0.count <= 10 || $0.dropFirst(11).hasPrefix("00:00") }
    let newest = texts.compactMap { moment($0, kind) }.max {
      abs($0.timeIntervalSince(now)) > abs($1.timeIntervalSince(now))
    }
    if let newest, abs(newest.timeIntervalSince(now)) < 30 * 86400, !isDay {
      return FormatCall(.relative)
    }
    return isDay || newest.map { abs($0.timeIntervalSince(now)) > 366 * 86400 } ?? false
      ? FormatCall(.date, ["medium"]) : FormatCall(.datetime, ["short"])
  }

  /// A moment in one of the forms that need no calendar.
  static func moment(_ text: String, _ kind: ValueKind) -> Date? {
    switch kind {
    case .timeSeconds: return Double(text).map { Date(clampingUnix: $0) }
    case .timeMilliseconds: return Double(text).map { Date(clampingUnix: $0 / 1000) }
    case .time:
      let day = text.prefix(10)
      guard let date = try? Date(String(day) + "T00:00:00Z", strategy: .iso8601) else { return nil }
      let clock = text.dropFirst(11).prefix(5).split(separator: ":").compactMap { Double($0) }
      return clock.count == 2 ? date.addingTimeInterval(clock[0] * 3600 + clock[1] * 60) : date
    case .int, .num, .bool, .text, .longtext, .html, .url, .image, .id, .null, .year, .timeText,
      .numberText, .moneyText, .percentText, .boolText:
      return nil
    }
  }

  /// `${item.points | number}`, with the unit behind it.
  func text(_ binding: Binding) -> Template {
    let binding = Binding(path: binding.path, formats: format.map { [$0] } ?? [])
    guard let unit else { return Template(binding) }
    return Self.isTight(unit) ? "\(binding)\(unit)" : "\(binding) \(unit)"
  }

  private static func isTight(_ unit: String) -> Bool { unit == "%" || unit == "°" }
}

extension SpecPart {
  /// With the format and unit of a field.
  func with(_ format: FieldFormat) -> SpecPart {
    with(.format, format.format).with(.unit, format.unit.map { "\($0)" })
  }
}
