// Numbers that came from outside: values of sources, specs, sentences, models, files and clocks.
// Swift's own conversions and operators end the process when a result does not fit; these give the
// nearest number that does.

extension FixedWidthInteger {
  /// The whole part of a number, toward zero: the nearest bound when it does not fit, 0 for NaN.
  ///
  ///     Int(clamping: 99.9)       // 99
  ///     Int(clamping: .infinity)  // Int.max
  @inlinable public init(clamping value: Double) {
    if value.isNaN {
      self = 0
    } else if let whole = Self(exactly: value.rounded(.towardZero)) {
      self = whole
    } else {
      self = value < 0 ? .min : .max
    }
  }

  /// The sum, or the nearest bound.
  @inlinable public func adding(clamping other: Self) -> Self {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the nearest bound.
  @inlinable public func subtracting(clamping other: Self) -> Self {
    let (difference, overflows) = subtractingReportingOverflow(other)
    return overflows ? (other < 0 ? .max : .min) : difference
  }

  /// The product, or the nearest bound.
  @inlinable public func multiplied(clamping other: Self) -> Self {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}

extension Comparable {
  /// The value itself, or the nearest end of `range`. NaN becomes the lower end.
  @inlinable public func clamped(to range: ClosedRange<Self>) -> Self {
    self >= range.lowerBound ? min(self, range.upperBound) : range.lowerBound
  }
}
