import BlockModel
import BlockUI

/// A sentence on its way to becoming a block, where its card will be. `WebAssets/js/add.js` draws the same.
struct JobCard {
  let shell: Shell
  let session: String
  let job: AddJob

  var html: HTML {
    HTML(
      "article",
      [
        .class("card job"), Attribute("data-job", job.id),
        .label("New block: \(job.sentence)"),
      ]
    ) {
      HTML("p", class: "job-sentence") { HTML(job.sentence) }
      switch job.status {
      case .running(let stage):
        HTML("p", class: "job-stage") {
          HTML("span", [.class("spinner"), .decorative])
          HTML(stage)
        }
      case .answer(let message, let grant, let suggestions, let source):
        HTML("p", class: "job-stage") { told(message) }
        HTML("div", class: "job-actions") {
          if let grant {
            again(job.sentence, "\(grant.label) and try again", grants: job.grants + [grant])
          }
          for suggestion in suggestions.prefix(3) {
            again(suggestion, suggestion, grants: isOfSameSource(suggestion) ? job.grants : [])
          }
          if let source { shape(source, job.grants) }
        }
      case .added, .cancelled:
        HTML("p", class: "job-stage") { HTML("Done") }
      }
    }
  }

  /// Is this the same wish in other words, for which what was allowed holds?
  private func isOfSameSource(_ suggestion: String) -> Bool {
    guard let address = job.sentence.firstMatch(of: /https?:\/\/\S+/)?.output else { return false }
    return suggestion.split(whereSeparator: \.isWhitespace).contains(address)
  }

  /// An answer, whose words lead where they point to.
  private func told(_ message: String) -> HTML {
    var (html, rest) = (HTML(), message[...])
    while let words = rest.firstMatch(of: /connect a model|[0-9]+ more\b/) {
      html += HTML(String(rest[..<words.range.lowerBound]))
      let place = words.output.hasSuffix("model") ? "/models" : "/recipes"
      html += HTML("a", [.url("href", .own(place))]) { HTML(String(words.output)) }
      rest = rest[words.range.upperBound...]
    }
    return HTML("span") { html + HTML(String(rest)) }
  }

  /// The way to pick by hand what no sentence said.
  private func shape(_ source: String, _ grants: [Grant.Subject]) -> HTML {
    HTML("form", [Attribute("method", "post"), .url("action", .own("/shape"))]) {
      shell.csrfField(session: session)
      hidden("source", source)
      hidden("grants", grants.map(\.description).joined(separator: ","))
      HTML("button", class: "button button-small") { HTML("Shape it by hand") }
    }
  }

  private func again(_ sentence: String, _ label: String, grants: [Grant.Subject] = []) -> HTML {
    HTML("form", [Attribute("method", "post"), .url("action", .own("/blocks"))]) {
      shell.csrfField(session: session)
      hidden("sentence", sentence)
      if !grants.isEmpty {
        hidden("grants", grants.map(\.description).joined(separator: ","))
      }
      HTML("button", class: "button button-small") { HTML(label) }
    }
  }
}
