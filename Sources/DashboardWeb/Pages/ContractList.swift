import BlockModel
import BlockUI
import DashboardEngine

/// What must hold of a block's data, in words, each with a button that takes it away; and a form for one
/// more.
struct ContractList {
  let shell: Shell
  let session: String
  let block: BlockID
  let rules: [DashboardEngine.HoldingRule]

  var html: HTML {
    HTML("section", class: "contract") {
      HTML("h2") { HTML("What must be true of its data") }
      HTML("p", class: "field-help") {
        HTML(
          rules.isEmpty
            ? "No rules yet. They are found in good runs, from the third on."
            : "A run that breaks a rule fails, and the earlier data stay. A rule that only warns marks the card."
        )
      }
      HTML("ul", class: "versions") {
        for rule in rules {
          HTML("li", class: "version") {
            HTML("div") { HTML(rule.sentence + ".") }
            shell.settingsForm("rules/remove", of: block, session: session) {
              hidden("rule", rule.rule.json.json())
              HTML("button", class: "button") { HTML("Remove") }
            }
          }
        }
      }
      shell.settingsForm("rules", of: block, session: session) { fields }
    }
  }

  @HTMLBuilder private var fields: HTML {
    HTML("div", class: "c-form") {
      field("path", "Where in the data", "stories[].title", "text")
      field("min", "At least this many rows", "", "number")
      field("low", "Not below", "", "number")
      field("high", "Not above", "", "number")
      HTML("label") {
        HTML(
          "input",
          [
            Attribute("type", "checkbox"), Attribute("name", "filled"), Attribute("value", "1"),
          ])
        HTML(" It is always there")
      }
      HTML("label") {
        HTML(
          "input",
          [Attribute("type", "checkbox"), Attribute("name", "soft"), Attribute("value", "1")])
        HTML(" Only warn")
      }
      HTML("div") { HTML("button", class: "button") { HTML("Add the rule") } }
    }
  }

  private func field(_ name: String, _ label: String, _ example: String, _ type: String) -> HTML {
    HTML("div", class: "field") {
      HTML("label", [Attribute("for", "rule-\(name)")]) { HTML(label) }
      HTML(
        "input",
        [
          .id("rule-\(name)"), Attribute("name", name), Attribute("type", type),
          Attribute("placeholder", example),
        ] + (type == "number" ? [Attribute("step", "any")] : []))
    }
  }
}

extension FormFields {
  /// The rule that was filled in, or sent whole as `rule`.
  func rule() throws(WebProblem) -> ContractRule {
    do {
      let json = try self["rule"].map { try JSONValue(parsing: $0) } ?? filledIn
      guard let rule = try ContractRule.list(json: [json]).first else {
        throw WebProblem.unreadable("it holds no rule")
      }
      return rule
    } catch {
      throw error as? WebProblem ?? WebProblem.unreadable("the rule cannot be used: \(error)")
    }
  }

  private var filledIn: JSONValue {
    func number(_ name: String) -> JSONValue? {
      guard let text = self[name], !text.isEmpty else { return nil }
      return Double(text).map { number in
        Int64(exactly: number).map { .integer($0) } ?? .number(number)
      } ?? .string(text)
    }
    var rule: JSONObject = ["path": .string(self["path"] ?? "")]
    if let least = number("min") { rule["rows"] = ["min": least] }
    if isTicked("filled") { rule["filled"] = 1 }
    let (low, high) = (number("low"), number("high"))
    if low != nil || high != nil { rule["between"] = [low ?? -1e15, high ?? 1e15] }
    if isTicked("soft") { rule["soft"] = true }
    return .object(rule)
  }
}
