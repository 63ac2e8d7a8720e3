import BlockModel
import BlockUI
import DashboardEngine

/// `/blocks/{id}/export`: what leaves with a block, told before it does.
struct ExportPage {
  let block: BlockID
  /// With all recordings that may go along.
  let export: BlockExport
  /// Recordings go along only if they are asked for.
  let isPrivate: Bool

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Export “\(export.name)”") }
    HTML("p", class: "field-help") {
      HTML(
        "The file holds what “\(export.name)” is and how it reads its sources. Keys, the values of its settings and its series stay here."
      )
    }
    if !export.recordings.isEmpty {
      HTML("h2") { HTML("What its sources answered") }
      HTML("ul", class: "rows") {
        for recorded in export.recordings { HTML("li", class: "row") { HTML(recorded.line) } }
      }
    }
    if isPrivate {
      HTML("p", class: "field-help") {
        HTML("The block has keys or places at home: look at the list before you give these away.")
      }
    }
    if export.hasRecordings {
      link("with", isPrivate ? "Download with these answers" : "Download")
    }
    link("without", "Download without answers")
  }

  private func link(_ choice: String, _ label: String) -> HTML {
    HTML("p") {
      HTML(
        "a",
        [
          .class("button"),
          .url("href", .own("/blocks/\(block)/export/file?recordings=\(choice)")),
        ]
      ) { HTML(label) }
    }
  }
}

/// `/backup`: everything in one file, and a block from a file.
struct BackupPage {
  let shell: Shell
  let session: String

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Export and backup") }
    HTML("h2") { HTML("A copy of everything") }
    HTML("form", [Attribute("method", "post"), .url("action", .own("/backup"))]) {
      shell.csrfField(session: session)
      HTML("p") {
        HTML("label") {
          HTML("input", [Attribute("type", "checkbox"), Attribute("name", "with_key")])
          HTML(" With the key of the secrets: whoever has the file can read your keys then")
        }
      }
      HTML("button", class: "button") { HTML("Download a backup") }
    }
    HTML("p", class: "field-help") {
      HTML("To bring it back, on this machine or another, use a terminal: ")
      HTML("code") { HTML("dash restore FILE") }
    }
    HTML("h2") { HTML("A block from a file") }
    HTML(
      "form",
      [
        Attribute("method", "post"), Attribute("enctype", "multipart/form-data"),
        .url("action", .own("/import")),
      ]
    ) {
      shell.csrfField(session: session)
      HTML("p") {
        HTML(
          "input",
          [
            Attribute("type", "file"), Attribute("name", "package"),
            Attribute("accept", ".dashblock"), .flag("required"),
            .label("A file that ends in .dashblock"),
          ])
      }
      HTML("button", class: "button") { HTML("Show what it may do") }
    }
  }
}

/// After `POST /import`: what a block may and asks for, before it is added.
struct ImportPage {
  let shell: Shell
  let session: String
  let key: String
  let review: ImportReview

  @HTMLBuilder var html: HTML {
    HTML("h1", [Attribute("dir", "auto")]) { HTML("Add “\(review.name)”") }
    HTML("p") { HTML(review.proof) }
    list("When it is added, it may", review.allows)
    list("It asks for more, which you can allow afterwards", review.asks)
    HTML("form", [Attribute("method", "post"), .url("action", .own("/import/add"))]) {
      shell.csrfField(session: session)
      HTML(
        "input",
        [Attribute("type", "hidden"), Attribute("name", "key"), Attribute("value", key)])
      HTML("button", class: "button button-primary") { HTML("Add it") }
    }
  }

  @HTMLBuilder private func list(_ title: String, _ subjects: [Grant.Subject]) -> HTML {
    if !subjects.isEmpty {
      HTML("h2") { HTML(title) }
      HTML("ul") { for subject in subjects { HTML("li") { HTML(subject.sentence) } } }
    }
  }
}
