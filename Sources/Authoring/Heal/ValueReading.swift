import BlockModel
import Foundation
import Notation

/// How a value of today says what one of yesterday said: `"1,299.00 €"` what 1299 said, 2499 what 24.99 said.
enum ValueReading: Hashable {
  /// A text that is a number: the mark of its fraction, where the values prove one.
  struct Written: Hashable {
    var mark: DecimalMark?
  }

  /// A text holds the number.
  case number(Written)
  /// A number stands where its text stood.
  case text
  /// The number is so many times as large as it was.
  case divided(by: Int, in: Written?)
  /// The number was so many times as large as it is.
  case multiplied(by: Int, in: Written?)
  /// Yes is written so: `"yes"`, 1.
  case flag(yes: JSONValue)
  /// The value is the first of a list.
  case first
  /// A date is written otherwise; the form is the one it had.
  case date(DateForm, dayFirst: Bool?)

  /// What it does to a value that the script reads, in Lua.
  /// - Parameter modules: names under which the script knows `text` and `time`.
  func lua(_ read: String, _ modules: (String) -> String) -> String {
    switch self {
    case .number(let written): Self.number(read, written, modules)
    case .text: "tostring(\(read))"
    // Ten digits are what sources mean: 4.35 * 100 is 434.99999999999994.
    case .divided(let factor, let written):
      "tonumber((\"%.10g\"):format(\(Self.number(read, written, modules)) / \(factor)))"
    case .multiplied(let factor, let written):
      "tonumber((\"%.10g\"):format(\(Self.number(read, written, modules)) * \(factor)))"
    case .flag(let yes): "(\(read) == \(yes.json()))"
    case .first: "\(read)[1]"
    case .date(let form, let dayFirst):
      form.lua(
        "\(modules("time")).parse(\(read)\(dayFirst.map { ", { day_first = \($0) }" } ?? ""))",
        modules)
    }
  }

  private static func number(
    _ read: String, _ written: Written?, _ modules: (String) -> String
  ) -> String {
    guard let written else { return read }
    let options = written.mark.map { ", { decimal = \"\($0.rawValue)\" }" } ?? ""
    return "\(modules("text")).number(\(read)\(options))"
  }

  /// What the source did, in words.
  func words(_ name: String) -> String {
    switch self {
    case .number: "writes '\(name)' as a text now"
    case .text: "gives '\(name)' as a number now"
    case .divided(let factor, _): "gives '\(name)' \(factor) times as large, in another unit"
    case .multiplied(let factor, _): "gives '\(name)' \(factor) times as small, in another unit"
    case .flag(let yes): "says \(yes.json()) in '\(name)' for yes"
    case .first: "puts '\(name)' into a list"
    case .date: "writes the dates of '\(name)' in another form"
    }
  }
}

// MARK: Evidence

extension ValueReading {
  /// The share of old values that have to be among the new ones, read so.
  private static let enough = 0.5
  /// A factor is believed of figures that chance does not give: so many digits in all, and nearly all values.
  private static let (fewestDigits, share) = (4, 0.8)
  private static let factors = [10, 100, 1_000, 60, 3_600, 1_000_000]

  /// The readings by which new values say what old ones said; none where the new ones say it as they are.
  static func all(from old: [JSONValue], to new: [JSONValue]) -> [ValueReading] {
    let (old, new) = (old.filter { !$0.isBlank }, new.filter { !$0.isBlank })
    guard !old.isEmpty, !new.isEmpty, overlap(Set(old), Set(new)) < enough else { return [] }
    return numbers(old, new) + flags(old, new) + dates(old, new)
  }

  private static func overlap<Value: Hashable>(_ old: Set<Value>, _ new: Set<Value>) -> Double {
    old.isEmpty ? 0 : Double(old.intersection(new).count) / Double(old.count)
  }

