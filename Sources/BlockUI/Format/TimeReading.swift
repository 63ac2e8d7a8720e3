public import BlockModel
public import Foundation
import Notation

/// A time as a spec's data write it.
public struct TimeValue: Hashable, Sendable {
  public var date: Date
  /// A calendar day without a time: it is never shifted by a zone.
  public var isDay: Bool

  /// The calendar a day is meant in.
  static let dayZone = TimeZone(identifier: "GMT") ?? .current
}

extension JSONValue {
  /// The value as a time: Unix seconds, milliseconds (from 10¹¹), RFC 3339 or ISO 8601, also as text.
  ///
  /// - Parameter zone: the zone of times that name none.
  public func time(in zone: TimeZone) -> TimeValue? {
    switch self {
    case .integer, .number: return numeric.flatMap(Self.time(ofNumber:))
    case .string(let text):
      if let number = numeric { return Self.time(ofNumber: number) }
      return Self.time(ofText: text, in: zone)
    case .null, .bool, .array, .object: return nil
    }
  }

  private static func time(ofNumber number: Double) -> TimeValue? {
    let seconds = abs(number) >= 1e11 ? number / 1000 : number
    // Years beyond 9999 or before 1 are no times people mean.
    guard abs(seconds) < 253_402_300_800 else { return nil }
    return TimeValue(date: Date(timeIntervalSince1970: seconds), isDay: false)
  }

  /// `2025-11-24`, `2025-11-24T16:00[:00[.5]][Z|+01:00]`, with a space for the T.
  private static func time(ofText text: String, in zone: TimeZone) -> TimeValue? {
    let bytes = Array(text.utf8)
    guard (10...40).contains(bytes.count), bytes[4] == UInt8(ascii: "-"),
      bytes[7] == UInt8(ascii: "-")
    else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), (1...12).contains(month),
      let day = number(8..<10), (1...31).contains(day)
    else { return nil }
    let days = CivilTime.days(year, month, day)
    if bytes.count == 10 {
      return TimeValue(date: Date(timeIntervalSince1970: Double(days) * 86400), isDay: true)
    }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") || bytes[10] == 32,
      let hour = number(11..<13), hour <= 24, bytes.count >= 16, bytes[13] == UInt8(ascii: ":"),
      let minute = number(14..<16), minute < 60
    else { return nil }
    var place = 16
    var seconds = 0.0
    if bytes.count > 18, bytes[16] == UInt8(ascii: ":"), let whole = number(17..<19) {
      seconds = Double(whole)
      place = 19
      if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
        let digits = bytes[(place + 1)...].prefix { (48...57).contains($0) }
        seconds += Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
        place += 1 + digits.count
      }
    }
    let local = Double(days) * 86400 + Double(hour * 3600 + minute * 60) + seconds
    guard let offset = offset(String(decoding: bytes[place...], as: UTF8.self)) else {
      guard place == bytes.count else { return nil }
      let guess = Date(timeIntervalSince1970: local)
      let shift = zone.secondsFromGMT(
        for: guess.addingTimeInterval(-Double(zone.secondsFromGMT(for: guess))))
      return TimeValue(date: guess.addingTimeInterval(-Double(shift)), isDay: false)
    }
    return TimeValue(date: Date(timeIntervalSince1970: local - Double(offset)), isDay: false)
  }

  /// Seconds east of Greenwich: `Z`, `+01:00`, `+0100`, `+01`.
  private static func offset(_ text: String) -> Int? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if text == "Z" || text == "z" { return 0 }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard digits.count == 4 || digits.count == 2, let hours = Int(digits.prefix(2)) else {
      return nil
    }
    let minutes = Int(digits.dropFirst(2)) ?? 0
    return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
  }
}
