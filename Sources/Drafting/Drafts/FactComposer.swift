import BlockModel
import BlockUI
import Foundation
import Sketches

/// Writes a block that shows the scalars of one object: big numbers when there are few, else
/// label and value.
struct FactComposer {
  static let maximumFacts = 12

  let what: String
  let fetch: [String]
  let modules: [String]
  let facts: [RowField]
  let wish: CardWish
  let url: String
  let title: String
  let now: Date
  /// The page of the thing for people, and its picture.
  private let roles: Roles
  /// Some of its numbers are named in the wish.
  let isNamed: Bool

  /// - Parameter fields: read from the variable the last line of `fetch` sets.
  init(
    what: String, fetch: [String], modules: [String] = [], fields: [RowField], wish: CardWish,
    url: String, title: String, now: Date
  ) {
    self.what = what
    self.fetch = fetch
    self.modules = modules
    self.wish = wish
    self.url = url
    self.title = title
    self.now = now
    roles = Roles(fields, rows: 1, words: wish.words)
    let stems = wish.words.map(RecordFinder.stem)
    func weight(_ field: RowField) -> Double {
      let name = field.column.path.keys.joined(separator: " ").lowercased()
      var weight = stems.contains { name.contains($0) } ? 10.0 : 0
      weight -= Double(field.column.path.steps.count)
      if field.column.path.steps.contains(where: { if case .index = $0 { true } else { false } }) {
        weight -= 1
      }
      if field.fieldName.isCoordinate { weight -= 0.5 }
      if field.kind == .bool { weight -= 0.5 }
      // What a thing is called and what is said of it come before how it is filed.
      if field.fieldName.titleRank > 0 || Self.telling.contains(field.fieldName.words.last ?? "") {
        weight += 2
      }
      if Self.filing.contains(field.fieldName.words.last ?? "") { weight -= 2 }
      if field.kind.isNumber || field.kind.isTime { weight += 0.5 }
      return weight - 0.01 * Double(field.position)
    }
    /// "the USD rate as a number": only what the sentence names.
    let named = fields.filter { field in
      field.kind.isNumber
        && field.fieldName.words.contains { stems.contains(RecordFinder.stem($0)) }
    }
    isNamed = !named.isEmpty
    let chosen = wish.view == .number && !named.isEmpty ? named : fields
    facts = chosen.filter(Self.isFact).sorted { weight($0) > weight($1) }.prefix(Self.maximumFacts)
      .sorted { $0.position < $1.position }
    long = chosen.first { $0.kind == .longtext || $0.kind == .html }
  }

  private let long: RowField?

  /// Is this a value that stands beside its label?
  static func isFact(_ field: RowField) -> Bool {
    switch field.kind {
    case .id, .null, .url, .image, .html, .longtext: false
    case .int, .num, .bool, .text, .time, .timeSeconds, .timeMilliseconds, .year, .timeText,
      .numberText, .moneyText, .percentText, .boolText:
      !isNoise(field)
    }
  }

  /// Is this a fact, or a text that stands below the facts?
  static func isShown(_ field: RowField) -> Bool {
    field.kind == .longtext || field.kind == .html || isFact(field)
  }

  private static let telling: Set = [
    "event", "headline", "severity", "urgency", "summary", "status", "state", "price", "score",
  ]
  private static let filing: Set = ["type", "scope", "format", "version", "message", "response"]

  private static func isNoise(_ field: RowField) -> Bool {
    let words = Set(field.fieldName.words)
    return field.column.path.lastKey.hasPrefix("@") || field.column.path.lastKey.hasPrefix("$")
      || !words.isDisjoint(with: [
        "generationtime", "copyright", "uri", "signature", "icon", "license",
      ])
  }

  var isEmpty: Bool { facts.isEmpty && long == nil }

  private var numbers: [RowField] { facts.filter { $0.kind.isNumber } }

  /// One to four numbers and hardly anything else are shown big.
  private var isFigures: Bool {
    guard (1...4).contains(numbers.count), long == nil else { return false }
    return facts.count - numbers.count <= 2 || wish.view == .number
  }

  private var shown: [RowField] {
    (facts + [long, roles.link, roles.image].compactMap { $0 }).reduce(into: []) { list, field in
      if !list.contains(where: { $0.name == field.name }) { list.append(field) }
    }
  }

  private var body: [SpecPart] {
    var body: [SpecPart] = []
    if let image = roles.image {
      body.append(
        SpecPart(.image).with(.src, Template(.data(image.name))).with(.alt, "").with(.size, "md"))
    }
    if isFigures {
      let stats = numbers.map { labelled($0, in: SpecPart(.stat)) }
      body += stats.count == 1 ? stats : [SpecPart(.row).with(.children, stats)]
    }
    let rest = isFigures ? facts.filter { !$0.kind.isNumber } : facts
    if !rest.isEmpty {
      let items = rest.map { field -> SpecPart in
        let item = labelled(field, in: SpecPart())
        guard field.name == roles.title?.name, let link = roles.link else { return item }
        return item.with(.href, Template(.data(link.name)))
      }
      body.append(SpecPart(.keyvalue).with(.items, items))
    }
    if let long {
      let text = Template(.data(long.name, format: FormatCall(.plain)))
      body.append(SpecPart(.text).with(.text, text).with(.lines, 6))
    }
    return body
  }

  private func labelled(_ field: RowField, in part: SpecPart) -> SpecPart {
    part.with(.label, "\(field.label)").with(.value, Template(.data(field.name)))
      .with(FieldFormat(field, now: now))
  }

  var script: String {
    var text = "-- \(LuaText.comment(title)): drafted from the answer of \(LuaText.comment(url))\n"
    text += "-- Shows \(LuaText.comment(what)).\n"
    let parsesTime = shown.contains { $0.kind == .timeText }
    let modules = ["http"] + modules + shown.flatMap(\.modules) + (parsesTime ? ["time"] : [])
    for (place, module) in modules.enumerated() where !modules[..<place].contains(module) {
      text += "local \(module) = require \"\(module)\"\n"
    }
    text += "\nlocal url = \(LuaText.quoted(url))\n\nreturn function()\n"
    for line in fetch { text += "  \(line)\n" }
    text += "  return {\n"
    for field in shown {
      text +=
        "    \(field.name) = \(field.kind == .timeText ? "time.parse(\(field.lua))" : field.lua),\n"
    }
    return text + "  }\nend\n"
  }

  var files: BlockFiles {
    let link = roles.title == nil ? roles.link : nil
    let card = SpecPart.card.with(.title, "\(title)")
      .with(.href, link.map { Template(.data($0.name)) })
      .with(.size, isFigures && numbers.count == 1 ? "sm" : "md").with(.body, body)
    return BlockFiles(
      manifest: Manifest(name: title, prompt: wish.prompt), script: script,
      spec: card.text)
  }

  var explanation: String {
    isFigures
      ? "Shows \(numbers.map(\.label).joined(separator: ", ")) as big numbers."
      : "Shows \(facts.count) values of \(what)."
  }
}
