import Authoring
import BlockModel
import BlockUI
import DashboardEngine
import Foundation

/// The conversation about a block: what was said, and the change that waits.
struct ChatPage {
  let shell: Shell
  let session: String
  let card: Card
  let messages: [ChatMessage]
  let pending: PendingChange?
  let question: OpenQuestion?
  let calls: [ModelCall]
  let keepsAtOnce: Bool
  let now: Date

  private var path: String { "/blocks/\(card.id)" }

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Change \(card.name)") }
      if !messages.isEmpty {
        HTML("ol", [.class("chat"), .label("Conversation")]) {
          for message in messages { line(message) }
        }
      }
      if let question { offers(question) }
      if let pending { change(pending) }
      input
      if !calls.isEmpty { asked }
    }
  }

  private func line(_ message: ChatMessage) -> HTML {
    HTML("li", [.class("chat-line", "chat-\(message.author.rawValue)")]) {
      HTML("span", class: "visually-hidden") {
        HTML(message.author == .person ? "You: " : "Dash: ")
      }
      HTML(message.text)
    }
  }

  private var input: HTML {
    form("chat", [.class("settings")], "data-chat") {
      HTML("div", class: "field") {
        HTML("label", [Attribute("for", "chat-sentence")]) { HTML("What should be different?") }
        HTML(
          "textarea",
          [
            .id("chat-sentence"), .class("input"), Attribute("name", "sentence"),
            Attribute("rows", "2"), Attribute("maxlength", "\(JobBoard.longestSentence)"),
            .flag("required"),
          ])
        HTML("p", class: "field-help") {
          HTML("“Only 5”, “sort by price”, “as a bar chart”, “every hour”, “undo”, “delete it”.")
        }
      }
      HTML("div", class: "chat-send") {
        HTML("button", class: "button button-primary") { HTML("Send") }
        HTML("label", class: "chat-keep") {
          HTML(
            "input",
            [Attribute("type", "checkbox"), Attribute("name", "keep"), Attribute("value", "on")]
              + (keepsAtOnce ? [.flag("checked")] : []))
          HTML(
            "Keep changes of all blocks without asking me, those of agents too, unless a block would reach more"
          )
        }
      }
    }
  }

  // MARK: What would help

  /// The sentence again with a place allowed, or other sentences.
  private func offers(_ question: OpenQuestion) -> HTML {
    HTML("div", [.class("change-actions")]) {
      if let grant = question.answer.neededGrant {
        again(
          question.sentence, "\(grant.label) and try again", grants: question.grants + [grant])
      }
      for suggestion in question.answer.suggestions.prefix(3) where !suggestion.contains("…") {
        again(suggestion, suggestion)
      }
    }
  }

  private func again(_ sentence: String, _ label: String, grants: [Grant.Subject] = []) -> HTML {
    form("chat", []) {
      hidden("sentence", sentence)
      if keepsAtOnce { hidden("keep", "on") }
      if !grants.isEmpty {
        hidden("grants", grants.map(\.description).joined(separator: ","))
      }
      HTML("button", [.class("button")]) { HTML(label) }
    }
  }

  // MARK: The change that waits

  private func change(_ pending: PendingChange) -> HTML {
    let proposal = pending.proposal
    return HTML("section", [.class("change"), .label("Proposed change")]) {
      HTML("h2") { HTML("Keep this change?") }
      HTML("p") { HTML(proposal.explanation) }
      if !pending.backtest.isEmpty { HTML("p") { HTML(pending.backtest) } }
      HTML("div", class: "stills") {
        StillCard(
          card.compiled, data: card.data ?? .null, params: card.params, name: card.name,
          place: "before", now: now, surroundings: card.manifest.surroundings
        ).html("Now")
        StillCard(
          proposal.files, data: proposal.outcome.data ?? .null,
          values: proposal.params ?? card.params,
          place: "after", now: now
        ).html("With the change")
      }
      DiffView.html("It may reach", proposal.permissionDiff, isOpen: true)
      DiffView.html("What it shows", proposal.dataDiff)
      DiffView.html(BlockFiles.scriptName, proposal.codeDiff)
      DiffView.html(BlockFiles.specName, proposal.specDiff)
      HTML("div", class: "change-actions") {
        form("keep", []) {
          hidden("change", pending.id.uuidString)
          HTML("button", class: "button button-primary") { HTML("Keep") }
        }
        form("discard", []) {
          hidden("change", pending.id.uuidString)
          HTML("button", class: "button") { HTML("Discard") }
        }
      }
    }
  }

  // MARK: What it cost

  private var asked: HTML {
    HTML("details", class: "diff") {
      HTML("summary") { HTML("What models were asked") }
      HTML("ul", class: "versions") {
        for call in calls { row(call) }
      }
    }
  }

  private func row(_ call: ModelCall) -> HTML {
    HTML("li") {
      HTML(
        "\(call.stage) by \(call.model): \(call.inputTokens) + \(call.outputTokens) tokens, \(call.milliseconds) ms"
      )
      if let cost = call.cost { HTML(String(format: ", $%.4f", cost)) }
      if let failure = call.failure { HTML(" · \(failure)") }
    }
  }

  /// A form that keeps the panel open and shows it anew.
  private func form(
    _ verb: String, _ attributes: [Attribute], _ kind: StaticString = "data-params",
    @HTMLBuilder _ content: () -> HTML
  ) -> HTML {
    HTML(
      "form",
      [
        Attribute("method", "post"), .url("action", .own("\(path)/\(verb)")),
        .flag(kind), Attribute("data-reload", "\(path)/chat"),
      ] + attributes
    ) {
      shell.csrfField(session: session)
      content()
    }
  }
}
