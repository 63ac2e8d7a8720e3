import BlockHealth
import BlockModel
import BlockUI
import Foundation

/// The bar above every page: the way home, the command field, what is wrong, the menu.
struct TopBar {
  let shell: Shell
  let session: String
  let theme: Theme
  /// Cards that want a person's attention.
  let issues: Int
  /// What a person was told and has not seen.
  var notices = 0
  /// With the command field, and kept up to date: the dashboard itself.
  var isLive = false

  var html: HTML {
    HTML("header", class: "top") {
      HTML("a", [.class("brand"), .url("href", .root), .label("Dash, the dashboard")]) {
        HTML(
          "img",
          [
            .url("src", .own(shell.assets.address(of: "icon.svg"))), Attribute("alt", ""),
            Attribute("width", "24"), Attribute("height", "24"),
          ])
        HTML("span", class: "brand-name") { HTML("Dash") }
      }
      if isLive {
        AddForm(shell: shell, session: session).html
      } else {
        HTML("span", [.decorative]) {}
      }
      HTML("nav", [.class("top-tools"), .label("Dashboard")]) {
        if isLive { HTML("span", [.class("link-state"), Attribute("data-link", "")]) }
        HTML(
          "a",
          [
            .class("issues", issues == 0 ? "issues-none" : ""), .url("href", .own("/issues")),
            .flag("data-issues"), .label(Self.issues(issues)),
          ]
        ) { HTML("\(issues)") }
        HTML(
          "a",
          [
            .class("issues", notices == 0 ? "issues-none" : ""), .url("href", .own("/notices")),
            .flag("data-notices"),
            .label(notices == 1 ? "1 new notice" : "\(notices) new notices"),
          ]
        ) { HTML("✉ \(notices)") }
        menu
      }
    }
  }

  static func issues(_ count: Int) -> String {
    switch count {
    case 0: "No issues"
    case 1: "1 issue"
    default: "\(count) issues"
    }
  }

  /// An hour ago.
  private var earlier: Int { Date(timeIntervalSinceNow: -3_600).unixSeconds }

  private var menu: HTML {
    HTML("details", class: "menu") {
      HTML("summary", [.label("Menu")]) {
        HTML("span", [.decorative]) { HTML("☰") }
      }
      HTML("div", class: "menu-items") {
        form("/undo", "Undo the last change", "data-undo")
        form("/refresh", "Refresh all", "data-refresh-all")
        form("/sections", "Add a section", "data-add-section")
        HTML("hr", class: "menu-line")
        link("/recipes", "Recipes")
        link("/issues", "Issues")
        link("/notices", "Notices")
        link("/?at=\(earlier)", "Time machine")
        link("/proposals", "Proposals of agents")
        link("/models", "Models")
        link("/keys", "Keys")
        link("/preferences", "Preferences")
        link("/backup", "Export and backup")
        link("/trash", "Trash")
        link("/shortcuts", "Keyboard shortcuts", "data-shortcuts")
        link("/gallery", "Components")
        HTML("hr", class: "menu-line")
        themes
      }
    }
  }

  private var themes: HTML {
    HTML(
      "form",
      [
        .class("themes"), Attribute("method", "post"), .url("action", .own("/theme")),
        .flag("data-themes"),
      ]
    ) {
      shell.csrfField(session: session)
      HTML("span", [.id("theme-label")]) { HTML("Theme") }
      HTML(
        "div",
        [
          .class("segments"), Attribute("role", "group"),
          Attribute("aria-labelledby", "theme-label"),
        ]
      ) {
        for choice in Theme.allCases {
          HTML(
            "button",
            [
              .class("segment"), Attribute("name", "theme"), Attribute("value", choice.rawValue),
              Attribute("aria-pressed", choice == theme ? "true" : "false"),
            ]
          ) { HTML(choice.label) }
        }
      }
    }
  }

  private func form(_ path: String, _ label: String, _ mark: StaticString) -> HTML {
    HTML("form", [Attribute("method", "post"), .url("action", .own(path)), .flag(mark)]) {
      shell.csrfField(session: session)
      HTML("button", class: "menu-item") { HTML(label) }
    }
  }

  private func link(_ path: String, _ label: String, _ mark: StaticString = "data-page") -> HTML {
    HTML("a", [.class("menu-item"), .url("href", .own(path)), .flag(mark)]) { HTML(label) }
  }
}

extension CardState {
  /// Does it want a person's attention?
  var isIssue: Bool {
    switch self {
    case .partial, .failing, .blocked, .needsPermission, .needsSecret, .broken: true
    case .new, .running, .ok, .empty, .stale, .waiting, .healing, .paused: false
    }
  }
}
