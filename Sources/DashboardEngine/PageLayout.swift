public import BlockModel
import BlockStore

/// Where all cards stand at every breakpoint, and how much of it people decided.
struct PageLayout {
  /// What is kept, also of blocks in the trash.
  private(set) var kept: [Breakpoint: [BlockID: CardPlace]] = [:]
  private(set) var layouts: [Breakpoint: GridLayout] = [:]
  /// In their order, without ``SectionID/top``.
  private(set) var sections: [PageSection] = []
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

  mutating func replace(_ sections: [PageSection]) { self.sections = sections }

  func has(_ section: SectionID) -> Bool {
    section == .top || sections.contains { $0.id == section }
  }

  /// A number that no section has, and that no place speaks of.
  var nextSection: SectionID {
    let spoken = kept.values.flatMap { $0.values.map(\.place.section.number) }
    return SectionID((sections.map(\.id.number) + spoken).max().map { $0 + 1 } ?? 1)
  }

  /// Cards in the order of the page: those above all sections, then section by section.
  var inOrder: [BlockID] {
    let wide = layout(.wide)
    let ranks = Dictionary(
      sections.enumerated().map { ($1.id, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    let groups = Dictionary(grouping: wide.inOrder) { id in
      wide.places[id].flatMap { ranks[$0.section] } ?? 0
    }
    return groups.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// Places all cards anew by what is kept; those without a place go into the first hole.
  mutating func settle(_ sizes: [BlockID: CardSize]) {
    revision += 1
    let known = Set(sections.map(\.id))
    // A section that is gone leaves its cards on top.
    let wide = arranged(
      .wide, sizes,
      (kept[.wide] ?? [:]).mapValues(\.place.section).filter { known.contains($0.value) })
    layouts = [.wide: wide]
    for breakpoint in Breakpoint.allCases where breakpoint != .wide {
      let heights = kept[breakpoint]?.mapValues(\.place.h) ?? [:]
      let derived = wide.derived(for: breakpoint, heights: heights)
      layouts[breakpoint] =
        isArranged(breakpoint)
        ? arranged(
          breakpoint, derived.places.mapValues { CardSize(w: $0.w, h: $0.h) },
          wide.places.mapValues(\.section)) : derived
    }
  }

  /// - Parameter sections: those of cards that are in one. What is kept of a card elsewhere does not count.
  private func arranged(
    _ breakpoint: Breakpoint, _ sizes: [BlockID: CardSize], _ sections: [BlockID: SectionID]
  ) -> GridLayout {
    func section(_ id: BlockID) -> SectionID { sections[id] ?? .top }
    let places = (kept[breakpoint] ?? [:]).filter { id, kept in
      sizes[id] != nil && !kept.isDerived && kept.place.section == section(id)
    }
    var layout = GridLayout(breakpoint, settling: places.mapValues(\.place))
    let rest = sizes.filter { places[$0.key] == nil }.sorted { $0.key.text < $1.key.text }
    for (section, cards) in Dictionary(grouping: rest, by: { section($0.key) }) {
      layout.add(cards.map { (id: $0.key, size: $0.value) }, to: section)
    }
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

/// The layouts and sections of a page at one moment.
public struct PageLayouts: Sendable {
  /// Grows with every change as long as the engine lives.
  public var revision: Int
  public var layouts: [Breakpoint: GridLayout]
  /// In their order, without ``SectionID/top``.
  public var sections: [PageSection]

  /// `{"revision", "sections": [{"id", "title", "folded"}], "wide": {"<block>": [x, y, w, h]}, "medium",
  /// "phone"}`; the place of a card in a section has its number as a fifth.
  public var json: JSONValue {
    var members: JSONObject = [
      "revision": .integer(Int64(revision)), "sections": .array(sections.map(\.json)),
    ]
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
