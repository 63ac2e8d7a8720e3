import BlockModel
import BlockUI
import Foundation

/// Writes a block that shows one value of a thing and keeps its history: a price.
struct HistoryComposer {
  let facts: DraftFacts
  let value: RowField
  let wish: CardWish
  let title: String
  let url: String
  let now: Date

  /// - Returns: `nil` when the facts have no value that is kept.
  init?(_ facts: DraftFacts, wish: CardWish, title: String? = nil, url: String, now: Date) {
    guard let value = facts.fields.first(where: { $0.name == facts.history }) else { return nil }
    self.facts = facts
    self.value = value
    self.wish = wish
    let name = title ?? facts.title ?? SourceName.name(of: url)
    self.title = String(name.prefix(60))
    self.url = url
    self.now = now
  }

  private var name: RowField? { facts.fields.first { $0.name == "name" } }
  /// What it was before, as the source says.
  private var old: RowField? { facts.fields.first { $0.name == "old_price" && $0.kind.isNumber } }

  private var script: String {
    let shown = [name, old].compactMap { $0 }
    var body = ""
    for line in facts.fetch { body += "  \(line)\n" }
    body += "  local value = \(value.lua)\n"
    body +=
      "  if not value then error(\"the page shows no \(value.label.lowercased()) any more\") end\n"
    body += "  store.append(\(LuaText.quoted(value.name)), value)\n"
    body += "  local history = {}\n"
    body +=
      "  for i, point in ipairs(store.range(\(LuaText.quoted(value.name)), { last = 200 })) do\n"
    body += "    history[i] = { time = point.at, value = point.value }\n  end\n"
    body += "  return {\n    value = value,\n    history = history,\n"
    for field in shown { body += "    \(field.name) = \(field.lua),\n" }
    body += "  }\nend\n"
    let modules = ["http", "store"] + facts.modules + ([value] + shown).flatMap(\.modules)
    var text =
      "-- \(LuaText.comment(title)): \(LuaText.comment(facts.what)), \(LuaText.comment(url))\n"
    text += "-- Every run adds a point to the history.\n"
    for (place, module) in modules.enumerated() where !modules[..<place].contains(module) {
      text += "local \(module) = require \"\(module)\"\n"
    }
    return text + "\nlocal url = \(LuaText.quoted(url))\n\nreturn function()\n" + body
  }

  var draft: Draft {
    let label = name.map { Template(.data($0.name)) } ?? "\(value.label)"
    var stat = SpecPart(.stat).with(.label, label).with(.value, Template(.data("value")))
      .with(FieldFormat(value, now: now))
    if let old {
      let before = FieldFormat(old, now: now).text(.data(old.name))
      stat[.note] = "was \(before)"
    }
    stat = stat.with(.spark, SpecPart().with(.data, .data("history")).with(.y, .field("value")))
    let card = SpecPart.card.with(.title, "\(title)").with(.href, "\(url)").with(.size, "sm")
      .with(.body, [stat])
    let files = BlockFiles(
      manifest: Manifest(name: title, prompt: wish.prompt), script: script, spec: card.text)
    return Draft(
      files: files,
      explanation:
        "Shows the \(value.label.lowercased()) of \(facts.title ?? title) and keeps its history.",
      pace: 6 * 3600)
  }
}
