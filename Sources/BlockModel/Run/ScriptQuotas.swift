/// What the scripts of one block may keep.
public struct ScriptQuotas: Hashable, Sendable {
  /// Bytes of all keys and values.
  public var bytes: Int
  public var keys: Int
  /// Points of all series; the oldest of a series make room for new ones.
  public var points: Int
  /// Bytes of the values of all points, as JSON.
  public var pointBytes: Int
  /// Points that one run may append.
  public var pointsOfRun: Int

  public init(
    bytes: Int = 1 << 20, keys: Int = 1_000, points: Int = 200_000, pointBytes: Int = 32 << 20,
    pointsOfRun: Int = 10_000
  ) {
    self.bytes = bytes
    self.keys = keys
    self.points = points
    self.pointBytes = pointBytes
    self.pointsOfRun = pointsOfRun
  }
}
