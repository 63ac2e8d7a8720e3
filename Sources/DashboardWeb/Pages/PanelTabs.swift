import BlockModel
import BlockUI

/// The pages of a block, one beside the other: tabs of the drawer, links without script.
struct PanelTabs {
  /// The last part of the address of a page.
  enum Tab: String, CaseIterable {
    case change = "chat"
    case shape
    case settings = "params"
    case data
    case code = "edit"
    case versions
    case log = "runs"

    var label: String {
      switch self {
      case .change: "Change"
      case .shape: "Shape"
      case .settings: "Settings"
      case .data: "Data"
      case .code: "Code"
      case .versions: "Versions"
      case .log: "Log"
      }
    }
  }

  let block: BlockID
  /// `nil` for a page that is none of these.
  let current: Tab?
  /// What the block shows is picked from its source, so that it can be picked anew.
  let hasShape: Bool

  var html: HTML {
    HTML("nav", [.class("panel-tabs"), .label("Pages of the block")]) {
      for tab in Tab.allCases where tab != .shape || hasShape {
        HTML(
          "a",
          [.url("href", .own("/blocks/\(block)/\(tab.rawValue)")), .flag("data-panel")]
            + (tab == current ? [Attribute("aria-current", "page")] : [])
        ) { HTML(tab.label) }
      }
    }
  }
}
