import BlockModel
import Foundation
import Testing

@Suite("Numbers from outside")
struct NumberTests {
  static let doubles: [Double] = [
    .nan, .infinity, -.infinity, 1.7e308, -1.7e308, .leastNonzeroMagnitude, 0x1p63, -0x1p63, 0x1p64,
    1e19, -0.0,
    0.5, -0.5, 99.9,
  ]

  @Test("a double becomes the nearest integer of every size", arguments: NumberTests.doubles)
  func integers(value: Double) {
    func check<Whole: FixedWidthInteger>(_ type: Whole.Type) {
      let whole = Whole(clamping: value)
      if value.isNaN { return #expect(whole == 0) }
      if value >= Double(Whole.max) { return #expect(whole == .max) }
      if value <= Double(Whole.min) { return #expect(whole == .min) }
      #expect(Double(whole) == value.rounded(.towardZero))
    }
    check(Int.self)
    check(Int64.self)
    check(Int32.self)
    check(UInt64.self)
    check(UInt8.self)
  }

  @Test("sums, differences and products stop at the bounds")
  func arithmetic() {
    let ends: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
    for a in ends {
      for b in ends {
        let (x, y) = (Int128(a), Int128(b))
        #expect(a.adding(clamping: b) == Int64(clamping: x + y))
        #expect(a.subtracting(clamping: b) == Int64(clamping: x - y))
        #expect(a.multiplied(clamping: b) == Int64(clamping: x * y))
      }
    }
    #expect(Int64.max.adding(clamping: 1) == .max)
    #expect(Int64.min.adding(clamping: -1) == .min)
    #expect(Int64.min.multiplied(clamping: -1) == .max)
    #expect(UInt8(3).subtracting(clamping: 5) == 0)
  }

  @Test("times are brought to what calendars know", arguments: NumberTests.doubles + [-1e13, 1e13])
  func times(value: Double) {
    let date = Date(clampingUnix: value)
    #expect(Date.unixRange.contains(date.timeIntervalSince1970))
    #expect(!date.formatted(.iso8601).isEmpty)
    #expect(abs(Duration(clampingSeconds: value).wholeMilliseconds) <= 3_155_760_000_000)
  }

  @Test("a JSON number is a count within its bound")
  func counts() {
    #expect(JSONValue.integer(.max).count() == 1_000_000_000)
    #expect(JSONValue.integer(.min).count() == 0)
    #expect(JSONValue.number(.nan).count() == 0)
    #expect(JSONValue.number(1e300).count(upTo: 7) == 7)
    #expect(JSONValue.string("5").count() == nil)
  }
}
