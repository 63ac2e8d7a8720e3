public import Notation
import OrderedCollections

/// What the values of a column are, decided by the column as a whole, and how a script reads one.
///
/// One value leaves much open: `1.234` may be a thousand, `03/04/2026` may be in March, `.` may be a
/// number that is missing. The values beside it settle it.
public struct ColumnReading: Sendable {
  /// How the value as the source writes it becomes what it means.
  public enum Conversion: Hashable, Sendable {
    case none
    /// A text as a number.
    /// - decimal: `nil` where no number has a mark.
    /// - scales: whether letters behind it are `k`, `m` and their like.
    case number(decimal: DecimalMark?, scales: Bool)
    /// A text or `20261126` as the day it names.
    case day(dayFirst: Bool?)
    /// A text as a moment.
    case moment(dayFirst: Bool?)
    /// Unix time in microseconds or nanoseconds.
    case epoch
  }

  /// What else is known of the source.
  public struct Context: Sendable {
    /// The mark that other columns prove.
    public var decimal: DecimalMark?
    /// The language of the page, `de` or `pt-BR`.
    public var language: String?
    /// Unix seconds, for "3 hours ago".
    public var now: Int

    /// What parts decimals in texts of the source, as far as its numbers or its language tell.
    public var mark: DecimalMark? { decimal ?? ColumnReading.mark(ofLanguage: language) }

    public init(decimal: DecimalMark? = nil, language: String? = nil, now: Int = 0) {
      self.decimal = decimal
      self.language = language
      self.now = now
    }
  }

  public private(set) var conversion = Conversion.none
  /// What the converted values are.
  public private(set) var kind: ValueKind
  /// The column with its converted values.
  public private(set) var column: Column
  /// What stands beside every number: `°C`, `%`.
  public private(set) var unit: String?
  /// Some values are texts that stand for what is missing: `n/a`, `—`.
  public private(set) var hasMissing = false
  /// ISO 4217, when the numbers are amounts of money.
  public private(set) var currency: String?

  public init(_ column: Column, _ context: Context = Context()) {
    self.column = column
    kind = column.kind
    hasMissing = column.distinct.contains(where: Self.isMissing)
    switch kind {
    case .int, .num:
      if !readEpoch() { readYears() }
    case .text, .numberText, .moneyText, .percentText, .timeText, .timeSeconds, .year:
      guard column.isText else {
        if kind == .text {
          readMixed(context)
        } else if kind == .numberText {
          _ = readNumbers(context)
        }
        return
      }
      if !readNumbers(context) {
        readDates(context)
        readYearTexts()
      }
    case .bool, .longtext, .html, .url, .image, .id, .null, .time, .timeMilliseconds, .boolText:
      break
    }
  }

  /// Puts the column back where it stands, after it was read under another name.
  public mutating func place(at path: DataPath) { column.path = path }

  /// What stands where a value is missing.
  public static func isMissing(_ text: String) -> Bool {
    text.utf8.count <= 7 && missing.contains(text.trimming(\.isWhitespace).lowercased())
  }

  private static let missing: Set<String> = [
    "", ".", "..", "...", "-", "--", "–", "—", ":", "?", "*", "n/a", "na", "n.a.", "nan", "null",
    "none", "nil", "k.a.", "n.v.", "n.d.", "s/d", "nd", "#n/a", "-.-",
  ]

  private var values: [String] { column.distinct.filter { !Self.isMissing($0) } }

  // MARK: Numbers

  /// Numbers among which a text stands for what is missing.
  private mutating func readMixed(_ context: Context) {
    let numbers = (column.kinds[.int] ?? 0) + (column.kinds[.num] ?? 0)
    guard numbers * 2 > column.present else { return }
    _ = readNumbers(context)
  }

