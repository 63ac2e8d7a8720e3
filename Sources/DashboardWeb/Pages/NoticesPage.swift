import BlockModel
import BlockUI
import DashboardEngine
import Foundation

/// `/notices`: what people were told, the newest first, and where else it is sent.
struct NoticesPage {
  let shell: Shell
  let session: String
  let notices: [Notice]
  /// Up to when they were seen.
  let readAt: Date?
  let targets: [NoticeTarget]
  let now: Date

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Notices") }
    if notices.isEmpty {
      HTML("p", class: "field-help") {
        HTML("There are no notices yet. You set alerts in the settings of a block.")
      }
    } else if let newest = notices.first, isUnread(newest) {
      markForm(until: newest.at)
    }
    HTML("ul", class: "rows") {
      for notice in notices { row(notice) }
    }
    targetList
  }

  private func isUnread(_ notice: Notice) -> Bool { readAt.map { notice.at > $0 } ?? true }

  private func row(_ notice: Notice) -> HTML {
    HTML("li", class: "row") {
      HTML("div") {
        HTML("strong", [Attribute("dir", "auto")]) {
          HTML((isUnread(notice) ? "New: " : "") + notice.title)
        }
        if notice.text != notice.title {
          HTML("p", [Attribute("dir", "auto")]) { HTML(notice.text) }
        }
        HTML("p", class: "field-help") {
          HTML("\(notice.kind.words), ")
          Age.html(notice.at, now: now)
        }
      }
      HTML("a", [.class("button"), .url("href", .own("/#block-\(notice.block)"))]) {
        HTML("Show the card")
      }
    }
  }

  private func markForm(until date: Date) -> HTML {
    HTML("form", [Attribute("method", "post"), .url("action", .own("/notices/read"))]) {
      shell.csrfField(session: session)
      HTML(
        "input",
        [
          Attribute("type", "hidden"), Attribute("name", "until"),
          Attribute("value", "\(date.timeIntervalSince1970)"),
        ])
      HTML("button", class: "button") { HTML("Mark all as read") }
    }
  }

  // MARK: Targets

  private var targetList: HTML {
    HTML("section", class: "contract") {
      HTML("h2") { HTML("Where notices are sent") }
      HTML("p", class: "field-help") {
        HTML(
          "Notices are always listed here, and can be sent elsewhere as well. A command of this machine, or a place on your own network, can only be set in a terminal."
        )
      }
      HTML("ul", class: "versions") {
        for target in targets {
          HTML("li", class: "version") {
            HTML("div") {
              HTML(
                "“\(target.name)”, \(target.label): \(target.kinds.map(\.words).sorted().joined(separator: ", "))."
              )
            }
            HTML(
              "form",
              [Attribute("method", "post"), .url("action", .own("/notices/targets/remove"))]
            ) {
              shell.csrfField(session: session)
              HTML(
                "input",
                [
                  Attribute("type", "hidden"), Attribute("name", "name"),
                  Attribute("value", target.name),
                ])
              HTML("button", class: "button") { HTML("Remove") }
            }
          }
        }
      }
      form
    }
  }

  private var form: HTML {
    HTML(
      "form",
      [
        .class("c-form"), Attribute("method", "post"), .url("action", .own("/notices/targets")),
      ]
    ) {
      shell.csrfField(session: session)
      field("name", "Name", "phone", "text")
      HTML("div", class: "field") {
        HTML("label", [Attribute("for", "target-way")]) { HTML("How") }
        HTML("select", [.id("target-way"), Attribute("name", "way")]) {
          HTML("option", [Attribute("value", "ntfy")]) { HTML("ntfy") }
          HTML("option", [Attribute("value", "webhook")]) { HTML("Webhook") }
        }
      }
      field(
        "address", "Address (kept like a key: it is not shown again)", "https://ntfy.sh/my-topic",
        "password")
      field("token", "Token, if it needs one", "", "password")
      HTML("fieldset", class: "choices") {
        HTML("legend") { HTML("What is sent") }
        for kind in NoticeKind.allCases {
          HTML("label") {
            HTML(
              "input",
              [
                Attribute("type", "checkbox"), Attribute("name", kind.rawValue),
                Attribute("value", "1"), .flag("checked"),
              ])
            HTML(" \(kind.words)")
          }
        }
      }
      HTML("div") { HTML("button", class: "button") { HTML("Send notices there") } }
    }
  }

  private func field(_ name: String, _ label: String, _ example: String, _ type: String) -> HTML {
    HTML("div", class: "field") {
      HTML("label", [Attribute("for", "target-\(name)")]) { HTML(label) }
      HTML(
        "input",
        [
          .id("target-\(name)"), Attribute("name", name), Attribute("type", type),
          Attribute("placeholder", example), Attribute("autocomplete", "off"),
        ])
    }
  }
}
