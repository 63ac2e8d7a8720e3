import Authoring
import BlockModel
import BlockStore
import BlockUI
import Foundation

/// `/blocks/{id}/data`: what a block returned, as tables and as JSON, now or earlier, and what its sources
/// answered.
struct DataPage {
  let block: BlockID
  let name: String
  /// What is looked at; `nil` when nothing is kept.
  let shown: PastResult?
  /// What the block returned before that.
  let before: PastResult?
  /// The newest first.
  let results: [ResultSummary]
  let series: [(name: String, points: Int)]
  /// Of the last run.
  let exchanges: [HTTPExchange]
  let now: Date

  private static let (mostTables, mostRows, mostColumns) = (3, 100, 20)
  private static let (mostBytes, mostCell, mostResults) = (64 << 10, 200, 30)

  private var path: String { "/blocks/\(block)/data" }
  private var isNewest: Bool { shown?.summary == results.first }

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Data of \(name)") }
      if let shown {
        result(shown)
      } else {
        HTML("p", class: "field-help") { HTML("It has not returned anything yet.") }
      }
      if !series.isEmpty { kept }
      if !exchanges.isEmpty {
        HTML("h2") { HTML("What its sources answered last") }
        ExchangeList.html(exchanges.prefix(100))
      }
      if results.count > 1 { earlier }
    }
  }

  // MARK: One result

  @HTMLBuilder private func result(_ shown: PastResult) -> HTML {
    let tables = DataTable.all(in: shown.data)
    HTML("p", class: "field-help") {
      HTML(isNewest ? "Returned " : "An earlier result, returned ")
      Age.html(shown.summary.at, now: now)
      HTML(" by version \(shown.summary.version).")
      if !isNewest { HTML(" ") + link(path, "Show the newest") }
    }
    for table in tables.prefix(Self.mostTables) { rows(table) }
    if tables.isEmpty, let facts = shown.data.object { pairs(facts) }
    HTML(
      "details",
      [.class("diff")] + (tables.isEmpty && shown.data.object == nil ? [.flag("open")] : [])
    ) {
      HTML("summary") { HTML("As JSON") }
      json(shown.data)
    }
    if let before {
      DiffView.html(
        "What changed since the result before",
        Diff(from: before.data.json(.pretty), to: shown.data.json(.pretty)))
    }
    HTML("div", class: "row-actions") {
      if !tables.isEmpty { file("csv", "Download as CSV", shown) }
      file("json", "Download as JSON", shown)
    }
  }

  private func rows(_ table: DataTable) -> HTML {
    let columns = table.columns.prefix(Self.mostColumns)
    let label = table.name.isEmpty ? "Rows" : table.name
    return HTML("section", class: "data-rows") {
      HTML("h2") { HTML(label) }
      HTML("p", class: "field-help") { HTML(size(table)) }
      HTML(
        "div",
        [
          .class("c-table__wrap"), Attribute("tabindex", "0"), Attribute("role", "group"),
          .label(label),
        ]
      ) {
        HTML("table", [.class("c-table c-table--dense"), .flag("data-sortable")]) {
          HTML("thead") {
            HTML("tr") {
              for column in columns {
                let isNumber = table.isNumeric(column)
                HTML(
                  "th",
                  [
                    Attribute("scope", "col"), Attribute("dir", "auto"),
                    .class(isNumber ? "u-text-align-end" : ""),
                  ]
                ) { HTML(column) }
              }
            }
          }
          HTML("tbody") {
            for row in table.rows.prefix(Self.mostRows) {
              HTML("tr") { for column in columns { cell(row[column]) } }
            }
          }
        }
      }
    }
  }

  private func size(_ table: DataTable) -> String {
    let (rows, columns) = (table.rows.count, table.columns.count)
    var words =
      "\(rows) \(rows == 1 ? "row" : "rows"), \(columns) \(columns == 1 ? "column" : "columns")."
    if rows > Self.mostRows {
      words += " The first \(Self.mostRows) rows are shown; the files have all of them."
    }
    if columns > Self.mostColumns { words += " The first \(Self.mostColumns) columns are shown." }
    return words
  }

  private func cell(_ value: JSONValue?) -> HTML {
    let isNumber = value?.number != nil
    return HTML(
      "td",
      [.class(isNumber ? "u-text-align-end" : ""), Attribute("dir", "auto")]
        + (isNumber ? [Attribute("data-value", value?.json() ?? "")] : [])
    ) { HTML(TextCut.cut(DataTable.text(value), to: Self.mostCell)) }
  }

  private func pairs(_ facts: JSONObject) -> HTML {
    HTML("dl", class: "c-keyvalue c-keyvalue--rows") {
      for (key, value) in facts.elements.prefix(Self.mostRows) {
        HTML("div", class: "c-keyvalue__pair") {
          HTML("dt", [Attribute("dir", "auto")]) { HTML(key) }
          HTML("dd", [Attribute("dir", "auto")]) {
            HTML(TextCut.cut(DataTable.text(value), to: Self.mostCell))
          }
        }
      }
    }
  }

  private func json(_ data: JSONValue) -> HTML {
    let text = data.json(.pretty)
    return HTML(
      "pre",
      [
        .class("diff-lines"), Attribute("tabindex", "0"), Attribute("role", "group"),
        .label("Data as JSON"),
      ]
    ) {
      HTML(TextCut.cut(text, to: Self.mostBytes))
      if text.utf8.count > Self.mostBytes {
        HTML("\n") + HTML("span", class: "diff-gap") { HTML("The rest is in the file.") }
      }
    }
  }

  private func file(_ kind: String, _ label: String, _ shown: PastResult) -> HTML {
    HTML(
      "a",
      [
        .class("button button-small"),
        .url("href", .own("\(path)/file?as=\(kind)&result=\(shown.summary.id)")),
      ]
    ) { HTML(label) }
  }

  // MARK: The others

  private var earlier: HTML {
    HTML("details", class: "diff") {
      HTML("summary") { HTML("Earlier results") }
      HTML("ul", class: "versions") {
        for result in results.prefix(Self.mostResults) {
          HTML("li", class: "version") {
            HTML("span") {
              Age.html(result.at, now: now)
              HTML("span", class: "run-facts") {
                HTML(
                  " · version \(result.version) · \(ByteSize.text(result.bytes))"
                )
              }
            }
            if result == shown?.summary {
              HTML("span", class: "run-facts") { HTML("shown") }
            } else {
              link(
                "\(path)?result=\(result.id)", "Show",
                "Show the result of \(result.at.formatted(.iso8601))")
            }
          }
        }
      }
    }
  }

  private var kept: HTML {
    HTML("section") {
      HTML("h2") { HTML("Series") }
      HTML("ul", class: "versions") {
        for line in series {
          HTML("li", class: "version") {
            HTML("span") {
              HTML(line.name)
              HTML("span", class: "run-facts") { HTML(" · \(line.points) points") }
            }
            HTML(
              "a",
              [
                .class("button button-small"),
                .url("href", .own("/api/v1/blocks/\(block)/series/\(line.name.pathSegment)")),
                .label("Download \(line.name) as CSV"),
              ]
            ) { HTML("CSV") }
          }
        }
      }
    }
  }

  private func link(_ path: String, _ label: String, _ name: String? = nil) -> HTML {
    HTML("a", [.url("href", .own(path)), .flag("data-panel")] + (name.map { [.label($0)] } ?? [])) {
      HTML(label)
    }
  }
}
