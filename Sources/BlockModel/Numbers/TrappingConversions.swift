// Swift's conversions from a floating-point number end the process on NaN, infinity and numbers that
// do not fit. In every room that imports this one they are hidden behind the ones below, which do not
// trap, and whose warning (an error in CI) asks for the spelling that says so. So one cannot be missed:
// the compiler knows which argument is a `Double`, a search through the text does not.

extension Int {
  @available(
    *, deprecated,
    message: "write Int(clamping:) or Int(exactly:); Int(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension Int64 {
  @available(
    *, deprecated,
    message: "write Int64(clamping:) or Int64(exactly:); Int64(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension Int32 {
  @available(
    *, deprecated,
    message: "write Int32(clamping:) or Int32(exactly:); Int32(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension Int16 {
  @available(
    *, deprecated,
    message: "write Int16(clamping:) or Int16(exactly:); Int16(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension Int8 {
  @available(
    *, deprecated,
    message: "write Int8(clamping:) or Int8(exactly:); Int8(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension UInt {
  @available(
    *, deprecated,
    message: "write UInt(clamping:) or UInt(exactly:); UInt(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension UInt64 {
  @available(
    *, deprecated,
    message: "write UInt64(clamping:) or UInt64(exactly:); UInt64(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension UInt32 {
  @available(
    *, deprecated,
    message: "write UInt32(clamping:) or UInt32(exactly:); UInt32(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension UInt16 {
  @available(
    *, deprecated,
    message: "write UInt16(clamping:) or UInt16(exactly:); UInt16(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension UInt8 {
  @available(
    *, deprecated,
    message: "write UInt8(clamping:) or UInt8(exactly:); UInt8(_: Double) may end the process"
  )
  public init(_ value: Double) { self.init(clamping: value) }
}

extension Duration {
  @available(
    *, deprecated,
    message: "write Duration(clampingSeconds:); seconds(_: Double) may end the process"
  )
  public static func seconds(_ value: Double) -> Duration { Duration(clampingSeconds: value) }

  @available(
    *, deprecated,
    message: "write Duration(clampingSeconds:); milliseconds(_: Double) may end the process"
  )
  public static func milliseconds(_ value: Double) -> Duration {
    Duration(clampingSeconds: value / 1000)
  }
}
