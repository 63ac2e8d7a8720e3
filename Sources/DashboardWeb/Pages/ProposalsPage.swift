import Authoring
import BlockModel
import BlockUI
import DashboardEngine
import Foundation

/// `/proposals`: what other agents made and what they ask for, each with a yes and a no.
struct ProposalsPage {
  /// One proposal with what a person decides by.
  struct Item {
    let proposal: BlockProposal
    /// What the block is called.
    let name: String
    /// What it would reach that it may not yet, as clauses.
    let reach: (atOnce: [String], asked: [String])
    /// The files that serve; `nil` for a new block.
    let serving: BlockTexts?
    /// The version that serves; `nil` for a new block.
    let version: VersionNumber?

    /// Why it cannot be accepted any more.
    var staleness: ProposalProblem? {
      guard let version, let basedOn = proposal.basedOn, version != basedOn else { return nil }
      return .stale(serving: version, basedOn: basedOn, agent: proposal.agent)
    }
  }

  let shell: Shell
  let session: String
  let items: [Item]
  let hosts: [AgentHost]
  /// Changes that reach nothing new serve without a word of the person.
  let keepsAtOnce: Bool
  let now: Date

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Proposals") }
    HTML("p", class: "field-help") {
      HTML(
        items.isEmpty && hosts.isEmpty
          ? "Nothing is waiting. Agents that are connected to Dash propose blocks and changes here."
          : "What other agents made. None of it is used until you accept it.")
      if keepsAtOnce {
        HTML(
          " Other changes of agents do not wait: changes are kept without asking you, as you chose on a block’s page, unless a block would reach more."
        )
      }
    }
    HTML("ul", class: "rows") {
      for item in items { row(item) }
    }
    if !hosts.isEmpty {
      HTML("h2") { HTML("What agents may look at") }
      HTML("ul", class: "rows") {
        for host in hosts { row(host) }
      }
    }
  }

  private func row(_ item: Item) -> HTML {
    HTML("li", [.class("row"), .id("proposal-\(item.proposal.id.uuidString)")]) {
      HTML("div") {
        HTML("strong", [Attribute("dir", "auto")]) { HTML(item.name) }
        HTML("p", class: "field-help") {
          HTML(item.serving == nil ? "A new block by " : "A change by ")
          HTML(item.proposal.agent)
          HTML(", ")
          Age.html(item.proposal.at, now: now)
        }
        HTML("p", [Attribute("dir", "auto")]) { HTML(item.proposal.explanation) }
        if let staleness = item.staleness {
          HTML("p", class: "field-help") { HTML("\(staleness)") }
        } else {
          HTML("p", class: "field-help") { HTML(Self.sentence(item.reach)) }
          HTML("p", class: "field-help") { HTML(Self.tried(item)) }
        }
        for (name, text) in differences(item) {
          HTML("details") {
            HTML("summary") { HTML(name) }
            HTML("pre", class: "diff-lines") { HTML(text) }
          }
        }
      }
      HTML("div", class: "row-actions") {
        if item.staleness == nil {
          button(
            "/proposals/\(item.proposal.id.uuidString)/accept", "Accept", item.name, isMain: true)
        }
        button("/proposals/\(item.proposal.id.uuidString)/decline", "Decline", item.name)
      }
    }
  }

  private static func sentence(_ reach: (atOnce: [String], asked: [String])) -> String {
    let parts = [
      reach.atOnce.isEmpty
        ? nil : "If you accept it, it may \(reach.atOnce.joined(separator: "; ")).",
      reach.asked.isEmpty
        ? nil : "Its card then asks you to let it \(reach.asked.joined(separator: "; ")).",
    ].compactMap { $0 }
    return parts.isEmpty
      ? "It reaches nothing that it could not reach before." : parts.joined(separator: " ")
  }

  /// What the trial found.
  private static func tried(_ item: Item) -> String {
    let report = item.proposal.report
    return (report.isEmpty ? "It was not tried yet." : report)
      + " It is tried again when you accept it."
  }

  /// The files of a new block, or what a change changes.
  private func differences(_ item: Item) -> [(name: String, text: String)] {
    guard let serving = item.serving else { return item.proposal.texts.named }
    return zip(serving.named, item.proposal.texts.named).map { old, new in
      (name: new.name, text: Diff(from: old.text, to: new.text).description)
    }.filter { !$0.text.isEmpty }
  }

  private func row(_ host: AgentHost) -> HTML {
    HTML("li", class: "row") {
      HTML("div") {
        HTML("strong") { HTML(host.host) }
        HTML("p", class: "field-help") {
          HTML(host.isAllowed ? "Allowed" : "Asked for by \(host.agent)")
          if host.isOfHome { HTML(". It is not public.") }
        }
      }
      HTML("div", class: "row-actions") {
        if !host.isAllowed {
          button("/proposals/hosts/allow", "Allow", host.host, host: host.host, isMain: true)
        }
        button(
          "/proposals/hosts/refuse", host.isAllowed ? "Take back" : "Refuse", host.host,
          host: host.host)
      }
    }
  }

  private func button(
    _ path: String, _ label: String, _ of: String, host: String? = nil, isMain: Bool = false
  ) -> HTML {
    HTML("form", [Attribute("method", "post"), .url("action", .own(path))]) {
      shell.csrfField(session: session)
      if let host {
        HTML(
          "input",
          [
            Attribute("type", "hidden"), Attribute("name", "host"), Attribute("value", host),
          ])
      }
      HTML(
        "button",
        [.class("button", isMain ? "button-primary" : ""), .label("\(label) \(of)")]
      ) { HTML(label) }
    }
  }
}
