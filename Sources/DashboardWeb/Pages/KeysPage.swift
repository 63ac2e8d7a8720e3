import BlockModel
import BlockUI
import DashboardEngine

/// `/keys`: the keys that blocks ask for, which of them have a value, and where that is sent. Values are never
/// shown.
struct KeysPage {
  /// One key and the blocks that ask for it.
  struct Key {
    let name: String
    let hasValue: Bool
    var uses: [(block: BlockID, name: String, origins: [Origin])] = []
  }

  let keys: [Key]

  /// - Parameter known: names of keys that have a value.
  init(cards: [Card], known: [String]) {
    var keys: [String: Key] = [:]
    for name in known { keys[name] = Key(name: name, hasValue: true) }
    for card in cards {
      for binding in card.manifest.permissions.secrets {
        keys[binding.name, default: Key(name: binding.name, hasValue: false)].uses
          .append((card.id, card.name, Array(binding.origins)))
      }
    }
    self.keys = keys.values.sorted { $0.name < $1.name }
  }

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Keys") }
    HTML("p", class: "field-help") {
      HTML(
        keys.isEmpty
          ? "No block asks for a key."
          : "What blocks show to their sources. A value is kept encrypted and never shown again.")
    }
    HTML("ul", class: "rows") {
      for key in keys { row(key) }
    }
  }

  private func row(_ key: Key) -> HTML {
    HTML("li", class: "row") {
      HTML("div") {
        HTML("strong") { HTML(key.name) }
        HTML("p", class: "field-help") { HTML(key.hasValue ? "Has a value" : "Has no value yet") }
        for use in key.uses {
          HTML("p", class: "field-help") {
            HTML(
              "\(use.name) sends it to \(use.origins.map(\.description).sorted().joined(separator: ", "))"
            )
          }
        }
        if key.uses.isEmpty {
          HTML("p", class: "field-help") { HTML("No block of this dashboard asks for it.") }
        }
      }
      if let use = key.uses.first {
        HTML(
          "a",
          [
            .class("button"),
            .url("href", .own("/blocks/\(use.block)/secrets/\(key.name.pathSegment)")),
          ]
        ) { HTML(key.hasValue ? "Replace" : "Add the key") }
      }
    }
  }
}
