/// The size of a card on the grid.
public struct Span: Hashable, Sendable {
  /// 1…12 columns.
  public var columns: Int
  /// 1…12 rows.
  public var rows: Int

  /// Values outside are brought inside.
  public init(columns: Int, rows: Int) {
    self.columns = min(max(columns, 1), 12)
    self.rows = min(max(rows, 1), 12)
  }
}
