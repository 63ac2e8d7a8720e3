/// Where a card stands on the grid of a section and how large it is, in columns and rows from the upper left.
public struct Place: Hashable, Sendable {
  /// The first column, 0…11.
  public var x: Int
  /// The first row, 0…9000.
  public var y: Int
  /// Columns, 1…12.
  public var w: Int
  /// Rows, 1…48.
  public var h: Int
  public var section: SectionID

  /// Values outside are brought inside.
  public init(x: Int, y: Int, w: Int, h: Int, section: SectionID = .top) {
    self.section = section
    self.x = min(max(x, 0), 11)
    self.y = min(max(y, 0), Self.lastRow)
    self.w = min(max(w, 1), 12)
    self.h = min(max(h, 1), Self.tallest)
  }

  /// Reads `[x, y, w, h]`, or `[x, y, w, h, section]` for a card that is in one.
  public init?(_ json: JSONValue) {
    guard let numbers = json.array, (4...5).contains(numbers.count) else { return nil }
    let parts = numbers.compactMap(\.integer).map { Int(clamping: $0) }
    guard parts.count == numbers.count else { return nil }
    self.init(
      x: parts[0], y: parts[1], w: parts[2], h: parts[3],
      section: parts.count == 5 ? SectionID(parts[4]) : .top)
  }

  /// The numbers of ``json``.
  public var numbers: [Int] { [x, y, w, h] + (section == .top ? [] : [section.number]) }

  /// `[x, y, w, h]`, and the section when it is in one.
  public var json: JSONValue { .array(numbers.map { .integer(Int64($0)) }) }

  static let lastRow = 9_000
  static let tallest = 48

  /// The column after the last.
  var right: Int { x + w }
  /// The row after the last.
  var bottom: Int { y + h }

  func sharesColumns(with other: Place) -> Bool {
    section == other.section && x < other.right && other.x < right
  }

  /// The same size elsewhere in the same section.
  func at(x: Int, y: Int) -> Place { Place(x: x, y: y, w: w, h: h, section: section) }

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
