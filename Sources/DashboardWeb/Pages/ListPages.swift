import BlockModel
import BlockUI
import DashboardEngine
import Foundation

/// `/issues`: every card that wants attention, what it says, and the way to it.
struct IssuesPage {
  let cards: [Card]

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Issues") }
    if cards.isEmpty {
      HTML("p", class: "field-help") {
        HTML("No card needs you. Those that do are listed here.")
      }
    }
    HTML("ul", class: "rows") {
      for card in cards {
        HTML("li", class: "row") {
          HTML("div") {
            HTML("strong", [Attribute("dir", "auto")]) { HTML(card.name) }
            HTML("p", class: "field-help") { HTML(card.sentence) }
          }
          HTML("a", [.class("button"), .url("href", .own("/#block-\(card.id)"))]) {
            HTML("Show the card")
          }
        }
      }
    }
  }
}

/// `/trash`: blocks that were deleted, each with a button that brings it back.
struct TrashPage {
  let shell: Shell
  let session: String
  let blocks: [(id: BlockID, name: String, deletedAt: Date)]
  let now: Date

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Trash") }
    if blocks.isEmpty { HTML("p", class: "field-help") { HTML("The trash is empty.") } }
    HTML("ul", class: "rows") {
      for block in blocks {
        HTML("li", class: "row") {
          HTML("div") {
            HTML("strong", [Attribute("dir", "auto")]) { HTML(block.name) }
            HTML("p", class: "field-help") {
              HTML("Deleted ")
              Age.html(block.deletedAt, now: now)
            }
          }
          HTML(
            "form",
            [Attribute("method", "post"), .url("action", .own("/blocks/\(block.id)/undelete"))]
          ) {
            shell.csrfField(session: session)
            HTML("button", [.class("button"), .label("Bring back \(block.name)")]) {
              HTML("Bring back")
            }
          }
        }
      }
    }
  }
}

/// `/shortcuts`: the map of keys.
struct ShortcutsPage {
  /// Keys and what they do.
  static let keys: [(keys: [String], does: String)] = [
    (["/"], "Go to the command field"), (["Ctrl", "K"], "The same, from anywhere"),
    (["Ctrl", "Z"], "Undo the last change"), (["?"], "Show this list"),
    (["←", "→", "↑", "↓"], "Go to the next card, with the focus on a card"),
    (["Enter"], "Show the card on the whole page"), (["E"], "Change the card by a sentence"),
    (["R"], "Refresh the card"), (["M"], "Move or resize the card"),
    (["Alt", "Arrows"], "Move the card"), (["Alt", "Shift", "Arrows"], "Resize the card"),
    (["Esc"], "Close what is open"),
  ]

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Keyboard shortcuts") }
    HTML("table", class: "keys") {
      HTML("thead", class: "visually-hidden") {
        HTML("tr") {
          HTML("th", [Attribute("scope", "col")]) { HTML("Keys") }
          HTML("th", [Attribute("scope", "col")]) { HTML("What they do") }
        }
      }
      HTML("tbody") {
        for row in Self.keys {
          HTML("tr") {
            HTML("td") {
              for key in row.keys { HTML("kbd") { HTML(key) } + HTML(" ") }
            }
            HTML("td") { HTML(row.does) }
          }
        }
      }
    }
  }
}
