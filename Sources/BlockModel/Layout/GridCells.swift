/// Which cells of a grid are taken, row by row: thousands of cards find their holes in one walk.
struct GridCells {
  private let columns: Int
  /// A bit for each column.
  private var rows: [UInt32] = []
  /// Where the search for a hole of a size begins: above it none is left, and none appears.
  private var starts: [CardSize: Int] = [:]

  /// - Parameter columns: at most 32.
  init(_ columns: Int) { self.columns = columns }

  private func bits(_ x: Int, _ width: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: ((UInt64(1) << UInt64(width)) - 1) << UInt64(x))
  }

  mutating func take(_ place: Place) {
    if rows.count < place.bottom {
      rows += Array(repeating: 0, count: place.bottom - rows.count)
    }
    for row in place.y..<place.bottom { rows[row] |= bits(place.x, place.w) }
  }

  func isFree(_ place: Place) -> Bool {
    let bits = bits(place.x, place.w)
    return rows[min(place.y, rows.count)..<min(place.bottom, rows.count)]
      .allSatisfy { $0 & bits == 0 }
  }

  /// The first hole, row by row and from the left; `nil` when there is none down to the last row.
  mutating func firstHole(width: Int, height: Int) -> Place? {
    let size = CardSize(w: width, h: height)
    for y in starts[size, default: 0]...max(rows.count, starts[size, default: 0])
    where y <= Place.lastRow {
      let taken = rows[min(y, rows.count)..<min(y + height, rows.count)].reduce(0, |)
      for x in 0...(columns - width) where taken & bits(x, width) == 0 {
        starts[size] = y
        return Place(x: x, y: y, w: width, h: height)
      }
    }
    starts[size] = Place.lastRow + 1
    return nil
  }
}
