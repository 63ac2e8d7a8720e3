import BlockModel
import Notation

/// A column of texts that are numbers or dates as people write them: `€ 1.020,00`, `2 Nov 2026`.
struct ColumnText {
  /// Share of the texts that have to be readable; `€ 34,00 € 39,00` says two things.
  private static let minimumShare = 0.8

  /// The value of each row; `nil` as a whole where most are no numbers and no dates, or where it is open how
  /// they are meant.
  let values: [Double?]?

  init(_ column: [JSONValue]) {
    let texts = column.map { value in
      value.string.flatMap { $0.contains(where: \.isNumber) ? $0 : nil }
    }
    let count = texts.count { $0 != nil }
    guard count >= 3, count * 2 > column.count else {
      values = nil
      return
    }
    func enough(_ values: [Double?]?) -> [Double?]? {
      let read = values?.count { $0 != nil } ?? 0
      return Double(read) >= Self.minimumShare * Double(count) && read >= 3 ? values : nil
    }
    values = enough(Self.numbers(texts)) ?? enough(Self.dates(texts))
  }

  private static func numbers(_ texts: [String?]) -> [Double?]? {
    let numbers = texts.map { $0.flatMap { NumberText($0) } }
    let read = numbers.compactMap(\.self)
    guard !read.contains(where: \.isName),
      // Kilos and tonnes do not compare.
      Set(read.map(\.unit)).count == 1
    else { return nil }
    let marked = read.contains { number in number.digits.contains { $0 == 44 || $0 == 46 } }
    guard let mark = DecimalMark(provenBy: read) ?? (marked ? nil : .point) else { return nil }
    return numbers.map { $0?.value(decimal: mark) }
  }

  private static func dates(_ texts: [String?]) -> [Double?]? {
    texts.map { text in
      guard let text, text.count >= 8 else { return nil }
      return switch DateText.parse(text, dayFirst: nil, now: 0) {
      case .moment(let seconds), .local(let seconds): Double(seconds)
      case .zoned, .fromNow, nil: nil
      }
    }
  }
}
