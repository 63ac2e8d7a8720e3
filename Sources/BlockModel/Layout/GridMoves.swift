/// What a hand does to a card: moves it, resizes it, takes one step.
extension GridLayout {
  /// A way that a card goes by one step.
  public enum Direction: String, Sendable, CaseIterable { case left, right, up, down }

  /// Puts a card elsewhere, or gives it another size.
  ///
  /// A card that is dropped on one beside it changes places with it when both fit. Otherwise it goes
  /// below those whose upper half it has passed, and the others make room.
  public mutating func move(_ id: BlockID, to wanted: Place) {
    let target = breakpoint.fitting(wanted)
    guard let old = places[id], target != old else { return }
    let isMove = (target.w, target.h) == (old.w, old.h)
    if isMove, target.section == old.section, exchange(id, from: old, to: target) { return }
    places[id] = nil
    close(old)
    let before = places
    places[id] = isMove ? passing(target) : target
    settle([id])
    guard isMove else { return }
    rise(id, to: 0)
    for other in inOrder where places[other] != before[other] && other != id {
      if let row = before[other]?.y { rise(other, to: row) }
    }
  }

  /// Moves a card by one step: as little as changes something, and without pushing others down when that
  /// is possible. Nothing changes at the edge.
  public mutating func step(_ id: BlockID, _ direction: Direction) {
    guard let old = places[id] else { return }
    let isAcross = direction == .left || direction == .right
    let steps = isAcross ? breakpoint.columns : (places.values.map(\.bottom).max() ?? 0)
    var first: GridLayout?
    for distance in stride(from: 1, through: steps, by: 1) {
      let (x, y) =
        switch direction {
        case .left: (old.x - distance, old.y)
        case .right: (old.x + distance, old.y)
        case .up: (old.x, old.y - distance)
        case .down: (old.x, old.y + distance)
        }
      guard x >= 0, y >= 0, x + old.w <= breakpoint.columns else { break }
      var next = self
      next.move(id, to: old.at(x: x, y: y))
      guard let new = next.places[id], isAcross ? new.x != old.x : new.y != old.y else { continue }
      let pushesNobody = next.places.allSatisfy { other, place in
        other == id || place.y <= places[other]?.y ?? 0
      }
      if pushesNobody || !isAcross {
        self = next
        return
      }
      first = first ?? next
    }
    if let first { self = first }
  }

  /// Lets a card and the one beside it, on whose middle it is dropped, change places.
  private mutating func exchange(_ id: BlockID, from old: Place, to wanted: Place) -> Bool {
    let middle = (x: 2 * wanted.x + wanted.w, y: 2 * wanted.y + wanted.h)
    let met = inOrder.first { other in
      guard other != id, let place = places[other] else { return false }
      return place.section == wanted.section && 2 * place.x <= middle.x
        && middle.x < 2 * place.right && 2 * place.y <= middle.y && middle.y < 2 * place.bottom
    }
    guard let met, let its = places[met], !its.sharesColumns(with: old) else { return false }
    let isRightwards = its.x > old.x
    let mine = breakpoint.fitting(old.at(x: isRightwards ? its.right - old.w : its.x, y: its.y))
    let theirs = its.at(x: max(0, isRightwards ? old.x : old.right - its.w), y: old.y)
    guard theirs.right <= breakpoint.columns, !mine.overlaps(theirs),
      isFree(mine, without: [id, met]), isFree(theirs, without: [id, met])
    else { return false }
    places[id] = mine
    places[met] = theirs
    for (place, height) in [(mine, its.h), (theirs, old.h)] where height > place.h {
      close(
        Place(
          x: place.x, y: place.bottom, w: place.w, h: height - place.h, section: place.section))
    }
    return true
  }

  /// The target, below every card whose upper half it has passed.
  private func passing(_ target: Place) -> Place {
    var place = target
    for _ in 0...places.count {
      let passed = colliders(place).compactMap { places[$0] }.filter {
        2 * place.y >= 2 * $0.y + $0.h
      }
      guard let bottom = passed.map(\.bottom).max() else { break }
      place.y = min(bottom, Place.lastRow)
    }
    return place
  }
}
