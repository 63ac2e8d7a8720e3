public import BlockModel
import BlockStore

/// Where cards stand. The page sends what a hand did to one card; what that means for the others is
/// decided here, so that two browsers and a sentence never undo each other's work.
extension DashboardEngine {
  public func layouts() -> PageLayouts {
    PageLayouts(
      revision: page.revision, layouts: page.layouts, sections: page.sections)
  }

  /// Moves or resizes a card, as a person wishes.
  @discardableResult
  public func place(
    _ id: BlockID, at place: Place, on breakpoint: Breakpoint
  ) async throws(EngineError) -> PageLayouts {
    try await arrange(id, on: breakpoint) { $0.move(id, to: place) }
  }

  /// Moves a card by one step. At the upper and lower edge of a section it goes on into the next one.
  @discardableResult
  public func step(
    _ id: BlockID, _ direction: GridLayout.Direction, on breakpoint: Breakpoint
  ) async throws(EngineError) -> PageLayouts {
    let sections = [.top] + page.sections.map(\.id)
    return try await arrange(id, on: breakpoint) { layout in
      let before = layout
      layout.step(id, direction)
      guard layout == before, let old = layout.places[id],
        let here = sections.firstIndex(of: old.section)
      else { return }
      switch direction {
      case .up where here > 0: layout.move(id, toEndOf: sections[here - 1])
      case .down where here + 1 < sections.count:
        layout.move(id, to: Place(x: old.x, y: 0, w: old.w, h: old.h, section: sections[here + 1]))
      case .up, .down, .left, .right: break
      }
    }
  }

  /// Takes the heights that a browser needs to show cards as a whole, for those whose height is a guess.
  /// - Parameter heights: rows.
  public func fit(
    _ heights: [BlockID: Int], on breakpoint: Breakpoint
  ) async throws(EngineError) -> PageLayouts {
    var layout = page.layout(breakpoint)
    let wanted = layout.inOrder.filter {
      heights[$0] != nil && page.isEstimated($0, on: breakpoint)
    }
    guard !wanted.isEmpty else { return layouts() }
    if page.isArranged(breakpoint) {
      for id in wanted {
        guard let old = layout.places[id], let h = heights[id] else { continue }
        layout.move(id, to: Place(x: old.x, y: old.y, w: old.w, h: h, section: old.section))
      }
      try await keep(page.take(layout, fitted: Set(wanted)), on: breakpoint)
    } else {
      let places = wanted.compactMap { id in
        heights[id].map { h in
          (id, CardPlace(Place(x: 0, y: 0, w: 1, h: h), isDerived: true, height: .fitted))
        }
      }
      let kept = Dictionary(uniqueKeysWithValues: places)
      page.keep(kept, on: breakpoint)
      try await keep(kept, on: breakpoint)
    }
    return layouts()
  }

  /// Resizes a card on the wide page, by a sentence.
  func resize(_ id: BlockID, byColumns columns: Int, rows: Int) async throws(EngineError) {
    guard let old = page.layout(.wide).places[id] else { return }
    let place = Place(
      x: old.x, y: old.y, w: old.w + columns, h: old.h + rows, section: old.section)
    try await self.place(id, at: place, on: .wide)
  }

  // MARK: Inside

  func placed(_ card: Card) -> Card {
    var card = card
    for (breakpoint, layout) in page.layouts {
      card.places[breakpoint] = layout.places[card.id]
      if page.isEstimated(card.id, on: breakpoint) { card.unfitted.insert(breakpoint) }
    }
    return card
  }

  /// Reads what the store keeps of places, which another process may have changed.
  func readLayout() async throws(EngineError) {
    guard page.writes == 0 else {
      page.isOutdated = true
      return
    }
    let revision = page.revision
    let (kept, sections) = try await stored { () throws(StorageError) in
      var kept: [Breakpoint: [BlockID: CardPlace]] = [:]
      for breakpoint in Breakpoint.allCases {
        kept[breakpoint] = try await storage.cardPlaces(on: breakpoint)
      }
      return (kept, try await storage.sections())
    }
    // What was changed while this was read is newer.
    guard page.revision == revision, page.writes == 0 else {
      page.isOutdated = page.writes > 0
      return
    }
    if kept != page.kept || sections != page.sections
      || Set(page.layout(.wide).places.keys) != Set(entries.keys)
    {
      page.replace(kept)
      page.replace(sections)
      settle()
    }
  }

  private func settle() {
    let (kept, now) = (page.kept[.wide] ?? [:], settings.now())
    page.settle(
      entries.mapValues { entry in
        kept[entry.id].map { CardSize(w: $0.place.w, h: $0.place.h) }
          ?? FirstSize.of(entry, now: now)
      })
    order = page.inOrder
  }

  func arrange(
    _ id: BlockID, on breakpoint: Breakpoint, _ change: (inout GridLayout) -> Void
  ) async throws(EngineError) -> PageLayouts {
    let name = try await entry(id).files.manifest.name
    let before = page.layout(breakpoint)
    var layout = before
    change(&layout)
    guard layout != before, let old = before.places[id], let new = layout.places[id] else {
      return layouts()
    }
    guard page.has(new.section) else { throw .noSection(new.section) }
    let isResized = (old.w, old.h) != (new.w, new.h)
    var past = [PastLayout(before, isArranged: page.isArranged(breakpoint))]
    if new.section != old.section, breakpoint != .wide {
      // The wide page says in which section a card is.
      past.append(PastLayout(page.layout(.wide), isArranged: true))
      var wide = page.layout(.wide)
      wide.move(id, toEndOf: new.section)
      try await keep(page.take(wide), on: .wide)
    }
    let changed = page.take(layout, chosen: isResized ? id : nil)
    try await keep(changed, on: breakpoint)
    await rememberLayouts(past, of: id, "\(isResized ? "Resized" : "Moved") “\(name)”.")
    return layouts()
  }

  /// Shows what was taken over, and keeps it.
  func keep(
    _ places: [BlockID: CardPlace], on breakpoint: Breakpoint
  ) async throws(EngineError) {
    try await show { () async throws(StorageError) in
      try await storage.setCardPlaces(places, on: breakpoint)
    }
  }

  /// Shows how the page is arranged now, and keeps it.
  /// - Parameter write: keeps it.
  func show(
    keeping write: () async throws(StorageError) -> Void
  ) async throws(EngineError) {
    settle()
    hub.send(.layoutChanged)
    page.writes += 1
    do { try await stored(write) } catch {
      page.writes -= 1
      // What could not be kept is not shown either.
      try? await readLayout()
      hub.send(.layoutChanged)
      throw error
    }
    page.writes -= 1
    guard page.isOutdated, page.writes == 0 else { return }
    page.isOutdated = false
    try await readLayout()
  }

  /// What stood below a card that is gone moves up.
  func closeGap(of id: BlockID) async throws(EngineError) {
    for breakpoint in Breakpoint.allCases where page.isArranged(breakpoint) {
      var layout = page.layout(breakpoint)
      layout.remove(id)
      try await keep(page.take(layout), on: breakpoint)
    }
  }

  /// Places a card that is new, or comes back to where it stood.
  func placeAgain(_ id: BlockID) async throws(EngineError) {
    for breakpoint in Breakpoint.allCases where page.isArranged(breakpoint) {
      var layout = page.layout(breakpoint)
      if let kept = page.kept[breakpoint]?[id], !kept.isDerived {
        layout.insert(id, at: kept.place)
      } else {
        settle()
        layout = page.layout(breakpoint)
      }
      try await keep(page.take(layout), on: breakpoint)
    }
  }
}
