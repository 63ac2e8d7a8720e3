/// Where a card stands on a grid and how large it is, in columns and rows from the upper left.
public struct Place: Hashable, Sendable {
  /// The first column, 0…11.
  public var x: Int
  /// The first row, 0…9000.
  public var y: Int
  /// Columns, 1…12.
  public var w: Int
  /// Rows, 1…48.
  public var h: Int

  /// Values outside are brought inside.
  public init(x: Int, y: Int, w: Int, h: Int) {
    self.x = min(max(x, 0), 11)
    self.y = min(max(y, 0), Self.lastRow)
    self.w = min(max(w, 1), 12)
    self.h = min(max(h, 1), Self.tallest)
  }

  /// Reads `[x, y, w, h]`.
  public init?(_ json: JSONValue) {
    guard let numbers = json.array, numbers.count == 4 else { return nil }
    let parts = numbers.compactMap(\.integer).map { Int(clamping: $0) }
    guard parts.count == 4 else { return nil }
    self.init(x: parts[0], y: parts[1], w: parts[2], h: parts[3])
  }

  /// `[x, y, w, h]`
  public var json: JSONValue { .array([x, y, w, h].map { .integer(Int64($0)) }) }

  static let lastRow = 9_000
  static let tallest = 48

  /// The column after the last.
  var right: Int { x + w }
  /// The row after the last.
  var bottom: Int { y + h }

  func sharesColumns(with other: Place) -> Bool { x < other.right && other.x < right }

  public func overlaps(_ other: Place) -> Bool {
    sharesColumns(with: other) && y < other.bottom && other.y < bottom
  }
}

/// What a card takes up when it is not placed yet.
public struct CardSize: Hashable, Sendable {
  /// Columns of the wide grid, 1…12.
  public var w: Int
  /// Rows, 1…48.
  public var h: Int

  public init(w: Int, h: Int) {
    self.w = w
    self.h = h
  }
}
