import BlockModel
import BlockUI

/// What is open beside the cards: a page of a block that has an address of its own. Without script the style
/// sheet shows it as a whole page.
struct Drawer {
  let block: BlockID
  let title: String
  let content: HTML

  var html: HTML {
    HTML(
      "dialog",
      [
        .class("panel"), .flag("open"), Attribute("data-block-panel", block.text), .label(title),
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
