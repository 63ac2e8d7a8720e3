public import BlockModel
import BlockStore

/// Where all cards stand at every breakpoint, and how much of it people decided.
struct PageLayout {
  /// What is kept, also of blocks in the trash.
  private(set) var kept: [Breakpoint: [BlockID: CardPlace]] = [:]
  private(set) var layouts: [Breakpoint: GridLayout] = [:]
  /// Grows with every change.
  private(set) var revision = 0
  /// Changes on their way into the store, and whether it was to be read meanwhile.
  var writes = 0
  var isOutdated = false

  /// Those a person arranged, and the wide one, from which the others are derived.
  func isArranged(_ breakpoint: Breakpoint) -> Bool {
    breakpoint == .wide || kept[breakpoint]?.values.contains { !$0.isDerived } == true
  }

  func layout(_ breakpoint: Breakpoint) -> GridLayout {
    layouts[breakpoint] ?? GridLayout(breakpoint)
  }

  func isEstimated(_ id: BlockID, on breakpoint: Breakpoint) -> Bool {
    breakpoint != .phone && kept[breakpoint]?[id]?.height ?? .estimated == .estimated
  }

  mutating func replace(_ kept: [Breakpoint: [BlockID: CardPlace]]) { self.kept = kept }

  /// Places all cards anew by what is kept; those without a place go into the first hole.
  mutating func settle(_ sizes: [BlockID: CardSize]) {
    revision += 1
    let wide = arranged(.wide, sizes)
    layouts = [.wide: wide]
    for breakpoint in Breakpoint.allCases where breakpoint != .wide {
      let heights = kept[breakpoint]?.mapValues(\.place.h) ?? [:]
      let derived = wide.derived(for: breakpoint, heights: heights)
      layouts[breakpoint] =
        isArranged(breakpoint)
        ? arranged(
          breakpoint, derived.places.mapValues { CardSize(w: $0.w, h: $0.h) }) : derived
    }
  }

  private func arranged(
    _ breakpoint: Breakpoint, _ sizes: [BlockID: CardSize]
  ) -> GridLayout {
    let places = (kept[breakpoint] ?? [:]).filter { sizes[$0.key] != nil && !$0.value.isDerived }
    var layout = GridLayout(breakpoint, settling: places.mapValues(\.place))
    let rest = sizes.filter { places[$0.key] == nil }.sorted { $0.key.text < $1.key.text }
    layout.add(rest.map { (id: $0.key, size: $0.value) })
    return layout
  }

  /// Takes a layout over and says what has to be kept of it.
  /// - Parameter chosen: the card whose size a person chose with it.
  mutating func take(
    _ layout: GridLayout, chosen: BlockID? = nil, fitted: Set<BlockID> = []
  ) -> [BlockID: CardPlace] {
    let breakpoint = layout.breakpoint
    var changed: [BlockID: CardPlace] = [:]
    for (id, place) in layout.places {
      let old = kept[breakpoint]?[id]
      var height = old?.height ?? .estimated
      if fitted.contains(id) { height = .fitted }
      if id == chosen { height = .chosen }
      let new = CardPlace(place, height: height)
      if new != old { changed[id] = new }
    }
    keep(changed, on: breakpoint)
    return changed
  }

  mutating func keep(_ places: [BlockID: CardPlace], on breakpoint: Breakpoint) {
    kept[breakpoint, default: [:]].merge(places) { _, new in new }
  }
}

/// The layouts of a page at one moment.
public struct PageLayouts: Sendable {
  /// Grows with every change as long as the engine lives.
  public var revision: Int
  public var layouts: [Breakpoint: GridLayout]

  /// `{"revision", "wide": {"<block>": [x, y, w, h]}, "medium", "phone"}`
  public var json: JSONValue {
    var members: JSONObject = ["revision": .integer(Int64(revision))]
    for (breakpoint, layout) in layouts {
      members[breakpoint.rawValue] = .object(
        JSONObject(
          uniqueKeysWithValues: layout.inOrder.compactMap { id in
            layout.places[id].map { (id.text, $0.json) }
          }))
    }
    return .object(members)
  }
}
