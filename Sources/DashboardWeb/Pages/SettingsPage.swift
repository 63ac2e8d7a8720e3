import BlockModel
import BlockUI

/// The inputs for a block's settings; saving runs the block again.
struct SettingsPage {
  let shell: Shell
  let session: String
  let block: BlockID
  let name: String
  let params: [Param]
  let values: JSONObject

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Settings of \(name)") }
      HTML(
        "form",
        [
          .class("c-form settings"), Attribute("method", "post"),
          .url("action", .own("/blocks/\(block)/params")), .flag("data-params"),
        ]
      ) {
        shell.csrfField(session: session)
        // A box that is not ticked sends nothing, so its name is told here.
        HTML(
          "input",
          [
            Attribute("type", "hidden"), Attribute("name", "unticked"),
            Attribute(
              "value", params.filter { $0.kind == .boolean }.map(\.name).joined(separator: " ")),
          ])
        for param in params {
          ParamField.html(param, values[param.name], id: "setting-\(param.name)")
        }
        HTML("div") {
          HTML("button", class: "button button-primary") { HTML("Save") }
        }
      }
    }
  }
}
