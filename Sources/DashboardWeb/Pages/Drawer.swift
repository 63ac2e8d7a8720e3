import BlockModel
import BlockUI

/// What is open beside the cards: a page of a block that has an address of its own. Without script the style
/// sheet shows it as a whole page.
struct Drawer {
  let block: BlockID
  let title: String
  let tab: PanelTabs.Tab?
  let content: HTML

  /// Some pages want more width than a conversation; `WebAssets/js/panel.js` knows the same.
  private var classes: String {
    switch tab {
    case .code: "panel panel-code"
    case .data, .versions: "panel panel-wide"
    case .change, .shape, .settings, .log, nil: "panel"
    }
  }

  var html: HTML {
    HTML(
      "dialog",
      [
        .class(classes), .flag("open"), Attribute("data-block-panel", block.text), .label(title),
      ]
    ) {
      HTML("div", class: "panel-head") {
        HTML(
          "a",
          [
            .class("icon-button"), .url("href", .own("/#block-\(block)")), .flag("data-close"),
            .label("Close"),
          ]
        ) { HTML("✕") }
      }
      content
    }
  }
}
