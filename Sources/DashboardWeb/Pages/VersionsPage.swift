import Authoring
import BlockModel
import BlockUI
import Foundation

/// `/blocks/{id}/versions`: who made a block what it was and why, what each version changed, and the way back.
struct VersionsPage {
  /// One version to be looked at.
  struct Shown {
    let number: VersionNumber
    let texts: BlockTexts
    /// With what it returned when it served.
    let card: StillCard
    /// The version it was made from; `nil` for the first.
    var before: (number: VersionNumber, texts: BlockTexts, card: StillCard)?
  }

  let shell: Shell
  let session: String
  let block: BlockID
  let name: String
  let serving: VersionNumber
  /// The newest first.
  let versions: [BlockVersion]
  var shown: Shown?
  let now: Date

  private var path: String { "/blocks/\(block)/versions" }

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Versions of \(name)") }
      if let shown { changes(shown) }
      HTML("ol", [.class("versions timeline"), .label("Versions")]) {
        for version in versions { row(version) }
      }
    }
  }

  private func changes(_ shown: Shown) -> HTML {
    HTML("section", [.class("change"), .label("Version \(shown.number)")]) {
      HTML("h2") { HTML("Version \(shown.number)") }
      HTML("div", class: "stills") {
        if let before = shown.before { before.card.html("Version \(before.number)") }
        shown.card.html("Version \(shown.number)")
      }
      if let before = shown.before {
        let pairs = zip(before.texts.named, shown.texts.named)
        for (old, new) in pairs {
          DiffView.html(new.name, Diff(from: old.text, to: new.text), isOpen: true)
        }
        if before.texts == shown.texts {
          HTML("p", class: "field-help") {
            HTML("Its files are those of version \(before.number).")
          }
        }
      } else {
        for file in shown.texts.named {
          HTML("details", class: "diff") {
            HTML("summary") { HTML(file.name) }
            HTML(
              "pre",
              [
                .class("diff-lines"), Attribute("tabindex", "0"), Attribute("role", "group"),
                .label(file.name),
              ]
            ) {
              HTML(file.text)
            }
          }
        }
      }
      if let report = versions.first(where: { $0.number == shown.number })?.report, !report.isEmpty
      {
        HTML("p", [.class("field-help"), Attribute("dir", "auto")]) { HTML(report) }
      }
      if shown.number != serving { restore(shown.number) }
    }
  }

  private func row(_ version: BlockVersion) -> HTML {
    HTML("li", class: "version") {
      HTML("div") {
        HTML("strong") { HTML("Version \(version.number)") }
        HTML(" ")
        HTML("span", class: "run-facts") {
          HTML("\(version.author.words) · ")
          Age.html(version.createdAt, now: now)
        }
        HTML("p", [Attribute("dir", "auto")]) { HTML(version.explanation) }
      }
      HTML("div", class: "row-actions") {
        if version.number == serving {
          HTML("span", class: "run-facts") { HTML("live") }
        }
        if version.number != shown?.number {
          HTML(
            "a",
            [
              .class("button button-small"),
              .url("href", .own("\(path)?version=\(version.number)")),
              .flag("data-panel"), .label("Show version \(version.number)"),
            ]
          ) { HTML("Show") }
        }
        if version.number != serving { restore(version.number, isSmall: true) }
      }
    }
  }

  private func restore(_ number: VersionNumber, isSmall: Bool = false) -> HTML {
    HTML(
      "form",
      [
        Attribute("method", "post"), .url("action", .own("/blocks/\(block)/restore")),
        .flag("data-params"), Attribute("data-reload", path),
      ]
    ) {
      shell.csrfField(session: session)
      HTML(
        "input",
        [
          Attribute("type", "hidden"), Attribute("name", "version"),
          Attribute("value", "\(number)"),
        ])
      HTML(
        "button",
        [
          .class("button", isSmall ? "button-small" : "button-primary"),
          .label("Go back to version \(number)"),
        ]
      ) { HTML(isSmall ? "Go back" : "Go back to version \(number)") }
    }
  }
}

extension VersionAuthor {
  /// Who made a version, for people.
  var words: String {
    switch self {
    case .hand: "by hand"
    case .model: "by a model"
    case .drafter: "by sentence"
    case .recipe: "from a recipe"
    case .heal: "repaired by itself"
    case .import: "from a file"
    case .restore: "taken back"
    }
  }
}
