import BlockModel
import BlockUI
import Foundation

/// A card to be looked at and nothing else: before and after a change, of a version, of a recipe.
struct StillCard {
  let title: String
  var icon: String?
  let body: HTML?
  /// Tells its identifiers from those of every other card on the page.
  private let place: String

  /// - Parameter place: `before`, `after`, …: once on a page.
  init(
    _ compiled: CompiledSpec?, data: JSONValue, params: JSONObject, name: String, place: String,
    now: Date, surroundings: Surroundings = .current
  ) {
    let card = compiled?.renderHTML(
      RenderContext(
        data: data, params: params, block: BlockID(naming: place), blockName: name, now: now,
        surroundings: surroundings))
    title = card?.title ?? name
    icon = card?.icon
    body = card?.body
    self.place = place
  }

  /// - Parameter values: what a person set.
  init(
    _ files: BlockFiles, data: JSONValue, values: JSONObject, place: String, now: Date
  ) {
    let manifest = files.manifest
    self.init(
      CompiledSpec.compileForDisplay(files.spec, params: manifest.params).spec, data: data,
      params: manifest.values(values), name: manifest.name, place: place, now: now,
      surroundings: manifest.surroundings)
  }

  /// One of several that are compared.
  /// - Parameter label: what it is beside the others: `Before`.
  func html(_ label: String) -> HTML {
    HTML("figure", class: "still") {
      HTML("figcaption", class: "field-help") { HTML(label) }
      card("h3") {
        HTML(
          "div",
          [
            .class("still-body"), Attribute("tabindex", "0"), .label(label),
            Attribute("role", "group"),
          ]
        ) { content }
      }
    }
  }

  /// A picture of the card: nothing in it is reached by keys, and what stands beside it says what it is.
  func picture() -> HTML {
    HTML("div", [.class("still"), .flag("inert")]) {
      card("p") { HTML("div", class: "still-body") { content } }
    }
  }

  private func card(_ heading: StaticString, @HTMLBuilder _ content: () -> HTML) -> HTML {
    HTML("article", [.class("card"), Attribute("aria-labelledby", "still-\(place)")]) {
      HTML("header", class: "card-head") {
        if let icon, !icon.isEmpty {
          HTML("span", [.class("card-icon"), .decorative]) { HTML(icon) }
        }
        HTML("div", class: "card-names") {
          HTML(heading, [.class("card-title"), .id("still-\(place)")]) { HTML(title) }
        }
      }
      content()
    }
  }

  private var content: HTML {
    HTML("fieldset", [.class("card-body past-body"), .flag("disabled")]) {
      body ?? HTML("p", class: "field-help") { HTML("Nothing that it showed is kept.") }
    }
  }
}
