import BlockUI

/// The command field: a sentence becomes a block; with script it also finds cards, recipes and actions.
struct AddForm {
  let shell: Shell
  let session: String

  static let label = "Describe a block, or paste a URL"

  var html: HTML {
    HTML(
      "form",
      [
        .class("add-line"), Attribute("method", "post"), .url("action", .own("/blocks")),
        .flag("data-add"), Attribute("role", "search"), .label("Add a block or find one"),
      ]
    ) {
      shell.csrfField(session: session)
      HTML(
        "input",
        [
          Attribute("type", "text"), Attribute("name", "sentence"),
          Attribute("placeholder", Self.label), .label(Self.label),
          Attribute("autocomplete", "off"),
          Attribute("maxlength", "\(JobBoard.longestSentence)"), .flag("required"),
        ])
      HTML("kbd", [.class("add-key"), .decorative]) { HTML("/") }
      HTML("button", class: "button button-primary button-small") { HTML("Add") }
    }
  }
}
