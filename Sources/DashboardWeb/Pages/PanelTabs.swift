import BlockModel
import BlockUI

/// The pages of a block, one beside the other: tabs of the drawer, links without script.
struct PanelTabs {
  /// The last part of the address of a page.
  enum Tab: String, CaseIterable {
    case change = "chat"
    case settings = "params"
    case code = "edit"
    case log = "runs"

    var label: String {
      switch self {
      case .change: "Change"
      case .settings: "Settings"
      case .code: "Code"
      case .log: "Log"
      }
    }
  }

  let block: BlockID
  /// `nil` for a page that is none of these.
  let current: Tab?

  var html: HTML {
    HTML("nav", [.class("panel-tabs"), .label("Pages of the block")]) {
      for tab in Tab.allCases {
        HTML(
          "a",
          [.url("href", .own("/blocks/\(block)/\(tab.rawValue)")), .flag("data-panel")]
            + (tab == current ? [Attribute("aria-current", "page")] : [])
        ) { HTML(tab.label) }
      }
    }
  }
}
