import BlockModel
import Foundation

/// Drafts a block from what `Prompts/probe.lua` found in a page.
struct PageDrafter {
  let page: JSONValue
  let wish: Wish
  let url: String
  let now: Date

  func drafts() -> [Draft] { [] }
}
