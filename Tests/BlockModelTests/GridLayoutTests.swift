import BlockModel
import Foundation
import Testing

@Suite("Places of cards")
struct GridLayoutTests {
  /// One move and what it leads to; the browser is held to the same.
  struct Case: CustomTestStringConvertible, Sendable {
    var json: JSONValue

    var testDescription: String { json["what"]?.string ?? "" }
    var breakpoint: Breakpoint { Breakpoint(rawValue: json["on"]?.string ?? "") ?? .wide }

    func places(_ name: String) -> [BlockID: Place] {
      let pairs = (json[name]?.object ?? [:]).compactMap { id, place in
        Place(place).map { (BlockID("\(id)-0")!, $0) }
      }
      return Dictionary(uniqueKeysWithValues: pairs)
    }

    static let all: [Case] = {
      let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/grid.json")
      let text = try? String(contentsOf: file, encoding: .utf8)
      return ((try? JSONValue(parsing: text ?? ""))?.array ?? []).map(Case.init)
    }()
  }

  @Test("cards that are moved, resized or taken away", arguments: Case.all)
  func cases(_ one: Case) throws {
    var layout = GridLayout(one.breakpoint, settling: one.places("before"))
    func id(_ json: JSONValue?) -> BlockID { BlockID("\(json?.string ?? "")-0")! }
    if let move = one.json["move"] {
      layout.move(id(move[0]), to: try #require(Place(move[1] ?? .null)))
    } else if let step = one.json["step"] {
      let direction = GridLayout.Direction(rawValue: step[1]?.string ?? "")
      layout.step(id(step[0]), try #require(direction))
    } else {
      layout.remove(id(one.json["remove"]))
    }
    #expect(layout.places == one.places("after"))
  }

  @Test("there are cases to be held to")
  func isRead() { #expect(Case.all.count > 20) }

  @Test("no two cards overlap, whatever is kept of them")
  func settling() {
    let ids = (0..<12).map { BlockID("card-\($0)")! }
    let places = Dictionary(
      uniqueKeysWithValues: ids.map { ($0, Place(x: 2, y: 1, w: 4, h: 3)) })
    let layout = GridLayout(.wide, settling: places)
    for a in ids {
      #expect(layout.colliders(layout.places[a]!) == [a])
    }
    #expect(layout.places.values.map(\.y).max() == 34)
  }

  @Test("a new card goes into the first hole that takes it")
  func add() {
    let (a, b, c) = (BlockID("a-1")!, BlockID("b-1")!, BlockID("c-1")!)
    var layout = GridLayout(
      .wide, settling: [a: Place(x: 0, y: 0, w: 3, h: 4), b: Place(x: 6, y: 0, w: 6, h: 4)])
    layout.add(c, CardSize(w: 3, h: 9))
    #expect(layout.places[c] == Place(x: 3, y: 0, w: 3, h: 9))
    layout.add(BlockID("d-1")!, CardSize(w: 4, h: 2))
    #expect(layout.places[BlockID("d-1")!] == Place(x: 6, y: 4, w: 4, h: 2))
  }

  @Test("a page that nobody arranged for smaller screens follows the wide one")
  func derived() {
    let ids = (0..<4).map { BlockID("card-\($0)")! }
    let wide = GridLayout(
      .wide,
      settling: [
        ids[0]: Place(x: 0, y: 0, w: 3, h: 4), ids[1]: Place(x: 3, y: 0, w: 9, h: 6),
        ids[2]: Place(x: 0, y: 6, w: 4, h: 4), ids[3]: Place(x: 4, y: 6, w: 4, h: 4),
      ])
    let medium = wide.derived(for: .medium, heights: [ids[2]: 5])
    #expect(medium.places[ids[0]] == Place(x: 0, y: 0, w: 3, h: 4))
    #expect(medium.places[ids[1]] == Place(x: 0, y: 4, w: 6, h: 6))
    #expect(medium.places[ids[2]] == Place(x: 0, y: 10, w: 3, h: 5))
    #expect(medium.places[ids[3]] == Place(x: 3, y: 10, w: 3, h: 4))
    #expect(wide.derived(for: .phone).inOrder == ids)
  }

  @Test("a section that goes leaves its cards below those of another, as they stand to each other")
  func sections() {
    let ids = (0..<4).map { BlockID("card-\($0)")! }
    let news = SectionID(4)
    var layout = GridLayout(
      .wide,
      settling: [
        ids[0]: Place(x: 0, y: 0, w: 12, h: 5),
        ids[1]: Place(x: 0, y: 0, w: 3, h: 4, section: news),
        ids[2]: Place(x: 3, y: 2, w: 3, h: 4, section: news), ids[3]: Place(x: 0, y: 7, w: 3, h: 4),
      ])
    #expect(
      layout.end(of: news) == 6 && layout.end(of: .top) == 11 && layout.end(of: SectionID(9)) == 0)
    #expect(layout.inOrder == [ids[0], ids[3], ids[1], ids[2]])
    layout.moveAll(of: news, toEndOf: .top)
    #expect(layout.places[ids[1]] == Place(x: 0, y: 11, w: 3, h: 4))
    #expect(layout.places[ids[2]] == Place(x: 3, y: 13, w: 3, h: 4))
    #expect(layout.places[ids[0]]?.y == 0 && layout.places[ids[3]]?.y == 7)
    layout.move(ids[3], toEndOf: news)
    #expect(layout.places[ids[3]] == Place(x: 0, y: 0, w: 3, h: 4, section: news))
    #expect(layout.places[ids[1]]?.y == 7, "the gap closes")
    let phone = layout.derived(for: .phone)
    #expect(phone.places[ids[3]] == Place(x: 0, y: 0, w: 1, h: 1, section: news))
  }

  @Test(
    "a title of a section is one line with something on it",
    arguments: [
      ("News", "News"), ("  At \n home ", "At home"), ("", nil), (" \t", nil),
      (String(repeating: "x", count: 80), String(repeating: "x", count: 80)),
      (String(repeating: "x", count: 81), nil), ("a\u{1b}[2J", "a\\u001b[2J"),
    ])
  func titles(text: String, title: String?) {
    #expect(PageSection(SectionID(1), title: text)?.title == title)
    #expect(PageSection(.top, title: text) == nil)
    var section = PageSection(SectionID(1), title: "Old")!
    #expect(section.rename(text) == (title != nil) && section.title == title ?? "Old")
    #expect(PageSection(section.json) == section)
  }

  @Test("numbers from outside are brought inside")
  func clamped() {
    let place = Place([.integer(.max), -5, 0, 1_000_000])
    #expect(place == Place(x: 11, y: 0, w: 1, h: 48))
    #expect(Place([0, 0, 3, 4, -7])?.section == .top && Place([0, 0, 3, 4, 1, 1]) == nil)
    #expect(Place([0, 0, 3, 4, 5])?.json == [0, 0, 3, 4, 5] && Place([0, 0, 3, 4, "5"]) == nil)
    #expect(Place([1, 2, 3]) == nil && Place([1, 2, 3, "4"]) == nil && Place(.null) == nil)
  }

  @Test("a card without a place goes into the first hole, row by row")
  func holes() {
    var random = Dice(state: 7)
    for _ in 0..<40 {
      var layout = GridLayout(.wide)
      let cards = (0..<30).map { number in
        (
          id: BlockID("card-\(number)")!,
          size: CardSize(
            w: Int.random(in: 3...12, using: &random), h: .random(in: 2...9, using: &random))
        )
      }
      layout.add(cards)
      var placed = GridLayout(.wide)
      for (id, size) in cards {
        let first = Self.firstHole(placed, size)
        placed.add(id, size)
        #expect(placed.places[id] == first)
      }
      #expect(layout == placed)
    }
  }

  /// The first hole by trying all.
  private static func firstHole(_ layout: GridLayout, _ size: CardSize) -> Place? {
    for y in 0...500 {
      for x in 0...(12 - size.w) {
        let place = Place(x: x, y: y, w: size.w, h: size.h)
        if !layout.places.values.contains(where: place.overlaps) { return place }
      }
    }
    return nil
  }

  @Test("ten thousand cards have their places")
  func many() {
    var layout = GridLayout(.wide)
    layout.add((0..<10_000).map { (BlockID("card-\($0)")!, CardSize(w: 3, h: 3)) })
    #expect(layout.places.count == 10_000)
    #expect(layout.places[BlockID("card-3999")!] == Place(x: 9, y: 2997, w: 3, h: 3))
  }
}

/// The same numbers in each run.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
