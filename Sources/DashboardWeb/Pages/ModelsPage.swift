import BlockModel
import BlockUI
import Foundation

/// `/models`: who writes blocks, a way to connect another model and to try it, and what it may use.
struct ModelsPage {
  let shell: Shell
  let session: String
  let facts: ModelDesk.Facts
  /// What the server offers; empty when it was not asked.
  var models: [String] = []
  var told: ToldNote?

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Models") }
    HTML("p", class: "field-help") {
      HTML(
        "A model writes blocks that no rule or recipe covers. Dash works without one. What you say and samples of your sources are sent to the model you choose; keys of blocks are not."
      )
    }
    if let told { told.html }
    HTML("section") {
      HTML("h2") { HTML("Asked now") }
      HTML("p") {
        HTML(facts.asked.map { "Blocks are written by \($0)." } ?? "No model is asked.")
      }
      if let problem = facts.problem {
        HTML("p", [.class("card-notice notice-warning")]) { HTML(problem) }
      }
      if facts.asked != nil {
        form("test", []) {
          HTML("button", class: "button") { HTML("Test the connection") }
        }
      }
    }
    HTML("section") {
      HTML("h2") { HTML("Connect a model") }
      choice
    }
    HTML("section") {
      HTML("h2") { HTML("Today") }
      HTML("p") { HTML(use) }
      limits
    }
  }

  private var use: String {
    let tokens = facts.limits.tokens.map { " of \($0)" } ?? ""
    let cost = facts.limits.cost.map { " of \(dollars($0))" } ?? ""
    return
      "\(facts.today.calls) of \(facts.limits.calls) calls, \(facts.today.tokens)\(tokens) tokens, \(dollars(facts.today.cost))\(cost) as far as prices are known."
  }

  private func dollars(_ amount: Double) -> String {
    amount.formatted(.currency(code: "USD").precision(.fractionLength(2...4)))
  }

  // MARK: Forms

  private var choice: HTML {
    form("choose", [.class("c-form settings")]) {
      HTML("div", class: "field") {
        HTML("label", [Attribute("for", "model-server")]) { HTML("Server") }
        HTML("select", [.class("input"), .id("model-server"), Attribute("name", "server")]) {
          option("", "Automatic (what this machine is set up for)", facts.server == nil)
          option("builtin", "None", facts.server == "builtin")
          for server in facts.servers {
            option(
              server, facts.keys.contains(server) ? "\(server) (its key is kept)" : server,
              server == facts.server)
          }
        }
      }
      field("model", "Model", facts.model ?? "", "The server's usual one", list: "model-list")
      if !models.isEmpty {
        HTML("datalist", [.id("model-list")]) {
          for model in models.prefix(500) { HTML("option", [Attribute("value", model)]) {} }
        }
        HTML("p", class: "field-help") {
          HTML("The server offers \(models.count) models; they are suggested as you type.")
        }
      }
      field("address", "Address", facts.address ?? "", "The server's usual one")
      field(
        "key", "Key", "", "Leave it empty to keep the one that is known", type: "password",
        help: "It is kept encrypted, sent to this server only, and never shown again.")
      HTML("div") { HTML("button", class: "button button-primary") { HTML("Save") } }
    }
  }

  private var limits: HTML {
    form("limit", [.class("c-form settings")]) {
      field("calls", "Calls a day", "\(facts.limits.calls)", "", type: "number")
      field(
        "tokens", "Tokens a day", facts.limits.tokens.map { "\($0)" } ?? "", "No limit",
        type: "number")
      field(
        "cost", "US dollars a day", facts.limits.cost.map { "\($0)" } ?? "", "No limit",
        help:
          "While it is set, a model whose price is not known is not asked; dash models price says it."
      )
      HTML("div") { HTML("button", class: "button") { HTML("Save the limits") } }
    }
  }

  private func option(_ value: String, _ label: String, _ isChosen: Bool) -> HTML {
    HTML("option", [Attribute("value", value)] + (isChosen ? [.flag("selected")] : [])) {
      HTML(label)
    }
  }

  private func field(
    _ name: String, _ label: String, _ value: String, _ example: String, type: String = "text",
    list: String? = nil, help: String? = nil
  ) -> HTML {
    HTML("div", class: "field") {
      HTML("label", [Attribute("for", "model-\(name)")]) { HTML(label) }
      HTML(
        "input",
        [
          .id("model-\(name)"), Attribute("name", name), Attribute("type", type),
          Attribute("value", value), Attribute("placeholder", example),
          Attribute("autocomplete", "off"),
        ] + (list.map { [Attribute("list", $0)] } ?? [])
          + (type == "number" ? [Attribute("min", "0")] : []))
      if let help { HTML("p", class: "field-help") { HTML(help) } }
    }
  }

  private func form(
    _ verb: String, _ attributes: [Attribute], @HTMLBuilder _ content: () -> HTML
  ) -> HTML {
    HTML(
      "form",
      [Attribute("method", "post"), .url("action", .own("/models/\(verb)"))] + attributes
    ) {
      shell.csrfField(session: session)
      content()
    }
  }
}
