import BlockModel
import Foundation
import Testing

@testable import BlockUI

/// Random edits of real specs, in many layouts. The seed is fixed, so that a failure comes back.
@Suite("Any edit of any spec")
struct SpecTreeProperties {
  /// Specs of the recipes, beside which every checkout has them.
  static let recipes: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Prompts/recipes").standardizedFileURL
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap {
      try? String(contentsOf: folder.appending(path: $0 + "/block.ui.json"), encoding: .utf8)
    }
  }()

  enum Layout: String, CaseIterable {
    case canonical, windows, tabs, marked, oneLine, leavesTogether, fourSpaces

    func text(_ value: JSONValue) -> String {
      var style = JSONStyle.pretty
      switch self {
      case .canonical: break
      case .windows: style.newline = "\r\n"
      case .tabs: style.unit = "\t"
      case .marked: return "\u{FEFF}" + style.text(value, indent: "", .usual)
      case .oneLine: return value.json()
      case .leavesTogether: (style.keepsLeavesTogether, style.padding) = (true, " ")
      case .fourSpaces: style.unit = "    "
      }
      return style.text(value, indent: "", .usual) + style.newline
    }
  }

  static let specs: [String] = {
    recipes.flatMap { text -> [String] in
      guard let value = try? JSONValue(parsing: text) else { return [text] }
      return [text] + Layout.allCases.map { $0.text(value) }
    }
  }()

  static func params(of text: String) -> [Param] {
    // Recipes read parameters of their manifests: whatever they name is declared.
    let bound = Set(text.matches(of: #/params\.(\w+)/#).map { String($0.1) })
    let forms = (try? JSONValue(parsing: text)).map { names(inForms: $0) } ?? []
    return bound.union(forms).sorted().map { Param(name: $0, kind: .text) }
  }

  private static func names(inForms value: JSONValue) -> Set<String> {
    let own = value["type"] == "form" ? value["params"]?.array?.compactMap(\.string) ?? [] : []
    let inside = value.array ?? value.object.map { Array($0.values) } ?? []
    return inside.reduce(into: Set(own)) { $0.formUnion(names(inForms: $1)) }
  }

  @Test("there are recipes, and they compile")
  func specsAreThere() {
    #expect(Self.recipes.count >= 20)
    for text in Self.specs {
      #expect(CompiledSpec.compile(text, params: Self.params(of: text)).report.text == "")
    }
  }

  @Test("parsing a spec keeps its text")
  func roundTrip() throws {
    for text in Self.specs { #expect(try SpecTree(parsing: text).text == text) }
  }

  /// An edit with the edit that takes it back.
  struct Step {
    let name: String
    let edit: (inout SpecTree) throws(SpecEditError) -> Void
    let inverse: ((inout SpecTree) throws(SpecEditError) -> Void)?
    /// The value of the whole text afterwards, worked out on plain values.
    let model: ((JSONValue) -> JSONValue?)?
  }

  @Test("an edit is right, keeps everything else, and its inverse gives the first text")
  func inverses() throws {
    var random = SplitMix64(state: 0x5EED)
    var done: [String: Int] = [:]
    for text in Self.specs {
      let params = Self.params(of: text)
      for _ in 0..<4 {
        let start = try SpecTree(parsing: text, params: params)
        guard let step = Self.step(start, &random) else { continue }
        var tree = start
        do { try step.edit(&tree) } catch {
          #expect(tree == start, "\(step.name) was refused and changed something")
          done["refused", default: 0] += 1
          continue
        }
        done[step.name, default: 0] += 1
        let compiled = CompiledSpec.compile(tree.text, params: params)
        #expect(compiled.report.text == "", "\(step.name): \(tree.text)")
        if let model = step.model {
          let value = try JSONValue(parsing: text)
          #expect(
            try JSONValue(parsing: tree.text) == model(value), "\(step.name): \(tree.text)")
        }
        if tree.text.utf8.count >= text.utf8.count, step.name.hasPrefix("add") {
          #expect(
            Self.isInsertion(Array(tree.text.utf8), into: Array(text.utf8)),
            "\(step.name) touched more than it added: \(tree.text)")
        }
        if step.name == "move" {
          #expect(Self.signs(tree.text) == Self.signs(text), "\(step.name) lost something")
        }
        guard let inverse = step.inverse else { continue }
        try inverse(&tree)
        #expect(tree.text == text, "\(step.name) and back")
      }
    }
    for name in ["add property", "add part", "change", "move", "wrap", "rename", "move into"] {
      #expect(done[name, default: 0] > 10, "\(done)")
    }
  }

  /// Is `new` the old bytes with one run of bytes put in?
  static func isInsertion(_ new: [UInt8], into old: [UInt8]) -> Bool {
    let front = zip(new, old).prefix { $0 == $1 }.count
    let back = zip(new.reversed(), old.reversed()).prefix { $0 == $1 }.count
    return front + back >= old.count
  }

  /// All bytes but white space and commas, sorted.
  static func signs(_ text: String) -> [UInt8] {
    text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ",")].contains($0) }.sorted()
  }

  @Test("long runs of edits end in a spec that compiles")
  func runs() throws {
    var random = SplitMix64(state: 0xD15EA5E)
    for text in Self.specs.shuffled(using: &random).prefix(20) {
      let params = Self.params(of: text)
      var tree = try SpecTree(parsing: text, params: params)
      for _ in 0..<15 {
        guard let step = Self.step(tree, &random) else { continue }
        try? step.edit(&tree)
        if random.chance(3), let component = tree.components.randomElement(using: &random) {
          let part = Self.others.randomElement(using: &random) ?? SpecPart(.divider)
          try? tree.replace(at: component.at, with: part)
        }
      }
      #expect(CompiledSpec.compile(tree.text, params: params).report.text == "", "\(tree.text)")
      #expect(try SpecTree(parsing: tree.text).components.map(\.at) == tree.components.map(\.at))
    }
  }

  private static let others = [
    SpecPart(.divider), SpecPart(.text).with(.text, "x"),
    SpecPart(.list).with(.data, .data("rows")).with(.title, "\(.item("a"))"),
    SpecPart(.table).with(.data, .data("rows")).with(
      .columns, [SpecPart().with(.header, "a").with(.field, .field("a"))]),
    SpecPart(.stat).with(.label, "a").with(.value, "\(.data("a"))"),
  ]

  private static func step(_ tree: SpecTree, _ random: inout SplitMix64) -> Step? {
    let components = tree.components
    guard let component = components.randomElement(using: &random) else { return nil }
    let at = component.at
    switch random.next() % 7 {
    case 0:
      guard component[.tooltip] == nil else { return nil }
      return Step(
        name: "add property",
        edit: { t throws(SpecEditError) in try t.set(.tooltip, to: "tip \"1\" é", at: at) },
        inverse: { t throws(SpecEditError) in
          try t.set(PropertyKey<Template>.tooltip, to: nil, at: at)
        }, model: nil)
    case 1:
      let list = Self.list(of: tree, &random)
      let part = SpecPart(.stat).with(.label, "New").with(.value, "\(.data("new"))")
        .with(.delta, SpecPart().with(.value, "\(.data("change"))"))
      return Step(
        name: "add part",
        edit: { t throws(SpecEditError) in
          try t.insert(part, into: list.key, at: list.owner, index: list.index)
        },
        inverse: { t throws(SpecEditError) in try t.remove(at: list.place + "/\(list.index)") },
        model: { inserting(part.specValue, at: list.place, list.index, in: $0) })
    case 2:
      let keys = [PropertyKey<Template>.label, .title, .text, .value]
      guard let key = keys.first(where: { component.has($0.name) }), let old = component[key]
      else { return nil }
      return Step(
        name: "change",
        edit: { t throws(SpecEditError) in try t.set(key, to: "another {{ text", at: at) },
        inverse: { t throws(SpecEditError) in try t.set(key, to: old, at: at) },
        model: {
          let text = "another {\u{2060}{ text"
          return Pointer.apply(
            Pointer.replace(at + "/" + key.name.rawValue, .string(text)), to: $0)
        })
    case 3:
      guard let (place, index, count) = Self.slot(at, tree), count > 1 else { return nil }
      let other = Int(random.next() % UInt64(count))
      return Step(
        name: "move",
        edit: { t throws(SpecEditError) in try t.move(at: at, to: other) },
        inverse: { t throws(SpecEditError) in try t.move(at: place + "/\(other)", to: index) },
        model: nil)
    case 4:
      return Step(
        name: "wrap",
        edit: { t throws(SpecEditError) in
          try t.wrap(at: at, in: SpecPart(.section).with(.title, "More"))
        }, inverse: { t throws(SpecEditError) in try t.unwrap(at: at) },
        model: { value in
          JSONPointer.value(at: at, in: value).flatMap { inner in
            Pointer.apply(
              Pointer.replace(
                at, ["type": "section", "title": "More", "children": [inner]]), to: value)
          }
        })
    case 5:
      let columns = component[elements: .columns] + component[elements: .items]
      guard let column = columns.randomElement(using: &random),
        let old = column[.header] ?? column[.label]
      else { return nil }
      return Step(
        name: "rename",
        edit: { t throws(SpecEditError) in try t.rename(at: column.at, to: "Other ${name}") },
        inverse: { t throws(SpecEditError) in try t.rename(at: column.at, to: old) }, model: nil)
    default:
      // One component goes into a container around another, and both come back.
      let count = tree.card[elements: .body].count
      let (from, to) = (Int(random.next() % UInt64(count)), Int(random.next() % UInt64(count)))
      guard from != to else { return nil }
      let container = "/body/\(from < to ? to - 1 : to)"
      return Step(
        name: "move into",
        edit: { t throws(SpecEditError) in
          try t.wrap(at: "/body/\(to)", in: SpecPart(.section))
          try t.move(at: "/body/\(from)", into: .children, of: "/body/\(to)", index: 0)
        },
        inverse: { t throws(SpecEditError) in
          try t.move(at: container + "/children/0", into: .body, of: "", index: from)
          try t.unwrap(at: "/body/\(to)")
        }, model: nil)
    }
  }

  private static func slot(
    _ place: String, _ tree: SpecTree
  ) -> (list: String, index: Int, count: Int)? {
    guard let slot = try? tree.slot(of: place) else { return nil }
    return (slot.at, slot.index, slot.list.parts.count)
  }

  private static func list(
    of tree: SpecTree, _ random: inout SplitMix64
  ) -> (owner: String, key: PropertyKey<[SpecPart]>, place: String, index: Int) {
    let owners = [tree.card] + tree.components.filter { $0.has(.children) }
    let owner = owners.randomElement(using: &random) ?? tree.card
    let key: PropertyKey<[SpecPart]> = owner.at.isEmpty ? .body : .children
    let count = owner[elements: key].count
    return (
      owner.at, key, owner.at + "/" + key.name.rawValue, Int(random.next() % UInt64(count + 1))
    )
  }

  private static func inserting(
    _ part: JSONValue, at place: String, _ index: Int, in value: JSONValue
  ) -> JSONValue? {
    guard var elements = JSONPointer.value(at: place, in: value)?.array else { return nil }
    elements.insert(part, at: index)
    return Pointer.apply(Pointer.replace(place, .array(elements)), to: value)
  }
}

/// A small generator with a seed (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func chance(_ count: UInt64) -> Bool { next() % count == 0 }
}
