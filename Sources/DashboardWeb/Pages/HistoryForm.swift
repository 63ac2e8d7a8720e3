import BlockModel
import BlockUI

/// Erases the history of a block, for who ticks that this is meant.
struct HistoryForm {
  let shell: Shell
  let session: String
  let block: BlockID
  /// For how many days results are kept.
  let days: Int

  var html: HTML {
    HTML("section", class: "contract") {
      HTML("h2") { HTML("History") }
      HTML("p", class: "field-help") {
        HTML(
          days == 0
            ? "What it showed is not kept." : "What it showed is kept for \(days) days.")
      }
      HTML(
        "form",
        [
          .class("c-form"), Attribute("method", "post"),
          .url("action", .own("/blocks/\(block)/forget")),
          .flag("data-params"), Attribute("data-reload", "/blocks/\(block)/params"),
        ]
      ) {
        shell.csrfField(session: session)
        HTML("label") {
          HTML(
            "input",
            [
              Attribute("type", "checkbox"), Attribute("name", "sure"), Attribute("value", "1"),
              .flag("required"),
            ])
          HTML(
            " Erase past results, recorded answers, runs and log for good; the block and what it shows now stay"
          )
        }
        HTML("div") { HTML("button", class: "button") { HTML("Forget history") } }
      }
    }
  }
}