  private mutating func readNumbers(_ context: Context) -> Bool {
    let values = values
    guard !values.isEmpty, !column.name.isIdentifier || kind == .moneyText else { return false }
    var numbers: [NumberText] = []
    for (place, value) in values.enumerated() {
      guard let number = NumberText(value) else {
        // One odd text among many is a mistake of the source, not what the column is.
        if place < 20 || numbers.count * 20 < place * 19 { return false }
        continue
      }
      numbers.append(number)
    }
    guard numbers.count * 20 >= values.count * 19 else { return false }
    guard let units = Self.units(of: numbers) else { return false }
    guard !numbers.allSatisfy(\.isName), numbers.allSatisfy({ !$0.isName }) || numbers.count > 20
    else { return false }
    let hasMarks = numbers.contains { $0.digits.contains { $0 == 44 || $0 == 46 } }
    guard let mark = Self.mark(of: numbers, hasMarks, units.currency, context)
    else { return false }
    let scaleLetters = Set(numbers.map(\.scaleLetters)).subtracting([""])
    // Metres or tonnes, unless other letters or capitals say that it is a scale.
    let isUnit = scaleLetters == ["m"] || scaleLetters == ["t"]
    let read = numbers.compactMap { number -> Double? in
      guard let value = number.value(decimal: mark) else { return nil }
      return isUnit ? value / number.scale : value
    }
    guard read.count == numbers.count else { return false }
    unit = isUnit ? scaleLetters.first : units.unit
    currency = units.currency
    if kind == .timeSeconds {
      conversion = .number(decimal: nil, scales: true)
      return true
    }
    conversion = .number(decimal: hasMarks ? mark : nil, scales: !isUnit)
    let isWhole = read.allSatisfy { $0 == $0.rounded() && abs($0) < 9e15 }
    kind = isWhole ? .int : .num
    setNumbers(read)
    column.decimals = isWhole ? 0 : numbers.map { $0.isPlain ? $0.decimals(mark) : 1 }.max() ?? 0
    if unit == nil, currency == nil { readYears() }
    return true
  }

  private mutating func setNumbers(_ numbers: [Double]) {
    column.low = numbers.min()
    column.high = numbers.max()
    column.least = numbers.lazy.map { abs($0) }.filter { $0 > 0 }.min()
    column.distinct = OrderedSet(numbers.map { Self.text(of: $0) })
    column.kinds = [kind: column.present]
  }

  private static func text(of number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? "\(number)"
  }

  /// The unit and currency that all numbers with one share; `nil` when they differ.
  private static func units(of numbers: [NumberText]) -> (unit: String?, currency: String?)? {
    let units = Set(numbers.compactMap(\.unit))
    if units.isEmpty { return (nil, nil) }
    let currencies = units.map { Currency($0)?.code }
    if !currencies.contains(nil) {
      let codes = Set(currencies.compactMap { $0 })
      return codes.count == 1 ? (nil, codes.first) : nil
    }
    // "1 place left" among "4 places left".
    guard let longest = units.max(by: { ($0.count, $0) < ($1.count, $1) }),
      units.allSatisfy({ isForm($0, of: longest) })
    else { return nil }
    return (longest, nil)
  }

  /// Is a unit another unit in the singular: `jour` and `jours`, `place left` and `places left`?
  private static func isForm(_ unit: String, of longest: String) -> Bool {
    let words = unit.split(separator: " ")
    let others = longest.split(separator: " ")
    return words.count == others.count
      && zip(words, others).allSatisfy { word, other in
        if word == other { return true }
        let common = zip(word.lowercased(), other.lowercased()).prefix { $0 == $1 }.count
        return common >= 3 && max(word.count, other.count) - common <= 2
      }
  }

  /// The decimal mark; `nil` when the numbers contradict each other.
  private static func mark(
    of numbers: [NumberText], _ hasMarks: Bool, _ currency: String?, _ context: Context
  ) -> DecimalMark? {
    guard hasMarks else { return .point }
    let proven = Set(numbers.compactMap(\.provenMark))
    if proven.count > 1 { return nil }
    if let mark = proven.first { return mark }
    // All of them are like `1.234` or all like `1,234`.
    let hasPoint = numbers.contains { $0.digits.contains(46) }
    let hasComma = numbers.contains { $0.digits.contains(44) }
    if hasPoint, hasComma { return nil }
    // Prices have no thousandths.
    if hasPoint, currency.flatMap(Currency.init)?.isGroupedByPoints == true { return .comma }
    if let decimal = context.decimal ?? mark(ofLanguage: context.language) { return decimal }
    // `1.431 kg` beside `636 kg`, of which no other has a fraction: a weight is not as exact as that only
    // where it is small.
    let whole = numbers.filter { number in !number.digits.contains { $0 == 44 || $0 == 46 } }
    let isGrouped =
      hasPoint && context.language == nil && numbers.count - whole.count >= 3 && !whole.isEmpty
      && whole.allSatisfy { ($0.value(decimal: .point) ?? 0) >= 100 }
    return isGrouped ? .comma : .point
  }

  private static func mark(ofLanguage language: String?) -> DecimalMark? {
    guard let name = language?.lowercased().prefix(2) else { return nil }
    return commaLanguages.contains(String(name)) ? .comma : nil
  }

