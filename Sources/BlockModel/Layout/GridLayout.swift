/// The places of all cards of a page at one breakpoint. No two of a section overlap.
///
/// Cards stay where people put them: only those that are in the way yield, downwards, and only those
/// that stood below a card which leaves move up. `WebAssets/js/grid.js` does the same sums in the
/// browser; both are held to `Tests/Fixtures/grid.json`.
public struct GridLayout: Hashable, Sendable {
  public let breakpoint: Breakpoint
  public internal(set) var places: [BlockID: Place] = [:]

  public init(_ breakpoint: Breakpoint) { self.breakpoint = breakpoint }

  /// Takes places from elsewhere. Those that overlap yield downwards.
  public init(_ breakpoint: Breakpoint, settling places: [BlockID: Place]) {
    self.breakpoint = breakpoint
    self.places = places.mapValues(breakpoint.fitting)
    settle([])
  }

  /// The cards of each section as they are read: row by row, from the left.
  public var inOrder: [BlockID] { places.keys.sorted(by: isBefore) }

  /// Puts a card into the first hole that takes it.
  public mutating func add(_ id: BlockID, _ size: CardSize, to section: SectionID = .top) {
    add([(id, size)], to: section)
  }

  /// Puts cards into the first holes that take them, one after the other.
  public mutating func add(_ cards: [(id: BlockID, size: CardSize)], to section: SectionID = .top) {
    guard !cards.isEmpty else { return }
    var taken = GridCells(breakpoint.columns)
    for place in places.values where place.section == section { taken.take(place) }
    for (id, size) in cards {
      let wanted = breakpoint.fitting(
        Place(x: 0, y: 0, w: size.w, h: size.h, section: section))
      // In the last row there is, whoever has thousands of cards sees the newest over the oldest.
      let hole = taken.firstHole(width: wanted.w, height: wanted.h) ?? wanted
      let place = wanted.at(x: hole.x, y: hole.y)
      taken.take(place)
      places[id] = place
    }
  }

  /// Puts a card where it stood once. Those that stand there now yield downwards.
  public mutating func insert(_ id: BlockID, at place: Place) {
    places[id] = breakpoint.fitting(place)
    settle([id])
  }

  /// Takes a card away; what stood below it, in its columns, moves up by no more than its height.
  public mutating func remove(_ id: BlockID) {
    guard let place = places.removeValue(forKey: id) else { return }
    close(place)
  }

  /// Another breakpoint of the same page, for as long as nobody arranged it: cards in the same order,
  /// halves and quarters of the wide page side by side.
  /// - Parameter heights: of cards whose height at that breakpoint is known.
  public func derived(for other: Breakpoint, heights: [BlockID: Int] = [:]) -> GridLayout {
    var layout = GridLayout(other)
    // The first free row of each column of each section.
    var frees: [SectionID: [Int]] = [:]
    for id in inOrder {
      guard let old = places[id] else { continue }
      var place = other.fitting(
        Place(
          x: 0, y: 0, w: old.w <= 5 ? 3 : other.columns, h: heights[id] ?? old.h,
          section: old.section))
      var free = frees[old.section] ?? Array(repeating: 0, count: other.columns)
      let spots = (0...(other.columns - place.w)).map { x in
        (y: free[x..<(x + place.w)].max() ?? 0, x: x)
      }
      (place.y, place.x) = spots.min { ($0.y, $0.x) < ($1.y, $1.x) } ?? (0, 0)
      for column in place.x..<place.right { free[column] = place.bottom }
      frees[old.section] = free
      layout.places[id] = place
    }
    return layout
  }

  // MARK: Sums

  func isBefore(_ a: BlockID, _ b: BlockID) -> Bool {
    guard let first = places[a], let second = places[b] else { return a.text < b.text }
    return (first.section, first.y, first.x, a.text) < (second.section, second.y, second.x, b.text)
  }

  /// The cards that a place would lie on.
  public func colliders(_ place: Place) -> [BlockID] {
    inOrder.filter { places[$0].map(place.overlaps) == true }
  }

  func isFree(_ place: Place, without ids: Set<BlockID> = []) -> Bool {
    places.allSatisfy { ids.contains($0.key) || !place.overlaps($0.value) }
  }

  /// Lets whatever overlaps yield downwards, each no further than it must.
  /// - Parameter fixed: stay where they are.
  mutating func settle(_ fixed: Set<BlockID>) {
    var settled = fixed.compactMap { places[$0] }
    var grids: [SectionID: GridCells] = [:]
    func take(_ place: Place) {
      grids[place.section, default: GridCells(breakpoint.columns)].take(place)
    }
    for place in settled { take(place) }
    for id in inOrder where !fixed.contains(id) {
      guard var place = places[id] else { continue }
      while grids[place.section]?.isFree(place) == false,
        let bottom = settled.filter({ place.overlaps($0) }).map(\.bottom).max(),
        bottom < Place.lastRow
      { place.y = bottom }
      places[id] = place
      settled.append(place)
      take(place)
    }
  }

  /// Closes the gap that a card has left: what stands below it, in its columns, moves up.
  mutating func close(_ gap: Place) {
    for id in inOrder {
      guard let place = places[id], place.y >= gap.bottom, place.sharesColumns(with: gap) else {
        continue
      }
      rise(id, to: place.y - gap.h)
    }
  }

  /// Moves a card up as far as nothing is in the way, and no further than a row.
  mutating func rise(_ id: BlockID, to row: Int) {
    guard var place = places[id] else { return }
    while place.y > max(row, 0) {
      let next = place.at(x: place.x, y: place.y - 1)
      guard isFree(next, without: [id]) else { break }
      place = next
    }
    places[id] = place
  }
}