  private static func numbers(_ old: [JSONValue], _ new: [JSONValue]) -> [ValueReading] {
    let before = old.compactMap(Self.plainNumber)
    guard before.count == old.count else { return [] }
    let known = Set(before)
    if new.allSatisfy({ $0.number != nil }) {
      let after = new.compactMap(\.number)
      if old.allSatisfy({ $0.string != nil }) {
        return overlap(known, Set(after)) >= enough ? [.text] : []
      }
      return factors.compactMap { factor in
        if isFactor(Double(factor), before, after) { return .divided(by: factor, in: nil) }
        return isFactor(Double(factor), after, before) ? .multiplied(by: factor, in: nil) : nil
      }
    }
    let texts = new.compactMap { $0.string.flatMap(NumberText.init) }
    guard texts.count == new.count else { return [] }
    var found: [ValueReading] = []
    let marks = DecimalMark.allCases.map { mark in
      (mark, texts.compactMap { $0.value(decimal: mark) })
    }.filter { $0.1.count == texts.count }
    let fitting = marks.filter { overlap(known, Set($0.1)) >= enough }
    if let first = fitting.first {
      found.append(.number(Written(mark: fitting.count == 1 ? first.0 : nil)))
    }
    guard found.isEmpty else { return found }
    for (mark, after) in marks {
      for factor in factors {
        let written = Written(
          mark: marks.count == 1 || after.contains { $0 != $0.rounded() } ? mark : nil)
        if isFactor(Double(factor), before, after) {
          found.append(.divided(by: factor, in: written))
        } else if isFactor(Double(factor), after, before) {
          found.append(.multiplied(by: factor, in: written))
        }
      }
    }
    // Without a mark both ways of reading are one.
    return Set(found).count == 1 ? [found[0]] : []
  }

  /// Are nearly all of the large numbers so many times one of the small ones?
  private static func isFactor(_ factor: Double, _ small: [Double], _ large: [Double]) -> Bool {
    let (few, many) = (Set(small.map(rounded)), Set(large.map { rounded($0 / factor) }))
    let common = few.intersection(many)
    guard Double(common.count) >= share * Double(max(few.count, many.count)) else { return false }
    let digits = common.reduce(0) { $0 + Self.digits(of: $1) }
    return digits >= fewestDigits
  }

  /// Digits that tell: zeros at the end may be rounding.
  private static func digits(of number: Double) -> Int {
    var digits = JSONValue.number(number).json().filter(\.isNumber).drop { $0 == "0" }
    while digits.last == "0" { digits.removeLast() }
    return digits.count
  }

  private static func rounded(_ number: Double) -> Double {
    Double(String(format: "%.10g", number)) ?? number
  }

  /// A number, or a text that is nothing but one as programs write it.
  private static func plainNumber(_ value: JSONValue) -> Double? {
    value.number
      ?? value.string.flatMap { text in
        text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
          ? Double(text) : nil
      }
  }

  /// Truth in the order of the answer: two values are everywhere.
  private static func flags(_ old: [JSONValue], _ new: [JSONValue]) -> [ValueReading] {
    let truths = old.compactMap { if case .bool(let truth) = $0 { truth } else { nil } }
    guard truths.count == old.count, new.count == old.count, Set(truths).count == 2,
      truths.count >= 3
    else { return [] }
    let pairs = zip(truths, new)
    let yes = Set(pairs.filter(\.0).map(\.1))
    let no = Set(pairs.filter { !$0.0 }.map(\.1))
    guard yes.count == 1, no.count == 1, let word = yes.first, word != no.first else { return [] }
    guard word.string?.allSatisfy({ $0.isLetter || $0.isNumber }) ?? (word.number != nil) else {
      return []
    }
    return [.flag(yes: word)]
  }

  private static func dates(_ old: [JSONValue], _ new: [JSONValue]) -> [ValueReading] {
    guard let form = DateForm(of: old) else { return [] }
    let known = Set(old.compactMap(form.seconds))
    var found: [(dayFirst: Bool, share: Double)] = []
    for dayFirst in [true, false] {
      let moments = new.compactMap { DateForm.read($0, dayFirst: dayFirst) }.map(form.kept)
      let share = overlap(known, Set(moments))
      if moments.count == new.count, share >= enough { found.append((dayFirst, share)) }
    }
    // Some dates are of one order only; the order that explains more of them is the one.
    let best = found.map(\.share).max()
    found.removeAll { $0.share != best }
    guard let first = found.first else { return [] }
    if found.count == 1 { return [.date(form, dayFirst: first.dayFirst)] }
    // Both orders read the same: nothing is left open, or today hides what it is.
    let isOpen = new.contains { $0.string?.contains(#/^\d{1,2}[.\/-]\d{1,2}[.\/-]/#) ?? false }
    if isOpen, !new.contains(where: { $0.string?.contains(".") ?? false }) { return [] }
    return [.date(form, dayFirst: isOpen ? true : nil)]
  }
}
