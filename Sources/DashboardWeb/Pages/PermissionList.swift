import BlockModel
import BlockUI
import Foundation

/// What a block may, who allowed it and when, each with a button that takes it back; and what it asks for.
struct PermissionList {
  let shell: Shell
  let session: String
  let block: BlockID
  let grants: [Grant]
  let requests: [Grant.Subject]
  let now: Date

  var html: HTML {
    HTML("section", class: "permissions") {
      HTML("h2") { HTML("What it may do") }
      if grants.isEmpty {
        HTML("p", class: "field-help") { HTML("It may do nothing beyond its own card.") }
      }
      HTML("ul", class: "versions") {
        for grant in grants {
          row("It may \(grant.subject.sentence).", "revoke", "Revoke", grant.subject) {
            HTML("span", class: "run-facts") {
              HTML("\(giver(grant.by)) · ")
              Age.html(grant.at, now: now)
            }
          }
        }
      }
      if !requests.isEmpty {
        HTML("h2") { HTML("What it asks for") }
        HTML("ul", class: "versions") {
          for subject in requests {
            row("To \(subject.sentence).", "grant", subject.label, subject) { nil }
          }
        }
      }
    }
  }

  /// Who allowed it, as a person would say it.
  private func giver(_ by: String) -> String {
    switch by {
    case "person": "you allowed it"
    case "upgrade": "from before permissions were asked for"
    default: by
    }
  }

  private func row(
    _ sentence: String, _ verb: String, _ label: String, _ subject: Grant.Subject,
    facts: () -> HTML?
  ) -> HTML {
    HTML("li", class: "version") {
      HTML("div") {
        HTML(sentence)
        HTML(" ")
        facts()
      }
      if case .secret(let name, _) = subject, verb == "grant" {
        HTML(
          "a",
          [
            .class("button"), .url("href", .own("/blocks/\(block)/secrets/\(name.pathSegment)")),
            .flag("data-panel"),
          ]
        ) { HTML("Add the key") }
      } else {
        form(verb, label, subject)
      }
    }
  }

  private func form(_ verb: String, _ label: String, _ subject: Grant.Subject) -> HTML {
    shell.settingsForm(verb, of: block, session: session) {
      hidden("what", subject.description)
      HTML("button", class: "button") { HTML(label) }
    }
  }
}
