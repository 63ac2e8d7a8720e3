import BlockModel
import BlockUI
import DashboardEngine

/// The cards of a page: those above all sections, then section by section, each with a grid of its own.
struct SectionsView {
  let sections: [PageSection]
  let cards: [Card]
  /// What acts on sections; `nil` on a page that is only looked at.
  let tools: SectionTools?

  /// - Parameters:
  ///   - first: what stands before all cards.
  ///   - content: a card.
  @HTMLBuilder func html(first: HTML = HTML(), _ content: (Card) -> HTML) -> HTML {
    let groups = Dictionary(grouping: cards, by: section(of:))
    grid(.top, isFolded: false) {
      first
      for card in groups[.top] ?? [] { content(card) }
    }
    HTML("div", [.class("sections"), .flag("data-sections")]) {
      for section in sections {
        html(section) { for card in groups[section.id] ?? [] { content(card) } }
      }
    }
  }

  private func section(of card: Card) -> SectionID {
    let id = card.places[.wide]?.section ?? .top
    return sections.contains { $0.id == id } ? id : .top
  }

  private func html(_ section: PageSection, @HTMLBuilder _ cards: () -> HTML) -> HTML {
    var attributes: [Attribute] = [
      .class("section"), .id("section-\(section.id)"),
      Attribute("data-section", section.id.description),
      Attribute("aria-labelledby", "section-title-\(section.id)"),
    ]
    if section.isFolded { attributes.append(.flag("data-folded")) }
    return HTML("section", attributes) {
      HTML("header", class: "section-head") {
        if let tools {
          tools.fold(section)
          tools.menu(section)
        } else {
          HTML("h2", [.class("section-title"), .id("section-title-\(section.id)")]) {
            HTML(section.title)
          }
        }
      }
      grid(section.id, isFolded: tools != nil && section.isFolded, cards)
    }
  }

  private func grid(
    _ id: SectionID, isFolded: Bool, @HTMLBuilder _ cards: () -> HTML
  ) -> HTML {
    var attributes: [Attribute] = [
      .class("cards"), .id(id == .top ? "cards" : "cards-\(id)"),
      Attribute("data-cards", id.description),
    ]
    // A search in the page, and an address with a card in it, find what is folded.
    if isFolded { attributes.append(Attribute("hidden", "until-found")) }
    return HTML("div", attributes, cards)
  }
}

/// What acts on a section: the title, which folds it, and the menu. Everything is a form and works without
/// script.
struct SectionTools {
  let shell: Shell
  let session: String

  func fold(_ section: PageSection) -> HTML {
    form(section, "data-fold") {
      hidden("folded", section.isFolded ? "false" : "true")
      HTML("h2", [.class("section-title"), .id("section-title-\(section.id)")]) {
        HTML(
          "button",
          [
            .class("section-fold"), Attribute("aria-expanded", section.isFolded ? "false" : "true"),
            Attribute("aria-controls", "cards-\(section.id)"),
          ]
        ) {
          HTML("span", [.class("section-mark"), .decorative]) { HTML("▾") }
          HTML("span", [Attribute("dir", "auto"), .flag("data-title")]) { HTML(section.title) }
        }
      }
    }
  }

  func menu(_ section: PageSection) -> HTML {
    HTML("details", class: "menu") {
      HTML("summary", [.label("Menu of the section \(section.title)")]) { HTML("⋯") }
      HTML("div", class: "menu-items") {
        form(section, "data-rename") {
          HTML("label", [.class("section-name"), Attribute("for", "section-name-\(section.id)")]) {
            HTML("Title")
          }
          HTML(
            "input",
            [
              .class("input"), .id("section-name-\(section.id)"), Attribute("name", "title"),
              Attribute("value", section.title), Attribute("required", ""),
              Attribute("maxlength", "\(PageSection.longestTitle)"),
            ])
          HTML("button", class: "menu-item") { HTML("Rename") }
        }
        HTML("hr", class: "menu-line")
        form(section, "data-move") {
          HTML(
            "button", [.class("menu-item"), Attribute("name", "move"), Attribute("value", "up")]
          ) {
            HTML("Move up")
          }
          HTML(
            "button", [.class("menu-item"), Attribute("name", "move"), Attribute("value", "down")]
          ) { HTML("Move down") }
        }
        HTML("hr", class: "menu-line")
        HTML(
          "form",
          [
            Attribute("method", "post"), .url("action", .own("/sections/\(section.id)/delete")),
            .flag("data-section-form"), .flag("data-remove"),
          ]
        ) {
          shell.csrfField(session: session)
          HTML("button", class: "menu-item menu-item-danger") { HTML("Delete the section") }
        }
      }
    }
  }

  private func form(
    _ section: PageSection, _ mark: StaticString, @HTMLBuilder _ content: () -> HTML
  ) -> HTML {
    HTML(
      "form",
      [
        Attribute("method", "post"), .url("action", .own("/sections/\(section.id)")),
        .flag("data-section-form"), .flag(mark),
      ]
    ) {
      shell.csrfField(session: session)
      content()
    }
  }
}
