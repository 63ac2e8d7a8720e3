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
    now: Date
  ) {
    let card = compiled?.renderHTML(
      RenderContext(
        data: data, params: params, block: BlockID(naming: place), blockName: name, now: now))
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
      params: manifest.values(values), name: manifest.name, place: place, now: now)
  }

  /// - Parameters:
  ///   - label: what it is beside others: `Before`.
  ///   - heading: the element of its title.
  func html(
    _ label: String, heading: StaticString = "h3", isLabelShown: Bool = true
  ) -> HTML {
    HTML("figure", class: "still") {
      HTML("figcaption", class: isLabelShown ? "field-help" : "visually-hidden") { HTML(label) }
      HTML("article", [.class("card"), Attribute("aria-labelledby", "still-\(place)")]) {
        HTML("header", class: "card-head") {
          if let icon, !icon.isEmpty {
            HTML("span", [.class("card-icon"), .decorative]) { HTML(icon) }
          }
          HTML("div", class: "card-names") {
            HTML(heading, [.class("card-title"), .id("still-\(place)")]) { HTML(title) }
          }
        }
        HTML(
          "div",
          [
            .class("still-body"), Attribute("tabindex", "0"), .label(label),
            Attribute("role", "group"),
          ]
        ) {
          HTML("fieldset", [.class("card-body past-body"), .flag("disabled")]) {
            body ?? HTML("p", class: "field-help") { HTML("Nothing that it showed is kept.") }
          }
        }
      }
    }
  }
}
