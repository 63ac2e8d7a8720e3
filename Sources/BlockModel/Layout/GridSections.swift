/// What sections mean for the places of their cards.
extension GridLayout {
  /// The row below the last card of a section.
  public func end(of section: SectionID) -> Int {
    places.values.filter { $0.section == section }.map(\.bottom).max() ?? 0
  }

  /// Puts a card below those of another section.
  public mutating func move(_ id: BlockID, toEndOf section: SectionID) {
    guard let old = places[id], old.section != section else { return }
    move(id, to: Place(x: 0, y: end(of: section), w: old.w, h: old.h, section: section))
  }

  /// Puts all cards of a section below those of another, as they stand to each other.
  public mutating func moveAll(of section: SectionID, toEndOf other: SectionID) {
    guard section != other else { return }
    let start = end(of: other)
    for (id, place) in places where place.section == section {
      places[id] = Place(x: place.x, y: place.y + start, w: place.w, h: place.h, section: other)
    }
    settle([])
  }
}
