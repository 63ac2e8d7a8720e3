import BlockModel
import Foundation
import Testing

@testable import BlockUI

@Suite("The gallery")
struct GalleryTests {
  @Test(
    "every component is in it, and every sample is without fault", arguments: Component.allCases)
  func samples(_ component: Component) {
    let samples = Catalogue.entry(of: component).samples
    #expect(!samples.isEmpty)
    for sample in samples {
      let spec: JSONValue = ["ui": 1, "body": [sample.node]]
      let result = CompiledSpec.compile(spec.json(), params: GallerySamples.params)
      #expect(result.report.text == "", "\(sample.name)")
      let report = result.spec?.check(data: GallerySamples.data)
      // "none" is the value that is not there, on purpose.
      #expect(report?.errors.filter { !$0.message.contains("'none'") } == [], "\(sample.name)")
    }
  }

  private static let sheets = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "WebAssets/css/components")

  @Test("each has a style sheet of its name", arguments: Component.allCases)
  func sheet(_ component: Component) throws {
    let sheet = Self.sheets.appending(path: "\(component.rawValue).css")
    #expect(try String(contentsOf: sheet, encoding: .utf8).contains(".c-\(component.rawValue)"))
  }

  @Test("what has a style sheet is in the list")
  func listed() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.sheets.path)
      .map { $0.prefix { $0 != "." } }
    let unlisted = names.filter { Component(rawValue: String($0)) == nil }
    #expect(Set(unlisted) == ["skeleton", "utilities"])
  }

  @Test("another word for a component is the word of one")
  func aliases() {
    for (alias, name) in Aliases.components {
      #expect(Component(rawValue: name) != nil, "\(alias)")
      #expect(Component(rawValue: alias) == nil, "\(alias)")
    }
  }

  @Test("every word of every property is shown in it")
  func words() throws {
    for shelf in Gallery.shelves() {
      let used = Set(shelf.specimens.flatMap { $0.spec.body }.flatMap { Self.words(in: $0) })
      for rule in Catalogue.entry(of: shelf.component).shape.properties {
        guard case .words(let words) = rule.kind else { continue }
        #expect(used.isSuperset(of: words), "\(shelf.component) \(rule.name.rawValue)")
      }
      #expect(shelf.specimens.count >= Catalogue.entry(of: shelf.component).samples.count)
    }
  }

  @Test("all of it is drawn, in HTML and as text")
  func drawn() {
    for shelf in Gallery.shelves() {
      for specimen in shelf.specimens {
        let card = specimen.spec.renderHTML(Gallery.context(of: specimen))
        #expect(StrictHTML(card.body.text).faults == [], "\(shelf.component) \(specimen.name)")
        #expect(!specimen.spec.renderText(Gallery.context(of: specimen)).isEmpty)
      }
    }
  }

  private static func words(in node: Node) -> [String] {
    node.properties.values.values.compactMap { if case .word(let word) = $0 { word } else { nil } }
  }
}
