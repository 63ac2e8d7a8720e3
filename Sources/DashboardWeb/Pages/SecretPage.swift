import BlockModel
import BlockUI

/// Asks for the value of a secret. It is sent once, kept encrypted, and never shown again.
struct SecretPage {
  let shell: Shell
  let session: String
  let block: BlockID
  let binding: SecretBinding

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("The key “\(binding.name)”") }
      HTML("p", class: "field-help") {
        HTML(
          "It is sent to \(binding.origins.map(\.description).sorted().joined(separator: ", ")) and nowhere else. Neither the script nor a model can read it."
        )
      }
      HTML(
        "form",
        [
          .class("settings"), Attribute("method", "post"),
          .url("action", .own("/blocks/\(block)/secrets/\(binding.name.pathSegment)")),
          .flag("data-params"),
        ]
      ) {
        shell.csrfField(session: session)
        HTML(
          "input",
          [
            .class("input"), Attribute("type", "password"), Attribute("name", "value"),
            .label("Value of \(binding.name)"), Attribute("autocomplete", "off"),
            .flag("required"),
          ])
        HTML("div") {
          HTML("button", class: "button button-primary") { HTML("Save") }
        }
      }
    }
  }
}
