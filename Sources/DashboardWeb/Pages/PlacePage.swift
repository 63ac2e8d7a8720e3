import BlockModel
import BlockUI

/// Moves and resizes a card without a mouse or a script. With script the same is a bar on the page.
struct PlacePage {
  let shell: Shell
  let session: String
  let block: BlockID
  let name: String
  /// On the wide page.
  let place: Place?
  let sections: [PageSection]

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML("Place of \(name)") }
      if let place {
        HTML("p", class: "field-help") {
          HTML(
            "On a wide screen it begins in column \(place.x + 1), row \(place.y + 1), and is \(place.w) of 12 columns wide."
          )
        }
      }
      buttons("Move", "step", GridLayout.Direction.allCases.map { ($0.rawValue, $0.label) })
      buttons("Size", "size", NamedSize.allCases.map { ($0.rawValue, $0.label) })
      if !sections.isEmpty {
        let choices =
          [(value: SectionID.top.description, label: "Top of the page")]
          + sections.map { (value: $0.id.description, label: $0.title) }
        buttons(
          "Section", "section",
          choices.filter { $0.value != (place?.section ?? .top).description })
      }
    }
  }

  private func buttons(
    _ title: String, _ field: String, _ choices: [(value: String, label: String)]
  ) -> HTML {
    HTML(
      "form",
      [
        .class("settings"), Attribute("method", "post"),
        .url("action", .own("/blocks/\(block)/place")),
      ]
    ) {
      shell.csrfField(session: session)
      HTML("fieldset", class: "choices") {
        HTML("legend") { HTML(title) }
        for choice in choices {
          HTML(
            "button",
            [
              .class("button"), Attribute("name", field), Attribute("value", choice.value),
            ]
          ) { HTML(choice.label) }
        }
      }
    }
  }
}

extension GridLayout.Direction {
  var label: String {
    switch self {
    case .left: "Left"
    case .right: "Right"
    case .up: "Up"
    case .down: "Down"
    }
  }
}

/// The sizes that a person chooses by name.
enum NamedSize: String, CaseIterable {
  case small, medium, large, full

  var label: String {
    switch self {
    case .small: "Small"
    case .medium: "Medium"
    case .large: "Large"
    case .full: "Full width"
    }
  }

  /// Rows of the grid.
  var rows: Int {
    switch self {
    case .small: 4
    case .medium: 6
    case .large: 8
    case .full: 10
    }
  }

  func columns(on breakpoint: Breakpoint) -> Int {
    let wide =
      switch self {
      case .small: 3
      case .medium: 4
      case .large: 6
      case .full: 12
      }
    return breakpoint == .wide ? wide : wide < 6 ? 3 : 6
  }
}
