import BlockUI
import DashboardEngine

/// The menu of a card. Every item is a form or a link and works without script.
struct CardMenu {
  let card: Card
  let path: String
  let csrf: HTML

  var html: HTML {
    HTML("details", class: "menu") {
      HTML("summary", [.label("Menu of \(card.name)")]) { HTML("⋯") }
      HTML("div", class: "menu-items") {
        form("refresh", "Refresh", act: "refresh")
        link("chat", "Change…")
        link("params", "Settings")
        link("data", "Data")
        link("edit", "Code")
        link("versions", "Versions")
        link("runs", "Log")
        HTML("a", [.class("menu-item"), .url("href", .own("\(path)/export"))]) { HTML("Export") }
        HTML(
          "a", [.class("menu-item"), .url("href", .own("\(path)/place")), .flag("data-arrange")]
        ) { HTML("Move or resize…") }
        form("duplicate", "Duplicate", act: "duplicate")
        if card.state == .paused {
          form("resume", "Resume", act: "resume")
        } else {
          form("pause", "Pause", act: "pause")
        }
        HTML("hr", class: "menu-line")
        form("delete", "Delete", act: "delete")
      }
    }
  }

  private func form(_ verb: String, _ label: String, act: String) -> HTML {
    HTML(
      "form",
      [
        Attribute("method", "post"), .url("action", .own("\(path)/\(verb)")),
        Attribute("data-act", act),
      ]
    ) {
      csrf
      HTML("button", [.class("menu-item", act == "delete" ? "menu-item-danger" : "")]) {
        HTML(label)
      }
    }
  }

  private func link(_ page: String, _ label: String) -> HTML {
    HTML(
      "a", [.class("menu-item"), .url("href", .own("\(path)/\(page)")), .flag("data-panel")]
    ) { HTML(label) }
  }
}