  private static let commaLanguages: Set<String> = [
    "de", "fr", "es", "pt", "it", "nl", "da", "sv", "nb", "no", "pl", "cs", "fi", "tr", "ru",
  ]

  /// 1911 is a year, never 1,911.
  private mutating func readYears() {
    guard kind == .int, unit == nil, let low = column.low, let high = column.high,
      (1000...2200).contains(low), (1000...2200).contains(high),
      column.name.isYear || isCountingUp
    else { return }
    kind = .year
    column.kinds = [.year: column.present]
  }

  /// 1911 beside "unknown" is a year as well.
  private mutating func readYearTexts() {
    guard kind == .numberText, column.name.isYear else { return }
    let numbers = values.filter { NumberText($0) != nil }
    let areYears = numbers.allSatisfy { text in
      text.utf8.count == 4 && Int(text).map { (1000...2200).contains($0) } ?? false
    }
    guard !numbers.isEmpty, areYears else { return }
    kind = .year
    column.kinds = [.year: column.present]
  }

  /// Four or more different numbers, each the one before and one more or one less.
  private var isCountingUp: Bool {
    let numbers = column.distinct.compactMap { Int($0) }
    guard numbers.count >= 4, column.distinctness > 0.99, numbers.count == column.distinct.count
    else { return false }
    let steps = Set(zip(numbers, numbers.dropFirst()).map { $1 - $0 })
    return steps == [1] || steps == [-1]
  }

  // MARK: Moments

  /// Microseconds and nanoseconds, and days such as 20261126.
  private mutating func readEpoch() -> Bool {
    guard let low = column.low, let high = column.high else { return false }
    let isTime = column.name.isTime
    if isTime, (19_000_101...21_001_231).contains(low), (19_000_101...21_001_231).contains(high),
      column.distinct.allSatisfy({ DateText.parse($0, dayFirst: nil, now: 0) != nil })
    {
      readDates(Context())
      return true
    }
    for factor in [1e6, 1e9]
    where low >= 3e8 * factor && high <= 4.1e9 * factor && (isTime || low >= 1e9 * factor) {
      guard isTime || high <= 2e9 * factor, kind == .int || isTime else { continue }
      conversion = .epoch
      kind = .timeSeconds
      setNumbers(column.distinct.compactMap(Double.init).map { $0 / factor })
      return true
    }
    return false
  }

  private mutating func readDates(_ context: Context) {
    let values = values
    // A sample settles it: trying every text of every column takes seconds.
    let sample = values.count <= 24 ? values : values.prefix(12) + values.suffix(12)
    let dates = sample.count {
      ValueKind.isWrittenDate($0) || DateText.isDayWord($0) || isCompact($0)
    }
    guard dates > 0, dates * 10 >= sample.count * 9, !column.name.isIdentifier else { return }
    let dayFirst = DateOrder(values, language: context.language)?.isDayFirst
    var moments: [Int] = []
    var isDay = true
    for value in values {
      switch DateText.parse(value, dayFirst: dayFirst, now: context.now) {
      case .moment(let seconds), .zoned(let seconds, _):
        moments.append(seconds)
        isDay = false
      case .local(let seconds):
        moments.append(seconds)
        isDay = isDay && seconds % 86_400 == 0 && !value.contains(":")
      case .fromNow(let distance):
        moments.append(context.now + distance)
        isDay = false
      case nil: continue
      }
    }
    guard !moments.isEmpty else { return }
    if values.contains(where: DateText.isDayWord) { isDay = false }
    if isDay {
      conversion = .day(dayFirst: dayFirst)
      kind = .time
      column.distinct = OrderedSet(moments.map(Self.day))
      column.low = nil
      column.high = nil
      column.kinds = [.time: column.present]
    } else {
      conversion = .moment(dayFirst: dayFirst)
      kind = .timeSeconds
      setNumbers(moments.map(Double.init))
    }
  }

  /// `20261126` under a name of a time.
  private func isCompact(_ text: String) -> Bool {
    text.utf8.count == 8 && column.name.isTime && text.utf8.allSatisfy { (48...57).contains($0) }
      && DateText.parse(text, dayFirst: nil, now: 0) != nil
  }

  private static func day(_ seconds: Int) -> String {
    let civil = CivilTime(seconds: seconds)
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
  }
}

extension Column {
  /// Are its values texts in the source?
  public var isText: Bool { last.string != nil }
}
