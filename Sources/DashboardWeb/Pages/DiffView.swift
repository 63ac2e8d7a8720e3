import Authoring
import BlockUI

/// What is different in a text, folded; nothing when nothing is.
enum DiffView {
  static func html(_ title: String, _ diff: Diff, isOpen: Bool = false) -> HTML? {
    guard !diff.isEmpty else { return nil }
    return HTML("details", [.class("diff")] + (isOpen ? [.flag("open")] : [])) {
      HTML("summary") {
        HTML("span") { HTML(title) }
        HTML("span", class: "run-facts") {
          HTML("+\(diff.addedLines) −\(diff.removedLines)")
        }
      }
      HTML(
        "pre",
        [
          .class("diff-lines"), Attribute("tabindex", "0"), .label(title),
          Attribute("role", "group"),
        ]
      ) {
        for (index, hunk) in diff.hunks.enumerated() {
          if index > 0 { HTML("span", class: "diff-gap") { HTML("⋯\n") } }
          for line in hunk.lines { row(line) }
        }
      }
    }
  }

  private static func row(_ line: Diff.Line) -> HTML {
    switch line {
    case .same: HTML("\(line)\n")
    case .removed: HTML("del") { HTML("\(line)\n") }
    case .added: HTML("ins") { HTML("\(line)\n") }
    }
  }
}
