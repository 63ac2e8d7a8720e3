import BlockModel
import BlockUI
import DashboardEngine

/// The fields of an alert, as a form that first tries it on what is kept.
struct AlertForm {
  let block: BlockID
  /// What was filled in before, by the names of the fields.
  var values: [String: String] = [:]

  /// In the order of the form.
  static let fields: [(name: String, label: String, example: String)] = [
    ("name", "Name", "Gold is cheap"), ("when", "When", "price < 20"),
    ("each", "For each row of this list (say “item” for a row)", "stories"),
    ("say", "What you are told", "Gold is at ${price}"),
    ("again_after", "Not again within", "1d"),
  ]

  var html: HTML {
    HTML(
      "form",
      [
        .class("c-form"), Attribute("method", "get"), .flag("data-panel-form"),
        .url("action", .own("/blocks/\(block)/alert")),
      ]
    ) {
      for field in Self.fields {
        HTML("div", class: "field") {
          HTML("label", [Attribute("for", "alert-\(field.name)")]) { HTML(field.label) }
          HTML(
            "input",
            [
              .id("alert-\(field.name)"), Attribute("name", field.name), Attribute("type", "text"),
              Attribute("placeholder", field.example),
              Attribute("value", values[field.name] ?? ""),
            ] + (["name", "when"].contains(field.name) ? [.flag("required")] : []))
        }
      }
      HTML("div") { HTML("button", class: "button") { HTML("Try it on the past") } }
    }
  }
}

/// The alerts of a block in its settings: each with a button that takes it away, and a form for one more.
struct AlertList {
  let shell: Shell
  let session: String
  let block: BlockID
  let alerts: [AlertStatus]

  var html: HTML {
    HTML("section", class: "contract") {
      HTML("h2") { HTML("Alerts") }
      HTML("p", class: "field-help") {
        HTML(
          "You are told when a condition begins to hold in the data of a good run. Notices lists what you were told."
        )
      }
      HTML("ul", class: "versions") {
        for alert in alerts {
          HTML("li", class: "version") {
            HTML("div") {
              HTML(alert.sentence + (alert.holds ? ". It holds now." : "."))
              if let problem = alert.problem {
                HTML("p", class: "field-problem") { HTML(problem) }
              }
            }
            shell.settingsForm("alerts/remove", of: block, session: session) {
              hidden("name", alert.alert.name)
              HTML("button", class: "button") { HTML("Remove") }
            }
          }
        }
      }
      AlertForm(block: block).html
    }
  }
}

/// What an alert would have told until now, and the button that keeps it.
struct AlertPage {
  let shell: Shell
  let session: String
  let block: BlockID
  let name: String
  let values: [String: String]
  /// What it would have told, or why it cannot be used.
  let answer: Result<AlertReplay, WebProblem>

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("An alert of \(name)") }
      switch answer {
      case .failure(let problem): HTML("p", [Attribute("role", "alert")]) { HTML(problem.message) }
      case .success(let replay): kept(replay)
      }
      HTML("h2") { HTML("Change it") }
      AlertForm(block: block, values: values).html
    }
  }

  @HTMLBuilder private func kept(_ replay: AlertReplay) -> HTML {
    HTML("p", [Attribute("role", "status")]) { HTML(replay.words) }
    if let present = replay.presentWords { HTML("p") { HTML(present) } }
    HTML(
      "form",
      [
        Attribute("method", "post"), .url("action", .own("/blocks/\(block)/alerts")),
        .flag("data-params"), Attribute("data-reload", "/blocks/\(block)/params"),
      ]
    ) {
      shell.csrfField(session: session)
      for field in AlertForm.fields {
        HTML(
          "input",
          [
            Attribute("type", "hidden"), Attribute("name", field.name),
            Attribute("value", values[field.name] ?? ""),
          ])
      }
      HTML("button", class: "button button-primary") { HTML("Keep this alert") }
    }
  }
}

extension Alert {
  /// The alert that was filled in.
  static func filledIn(_ values: [String: String]) throws(WebProblem) -> Alert {
    var members: JSONObject = [:]
    for field in AlertForm.fields {
      let text = (values[field.name] ?? "").trimmingPrefix { $0.isWhitespace }
      if !text.isEmpty { members[field.name] = .string(String(text)) }
    }
    do throws(ManifestError) {
      if let alert = try Alert.list(json: [.object(members)]).first { return alert }
    } catch {
      throw WebProblem(
        .unprocessableContent, "alert",
        "The alert cannot be used: "
          + error.problems.map(\.problem).joined(separator: "; ") + ".")
    }
    throw .unreadable("it holds no alert")
  }
}
