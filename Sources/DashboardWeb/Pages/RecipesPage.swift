import BlockModel
import BlockUI
import Foundation

/// `/recipes`: what works without a word of explanation, as it looks, each added by a click.
struct RecipesPage {
  /// A recipe, and what it returned for its recorded answers; `nil` when it has no preview.
  struct Item {
    let recipe: RecipeExample
    let data: JSONValue?
  }

  let shell: Shell
  let session: String
  let items: [Item]
  /// What was searched for.
  let search: String
  let now: Date

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Recipes") }
    HTML("p", class: "field-help") {
      HTML(
        "Blocks that come with Dash, as they look with recorded answers. Say their sentence in your own words, or add one as it is."
      )
    }
    HTML(
      "form",
      [
        .class("search"), Attribute("method", "get"), .url("action", .own("/recipes")),
        Attribute("role", "search"),
      ]
    ) {
      HTML(
        "input",
        [
          .class("input"), Attribute("type", "search"), Attribute("name", "q"),
          Attribute("value", search), .label("Search the recipes"),
          Attribute("placeholder", "Search"),
        ])
      HTML("button", class: "button") { HTML("Search") }
    }
    if items.isEmpty {
      HTML("p", [Attribute("role", "status")]) {
        HTML("No recipe is about “\(search)”. Describe it in the field of the dashboard instead.")
      }
    }
    HTML("ul", class: "recipes") {
      for (number, item) in items.enumerated() { row(item, number) }
    }
  }

  private func row(_ item: Item, _ number: Int) -> HTML {
    let recipe = item.recipe
    return HTML("li", class: "recipe") {
      if let files = recipe.files, let data = item.data {
        StillCard(files, data: data, values: [:], place: "recipe-\(number)", now: now).picture()
      }
      HTML("div", class: "recipe-words") {
        HTML("h2") { HTML(recipe.title) }
        HTML("p", class: "field-help") {
          HTML(recipe.summary.capitalizingFirst)
        }
        HTML("p", class: "field-help") { HTML("“\(recipe.sentence)”") }
        HTML("form", [Attribute("method", "post"), .url("action", .own("/blocks"))]) {
          shell.csrfField(session: session)
          HTML(
            "input",
            [
              Attribute("type", "hidden"), Attribute("name", "sentence"),
              Attribute("value", recipe.sentence),
            ])
          HTML("button", [.class("button"), .label("Add \(recipe.title)")]) { HTML("Add") }
        }
      }
    }
  }
}
