/// One rule of what must hold of a block's data, as `contract` in `block.json` writes it. What breaks
/// it is judged by `BlockHealth`.
///
///     {"path": "stories[].points", "kind": "integer", "between": [0, 6000]}
public struct ContractRule: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case text, integer, number, boolean, time, list, object
  }

  /// Where in the data: `stories`, `stories[].title`.
  public var path: String
  /// How many elements the list has.
  public var rows: Bounds?
  /// The share of values that are there and not empty, 0…1.
  public var filled: Double?
  public var kind: Kind?
  /// The smallest and the largest value.
  public var between: ClosedRange<Double>?
  public var isUnique: Bool
  /// No older than so long, the newest of all.
  public var newestWithin: Duration?
  /// The largest factor between one run and the next, up or down.
  public var jumpAtMost: Double?
  /// Warns instead of failing the run.
  public var isSoft: Bool

  /// A lowest and a highest count; either may be open.
  public struct Bounds: Hashable, Sendable {
    public var min: Int?
    public var max: Int?

    public init(min: Int? = nil, max: Int? = nil) {
      self.min = min
      self.max = max
    }
  }

  public init(
    path: String, rows: Bounds? = nil, filled: Double? = nil, kind: Kind? = nil,
    between: ClosedRange<Double>? = nil, isUnique: Bool = false, newestWithin: Duration? = nil,
    jumpAtMost: Double? = nil, isSoft: Bool = false
  ) {
    self.path = path
    self.rows = rows
    self.filled = filled
    self.kind = kind
    self.between = between
    self.isUnique = isUnique
    self.newestWithin = newestWithin
    self.jumpAtMost = jumpAtMost
    self.isSoft = isSoft
  }
}
