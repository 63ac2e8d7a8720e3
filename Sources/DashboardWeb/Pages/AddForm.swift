import BlockModel
import BlockUI

/// The input at the top of the page, and what became of the sentences that were typed into it.
struct AddForm {
  let shell: Shell
  let session: String
  /// Jobs being worked on, and the one a person without script has just waited for.
  let jobs: [AddJob]

  var html: HTML {
    HTML("div", class: "add") {
      HTML(
        "form",
        [
          .class("add-line"), Attribute("method", "post"), .url("action", .own("/blocks")),
          .flag("data-add"), Attribute("role", "search"), .label("Add a block"),
        ]
      ) {
        shell.csrfField(session: session)
        HTML(
          "input",
          [
            Attribute("type", "text"), Attribute("name", "sentence"),
            Attribute("placeholder", "Describe a block, or paste a URL"),
            .label("Describe a block, or paste a URL"), Attribute("autocomplete", "off"),
            Attribute("maxlength", "\(JobBoard.longestSentence)"), .flag("required"),
          ])
        HTML("button", class: "button button-primary") { HTML("Add") }
      }
      HTML(
        "div", [.class("jobs"), .flag("data-jobs"), Attribute("aria-live", "polite")]
      ) {
        for job in jobs { row(job) }
      }
    }
  }

  private func row(_ job: AddJob) -> HTML {
    HTML("div", [.class("job"), Attribute("data-job", job.id)]) {
      switch job.status {
      case .running(let stage):
        HTML("span", [.class("spinner"), .decorative])
        words(job.sentence, stage)
      case .answer(let message, let grant, let suggestions, let source):
        HTML("div", class: "job-text") {
          HTML("p", class: "job-sentence") { HTML(job.sentence) }
          HTML("p", class: "job-stage") { HTML(message) }
          HTML("div", class: "job-actions") {
            if let grant {
              again(
                job.sentence, "\(grant.label) and try again", grants: job.grants + [grant])
            }
            for suggestion in suggestions.prefix(3) { again(suggestion, suggestion) }
            if let source { shape(source, job.grants) }
          }
        }
      case .added, .cancelled:
        words(job.sentence, "Done")
      }
    }
  }

  private func words(_ sentence: String, _ stage: String) -> HTML {
    HTML("div", class: "job-text") {
      HTML("p", class: "job-sentence") { HTML(sentence) }
      HTML("p", class: "job-stage") { HTML(stage) }
    }
  }

  /// The way to pick by hand what no sentence said.
  private func shape(_ source: String, _ grants: [Grant.Subject]) -> HTML {
    HTML("form", [Attribute("method", "post"), .url("action", .own("/shape"))]) {
      shell.csrfField(session: session)
      HTML(
        "input",
        [
          Attribute("type", "hidden"), Attribute("name", "source"), Attribute("value", source),
        ])
      HTML(
        "input",
        [
          Attribute("type", "hidden"), Attribute("name", "grants"),
          Attribute("value", grants.map(\.description).joined(separator: ",")),
        ])
      HTML("button", class: "button button-small") { HTML("Shape it by hand") }
    }
  }

  private func again(_ sentence: String, _ label: String, grants: [Grant.Subject] = []) -> HTML {
    HTML("form", [Attribute("method", "post"), .url("action", .own("/blocks"))]) {
      shell.csrfField(session: session)
      HTML(
        "input",
        [
          Attribute("type", "hidden"), Attribute("name", "sentence"),
          Attribute("value", sentence),
        ])
      if !grants.isEmpty {
        HTML(
          "input",
          [
            Attribute("type", "hidden"), Attribute("name", "grants"),
            Attribute("value", grants.map(\.description).joined(separator: ",")),
          ])
      }
      HTML("button", class: "button button-small") { HTML(label) }
    }
  }
}
