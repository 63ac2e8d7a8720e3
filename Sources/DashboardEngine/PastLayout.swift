import BlockModel
import BlockStore

/// The places of all cards before a change, as undo brings them back.
struct PastLayout {
  var layout: GridLayout
  /// Had a person arranged this breakpoint already?
  var isArranged: Bool

  init(_ layout: GridLayout, isArranged: Bool) {
    self.layout = layout
    self.isArranged = isArranged
  }

  init?(_ stored: JSONValue) {
    guard let breakpoint = stored["breakpoint"]?.string.flatMap({ Breakpoint(rawValue: $0) }),
      let places = stored["places"]?.object
    else { return nil }
    let pairs = places.compactMap { name, place in
      BlockID(name).flatMap { id in Place(place).map { (id, $0) } }
    }
    layout = GridLayout(
      breakpoint, settling: Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    isArranged = stored["arranged"]?.bool ?? true
  }

  /// `{"breakpoint", "places": {"<block>": [x, y, w, h]}, "arranged"}`
  var stored: JSONValue {
    let places = layout.inOrder.compactMap { id in layout.places[id].map { (id.text, $0.json) } }
    return [
      "breakpoint": .string(layout.breakpoint.rawValue), "arranged": .bool(isArranged),
      "places": .object(JSONObject(uniqueKeysWithValues: places)),
    ]
  }
}

extension DashboardEngine {
  /// Brings the places back that cards had. Those that were added since keep theirs, if they can.
  func take(_ past: PastLayout) async throws(EngineError) {
    let breakpoint = past.layout.breakpoint
    guard past.isArranged else {
      let derived = (page.kept[breakpoint] ?? [:]).mapValues { old in
        CardPlace(old.place, isDerived: true, height: old.height)
      }
      page.keep(derived, on: breakpoint)
      return try await keep(derived, on: breakpoint)
    }
    let now = page.layout(breakpoint)
    let places = past.layout.places.filter { entries[$0.key] != nil }
    var layout = GridLayout(breakpoint, settling: places)
    for id in now.inOrder where places[id] == nil {
      guard let place = now.places[id] else { continue }
      if layout.colliders(place).isEmpty {
        layout.insert(id, at: place)
      } else {
        layout.add(id, CardSize(w: place.w, h: place.h), to: place.section)
      }
    }
    try await keep(page.take(layout), on: breakpoint)
  }

  func rememberLayouts(_ past: [PastLayout], of id: BlockID, _ what: String) async {
    await remember(what, of: id, ["layouts": .array(past.map(\.stored))])
  }

  /// - Parameter layouts: those that change with the sections.
  func rememberSections(_ what: String, _ layouts: [PastLayout] = []) async {
    await remember(
      what, of: nil,
      [
        "sections": .array(page.sections.map(\.json)), "layouts": .array(layouts.map(\.stored)),
      ])
  }

  func rememberDeletion(of id: BlockID, named name: String) async {
    await remember(
      "Deleted “\(name)”.", of: id,
      ["deleted": .string(name), "layouts": .array(arrangedLayouts.map(\.stored))])
  }

  /// The layouts of the breakpoints that somebody arranged.
  var arrangedLayouts: [PastLayout] {
    Breakpoint.allCases.filter(page.isArranged).map {
      PastLayout(page.layout($0), isArranged: true)
    }
  }

  /// What cannot be remembered was done all the same.
  private func remember(_ what: String, of id: BlockID?, _ before: JSONValue) async {
    do {
      _ = try await storage.remember(what, of: id, before: before, at: settings.now())
    } catch { logger.warning("\(error)") }
  }
}
