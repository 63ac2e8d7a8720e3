import BlockModel
import BlockUI
import Foundation

/// The last runs of a block: what happened, what the script said, and what was asked of whom. Of a run that
/// said a lot only the beginning is here; `dash log ID --run N` prints all of it.
struct RunsPage {
  let shell: Shell
  let session: String
  let block: BlockID
  let name: String
  /// What was done to the block, and what it did by itself.
  let actions: [ActionRecord]
  let runs: [RunRecord]
  let now: Date

  /// What is shown of a log: of the run that is open, and of each that is folded.
  private static let lines = (open: 500, folded: 50)
  private static let bytes = (open: 128 << 10, folded: 8 << 10)
  private static let exchanges = (open: 100, folded: 20)

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Log of \(name)") }
      if runs.isEmpty {
        HTML("p", class: "run-facts") { HTML("It has not run yet.") }
      }
      if runs.first?.summary.failure?.kind.isHealable == true { repair }
      HTML("div", class: "runs") {
        for (index, run) in runs.enumerated() { row(run, isOpen: index == 0) }
      }
      if !actions.isEmpty { life }
    }
  }

  private var repair: HTML {
    HTML(
      "form",
      [
        Attribute("method", "post"), .url("action", .own("/blocks/\(block)/heal")),
        .flag("data-params"), Attribute("data-reload", "/blocks/\(block)/runs"),
      ]
    ) {
      shell.csrfField(session: session)
      HTML("button", class: "button") { HTML("Repair now") }
    }
  }

  private var life: HTML {
    HTML("details", [.class("run")]) {
      HTML("summary") { HTML("What was done") }
      HTML("div", class: "run-detail") {
        HTML("ul", class: "versions") {
          for action in actions {
            HTML("li", class: "version") {
              HTML("pre", class: "run-log") { HTML(action.what) }
              HTML("span", class: "run-facts") {
                HTML("\(action.actor) · ")
                Age.html(action.at, now: now)
              }
            }
          }
        }
      }
    }
  }

  private func row(_ run: RunRecord, isOpen: Bool) -> HTML {
    let summary = run.summary
    return HTML("details", [.class("run")] + (isOpen ? [.flag("open")] : [])) {
      HTML("summary") {
        HTML("span", [.class(summary.isOK ? "run-ok" : "run-failed")]) {
          HTML(summary.isOK ? "✓ ok" : "✕ failed")
        }
        if let warnings = run.warnings { HTML("span", class: "run-warned") { HTML(warnings) } }
        HTML("span") {
          HTML(summary.failure?.message ?? summary.specProblems.first ?? summary.doubts.first ?? "")
        }
        HTML("span", class: "run-facts") {
          HTML(
            "\(Self.why(summary.reason)) · version \(summary.version) · \(summary.duration.wholeMilliseconds) ms · "
          )
          Age.html(summary.startedAt, now: now)
        }
      }
      HTML("div", class: "run-detail") { detail(run, isOpen) }
    }
  }

  /// Why a block ran, as a person would say it.
  private static func why(_ reason: String) -> String {
    switch reason {
    case "create": "first run"
    case "schedule": "on schedule"
    case "manual": "refreshed by hand"
    case "edit": "after a change"
    case "heal": "after a repair"
    case "action": "after a click on the card"
    case "cli": "from the shell"
    case "webhook": "something was sent to it"
    default: reason
    }
  }

  @HTMLBuilder private func detail(_ run: RunRecord, _ isOpen: Bool) -> HTML {
    if let failure = run.summary.failure, !failure.traceback.isEmpty || failure.place != nil {
      HTML("h2") { HTML("Where") }
      HTML("pre", class: "run-trace") {
        HTML(
          ([failure.place].compactMap(\.self) + failure.traceback).joined(separator: "\n"))
      }
    }
    if !run.summary.specProblems.isEmpty {
      HTML("h2") { HTML("Card") }
      HTML("pre", class: "run-log") {
        HTML(run.summary.specProblems.joined(separator: "\n"))
      }
    }
    if !run.summary.doubts.isEmpty {
      HTML("h2") { HTML("In doubt") }
      HTML("pre", class: "run-log") { HTML(run.summary.doubts.joined(separator: "\n")) }
    }
    if !run.log.isEmpty {
      HTML("h2") { HTML("Log") }
      let shown = Self.beginning(of: run.log, isOpen)
      HTML("pre", class: "run-log") {
        for line in shown { HTML("span", [.class(line.level.rawValue)]) { HTML(line.text + "\n") } }
      }
      rest(run.log.count - shown.count, "lines", of: run)
    }
    if !run.http.isEmpty {
      HTML("h2") { HTML("Requests") }
      let shown = run.http.prefix(isOpen ? Self.exchanges.open : Self.exchanges.folded)
      ExchangeList.html(shown)
      rest(run.http.count - shown.count, "requests", of: run)
    }
    HTML("p", class: "run-facts") {
      HTML(
        "\(run.used.cpuMilliseconds) ms of CPU, \(ByteSize.text(run.used.memoryBytes)) of memory"
      )
    }
  }

  /// The lines that are shown; a line may be cut.
  private static func beginning(of log: [LogLine], _ isOpen: Bool) -> [LogLine] {
    var left = isOpen ? bytes.open : bytes.folded
    var shown: [LogLine] = []
    for line in log.prefix(isOpen ? lines.open : lines.folded) where left > 0 {
      shown.append(LogLine(line.level, TextCut.cut(line.text, to: left)))
      left -= line.text.utf8.count
    }
    return shown
  }

  @HTMLBuilder private func rest(_ count: Int, _ what: String, of run: RunRecord) -> HTML {
    if count > 0 {
      HTML("p", class: "run-facts") {
        HTML("… and \(count) more \(what); in a terminal, ")
        HTML("code") { HTML("dash log \(run.summary.block) --run \(run.summary.id)") }
        HTML(" prints them all.")
      }
    }
  }
}
