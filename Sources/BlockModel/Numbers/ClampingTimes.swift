public import Foundation

extension Duration {
  /// Whole milliseconds, toward zero.
  public var wholeMilliseconds: Int { Int(clamping: self / .milliseconds(1)) }

  /// A duration of so many seconds, brought into ±100 years; NaN is no time at all.
  public init(clampingSeconds seconds: Double) {
    let bound = 3_155_760_000.0
    self = .milliseconds(
      Int64(clamping: (seconds.isNaN ? 0 : seconds.clamped(to: -bound...bound)) * 1000))
  }
}

extension Date {
  /// The moments that calendars, databases and people can deal with: the years 1 to 9999.
  public static let unixRange: ClosedRange<Double> = -62_135_596_800...253_402_300_799

  /// The moment so many seconds after 1970, brought into the years 1 to 9999; NaN is 1970.
  public init(clampingUnix seconds: Double) {
    self.init(
      timeIntervalSince1970: seconds.isNaN ? 0 : seconds.clamped(to: Self.unixRange))
  }

  /// Whole seconds since 1970, rounded down.
  public var unixSeconds: Int { Int(clamping: timeIntervalSince1970.rounded(.down)) }
}
