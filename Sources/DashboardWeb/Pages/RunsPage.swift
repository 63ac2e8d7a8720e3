import BlockModel
import BlockUI
import DashboardEngine
import Foundation

/// The last runs of a block: what happened, what the script said, and what was asked of whom.
struct RunsPage {
  let name: String
  let runs: [RunRecord]
  let now: Date

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Log of \(name)") }
      if runs.isEmpty {
        HTML("p", class: "run-facts") { HTML("It has not run yet.") }
      }
      HTML("div", class: "runs") {
        for (index, run) in runs.enumerated() { row(run, isOpen: index == 0) }
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
        HTML("span") { HTML(summary.failure?.message ?? summary.specProblems.first ?? "") }
        HTML("span", class: "run-facts") {
          HTML(
            "\(summary.reason) · version \(summary.version) · \(summary.duration.wholeMilliseconds) ms · "
          )
          Age.html(summary.startedAt, now: now)
        }
      }
      HTML("div", class: "run-detail") { detail(run) }
    }
  }

  @HTMLBuilder private func detail(_ run: RunRecord) -> HTML {
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
    if !run.log.isEmpty {
      HTML("h2") { HTML("Log") }
      HTML("pre", class: "run-log") {
        for line in run.log {
          HTML("span", [.class(line.level.rawValue)]) { HTML(line.text + "\n") }
        }
      }
    }
    if !run.http.isEmpty {
      HTML("h2") { HTML("Requests") }
      exchanges(run.http)
    }
    HTML("p", class: "run-facts") {
      HTML(
        "\(run.used.cpuMilliseconds) ms of CPU, \(Int64(run.used.memoryBytes).formatted(.byteCount(style: .memory))) of memory"
      )
    }
  }

  private func exchanges(_ exchanges: [HTTPExchange]) -> HTML {
    HTML("table", class: "exchanges") {
      HTML("thead") {
        HTML("tr") {
          for title in ["Method", "Address", "Answer", "Size", "Time"] {
            HTML("th", [Attribute("scope", "col")]) { HTML(title) }
          }
        }
      }
      HTML("tbody") {
        for exchange in exchanges {
          HTML("tr") {
            HTML("td") { HTML(exchange.method) }
            HTML("td") { HTML(exchange.url) }
            HTML("td") {
              HTML(
                exchange.error ?? exchange.status.map { "\($0)" }.map { $0 + use(exchange) } ?? "–")
            }
            HTML("td") { HTML(Int64(exchange.bytes).formatted(.byteCount(style: .file))) }
            HTML("td") { HTML("\(exchange.milliseconds) ms") }
          }
        }
      }
    }
  }

  private func use(_ exchange: HTTPExchange) -> String {
    switch exchange.cache {
    case .miss: ""
    case .hit: " from the cache"
    case .revalidated: " not changed"
    case .replay: " replayed"
    }
  }
}
