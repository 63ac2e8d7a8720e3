import BlockModel
import BlockUI
import DashboardEngine
import Foundation

/// The inputs for a block's settings, which run the block again when they are saved, and what it may.
struct SettingsPage {
  let shell: Shell
  let session: String
  let card: Card
  /// What the block may do, and what it asks for.
  let grants: [Grant]
  let requests: [Grant.Subject]
  /// What must be true of its data.
  var rules: [DashboardEngine.HoldingRule] = []
  var alerts: [AlertStatus] = []
  let now: Date

  private var block: BlockID { card.id }
  private var params: [Param] { card.manifest.params }

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Settings of \(card.name)") }
      if !params.isEmpty { form }
      HTML("section") {
        HTML("h2") { HTML("Title and schedule") }
        ScheduleForm(shell: shell, session: session, card: card).html
      }
      PermissionList(
        shell: shell, session: session, block: block, grants: grants, requests: requests, now: now
      ).html
      AlertList(shell: shell, session: session, block: block, alerts: alerts).html
      ContractList(shell: shell, session: session, block: block, rules: rules).html
      HistoryForm(
        shell: shell, session: session, block: block, days: card.manifest.keep.resultDays
      ).html
    }
  }

  private var form: HTML {
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
        ParamField.html(param, card.params[param.name], id: "setting-\(param.name)")
      }
      HTML("div") {
        HTML("button", class: "button button-primary") { HTML("Save") }
      }
    }
  }
}
