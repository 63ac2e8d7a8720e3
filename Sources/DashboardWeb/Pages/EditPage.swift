import BlockModel
import BlockUI

/// The three files of a block in the browser. Saving checks and runs them before they serve.
struct EditPage {
  let shell: Shell
  let session: String
  let block: BlockID
  let name: String
  let version: VersionNumber
  let texts: BlockTexts

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Edit \(name)") }
      HTML("p", class: "field-help") {
        HTML(
          "Version \(version) is live. What you save is checked and run first; if it does not work, version \(version) stays live."
        )
      }
      HTML(
        "form",
        [
          .class("settings"), Attribute("method", "post"),
          .url("action", .own("/blocks/\(block)/edit")), .flag("data-params"),
          .flag("data-code"), Attribute("data-reload", "/blocks/\(block)/edit"),
        ]
      ) {
        shell.csrfField(session: session)
        HTML(
          "input",
          [
            Attribute("type", "hidden"), Attribute("name", "version"),
            Attribute("value", "\(version)"),
          ])
        area(BlockFiles.scriptName, "script", texts.script, rows: 16)
        area(BlockFiles.specName, "spec", texts.spec, rows: 12)
        area(BlockFiles.manifestName, "manifest", texts.manifest, rows: 10)
        HTML("div") {
          HTML("button", class: "button button-primary") { HTML("Check and save") }
        }
      }
    }
  }

  private func area(_ label: String, _ name: String, _ text: String, rows: Int) -> HTML {
    HTML("div", class: "field") {
      HTML("label", [Attribute("for", "edit-\(name)")]) { HTML(label) }
      // The browser drops one line break after the tag, which may be the text's own.
      HTML(
        "textarea",
        [
          .id("edit-\(name)"), .class("input code-input"), Attribute("name", name),
          Attribute("rows", "\(rows)"), Attribute("spellcheck", "false"),
          Attribute("wrap", "off"),
        ]
      ) { HTML("\n" + text) }
    }
  }
}
