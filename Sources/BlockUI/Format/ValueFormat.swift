import BlockModel
import Foundation

/// All formats, for one locale, zone and moment.
///
/// A value that a format cannot read is shown unchanged, with a note to `warn`.
struct ValueFormat: Sendable {
  let locale: Locale
  let zone: TimeZone
  let now: Date
  var memory = FormatMemory()
  let warn: @Sendable (String) -> Void

  /// The value after all formats, in order.
  func text(_ value: JSONValue, _ calls: [FormatCall]) -> String {
    var value = value
    for call in calls {
      if let text = apply(call, to: value) {
        value = .string(text)
      } else {
        warn("'\(call.text)' cannot read \(value.json().prefix(60))")
      }
    }
    return plain(value)
  }

  /// Numbers without grouping, so that years stay years; lists and objects as JSON.
  func plain(_ value: JSONValue) -> String {
    switch value {
    case .null: return "–"
    case .array, .object:
      warn("a \(value.kindName) is shown as text")
      return value.json()
    case .number(let number) where abs(number) < 1e15:
      if abs(number) < 1e-12, number != 0 { return "\(number)" }
      // More than six places where fewer would show nothing.
      let places: Precision =
        abs(number) < 1e-6 ? .significantDigits(1...3) : .fractionLength(0...6)
      return (number == 0 ? 0 : number).formatted(
        .number.grouping(.never).precision(places).locale(Self.plainLocale))
    default: return value.plainText ?? "–"
    }
  }

  private static let plainLocale = Locale(identifier: "en_US_POSIX")

  private func apply(_ call: FormatCall, to value: JSONValue) -> String? {
    switch call.name {
    case .number where value.exactInteger != nil:
      value.exactInteger.map { exact($0, call) }
    case .number, .compact, .currency, .percent, .ratio, .bytes:
      value.numeric.map { number in
        memory.text(number, call, locale) { numeric(number, call) }
      }
    case .duration: value.numeric.flatMap { duration($0, call) }
    case .relative: value.time(in: zone).map { RelativeTime.text($0.date, now: now) }
    case .date, .time, .datetime: value.time(in: zone).map { TimeFormat(self, call).text($0) }
    case .count: count(value)
    case .plain: value.plainText.map(PlainText.text(ofHTML:))
    case .truncate: value.plainText.map { PlainText.truncate($0, call.digits ?? 80) }
    }
  }

  private func numeric(_ value: Double, _ call: FormatCall) -> String {
    switch call.name {
    case .compact: compact(value, call)
    case .currency: currency(value, call)
    case .percent: percent(value / 100, call)
    case .ratio: percent(value, call)
    case .bytes: ByteSize.text(value, isBinary: call.has("binary"), locale: locale)
    case .number, .duration, .relative, .date, .time, .datetime, .count, .plain, .truncate:
      number(value, call)
    }
  }

  private func count(_ value: JSONValue) -> String? {
    switch value {
    case .array(let list): number(Double(list.count), FormatCall(.number))
    case .object(let members): number(Double(members.count), FormatCall(.number))
    case .string(let text): number(Double(text.count), FormatCall(.number))
    case .null, .bool, .integer, .number: nil
    }
  }

  // MARK: Numbers

  private typealias Precision = NumberFormatStyleConfiguration.Precision

  private func precision(_ call: FormatCall, _ standard: ClosedRange<Int>) -> Precision {
    call.digits.map { .fractionLength(min($0, 12)) } ?? .fractionLength(standard)
  }

  private func sign(_ call: FormatCall) -> NumberFormatStyleConfiguration.SignDisplayStrategy {
    call.isSigned ? .always(includingZero: false) : .automatic
  }

  private func number(_ value: Double, _ call: FormatCall) -> String {
    // So small that two places show nothing of it: its first two figures.
    let isTiny = value != 0 && abs(value) < 0.005 && call.digits == nil
    let places = isTiny ? Precision.significantDigits(1...2) : precision(call, 0...2)
    return Self.unsigned(value, digits: isTiny ? nil : call.digits ?? 2).formatted(
      .number.precision(places).rounded(rule: .toNearestOrAwayFromZero)
        .sign(strategy: sign(call)).locale(locale))
  }

  /// An integer that a double cannot hold, with every figure.
  private func exact(_ value: Int64, _ call: FormatCall) -> String {
    value.formatted(
      .number.precision(precision(call, 0...2)).sign(strategy: sign(call)).locale(locale))
  }

  /// Zero instead of a value that its places show as "-0".
  private static func unsigned(_ value: Double, digits: Int?) -> Double {
    guard let digits, value < 0, digits <= 12 else { return value == 0 ? 0 : value }
    return value > -0.5 * pow(10, -Double(digits)) ? 0 : value
  }

  private func compact(_ value: Double, _ call: FormatCall) -> String {
    // Small whole numbers, the usual case of long lists, look the same in every locale we write.
    if abs(value) < 1000, value == value.rounded(), call.arguments.isEmpty {
      return "\(Int(clamping: value))"
    }
    return Self.unsigned(value, digits: call.digits ?? 1).formatted(
      .number.notation(.compactName).precision(precision(call, 0...1))
        .rounded(rule: .toNearestOrAwayFromZero).sign(strategy: sign(call)).locale(locale)
    ).replacing("K", with: "k")
  }

  private func currency(_ value: Double, _ call: FormatCall) -> String {
    var style = FloatingPointFormatStyle<Double>.Currency(
      code: call.currency ?? "EUR", locale: locale
    )
    .rounded(rule: .toNearestOrAwayFromZero)
    if let digits = call.digits { style = style.precision(.fractionLength(min(digits, 12))) }
    if call.isSigned { style = style.sign(strategy: .always(showZero: false)) }
    return Self.unsigned(value, digits: call.digits ?? 2).formatted(style)
  }

  private func percent(_ value: Double, _ call: FormatCall) -> String {
    Self.unsigned(value, digits: (call.digits ?? 0) + 2).formatted(
      .percent.precision(precision(call, 0...0)).rounded(rule: .toNearestOrAwayFromZero)
        .sign(strategy: sign(call)).locale(locale))
  }

  /// The two largest units: `2 h 15 min`.
  private func duration(_ value: Double, _ call: FormatCall) -> String? {
    let seconds = call.has("ms") ? value / 1000 : value
    guard seconds.isFinite, abs(seconds) < 1e12 else { return nil }
    if abs(seconds) < 1, seconds != 0 {
      return "\(Int(clamping: (seconds * 1000).rounded(.toNearestOrAwayFromZero))) ms"
    }
    var rest = Int(clamping: abs(seconds).rounded(.toNearestOrAwayFromZero))
    var parts: [String] = []
    for (size, name) in [(86400, "d"), (3600, "h"), (60, "min"), (1, "s")] {
      let count = rest / size
      rest %= size
      if count > 0 { parts.append("\(count) \(name)") } else if !parts.isEmpty { break }
      if parts.count == 2 { break }
    }
    return (seconds < 0 ? "-" : "") + (parts.isEmpty ? "0 s" : parts.joined(separator: " "))
  }
}
