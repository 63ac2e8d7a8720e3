import BlockModel
import Testing

@testable import Sentences

@Suite("Numbers and spans of days in sentences")
struct NumberReadingTests {
  @Test(
    "a number is read with its sign, its groups and its scale",
    arguments: [
      ("below 5", 5.0), ("below -5", -5), ("below −1.5", -1.5), ("over 240,000 people", 240_000),
      ("over 1.5 million", 1_500_000),
    ])
  func numbers(sentence: String, value: Double) throws {
    let read = ReadSentence(sentence, lexicons: LinkerTests.lexicons)
    let found = read.pieces.firstIndex { $0.isNumber }
    let place = try #require(found)
    #expect(NumberReading(read.pieces, at: place, read.lexicon)?.value == value)
  }

  @Test("spans of days that touch are one from the first day to the last; others are none")
  func spans() {
    func span(_ from: Int, _ to: Int) -> DaySpan {
      DaySpan(from: .day(2026, 11, from), to: .day(2026, 11, to))
    }
    for (one, other) in [((3, 5), (4, 9)), ((4, 9), (3, 5)), ((3, 9), (4, 5)), ((3, 6), (6, 9))] {
      let whole = span(one.0, one.1).joined(with: span(other.0, other.1))
      #expect(whole?.from == .day(2026, 11, 3) && whole?.to == .day(2026, 11, 9))
    }
    #expect(span(3, 5).joined(with: span(6, 9)) == nil)
    #expect(span(6, 9).joined(with: span(3, 5)) == nil)
    #expect(span(6, 9).joined(with: nil) == nil)
  }
}
