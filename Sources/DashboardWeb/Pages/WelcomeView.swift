import BlockModel
import BlockUI
import Foundation

/// What an empty dashboard shows: what Dash does, blocks that work at once as they will look, and the ways on.
struct WelcomeView {
  let shell: Shell
  let session: String
  /// Those of a new dashboard, in their order.
  let starters: [RecipesPage.Item]
  let isHidden: Bool
  let now: Date

  var html: HTML {
    HTML(
      "section",
      [.class("welcome"), .flag("data-welcome"), Attribute("aria-labelledby", "welcome")]
        + (isHidden ? [.flag("hidden")] : [])
    ) {
      HTML("h2", [.id("welcome")]) { HTML("Your dashboard is empty") }
      HTML("p") {
        HTML("Say above what you want to see, or paste the address of a feed, a table or an API.")
      }
      HTML("p") {
        HTML("It becomes a block that runs by itself and says so when something is wrong.")
      }
      HTML("p") { HTML("Change it later in the same way: “only 5”, “as a chart”, “every hour”.") }
      if !starters.isEmpty {
        HTML("p", class: "welcome-lead") {
          HTML("These work at once, without a model and without a key:")
        }
        HTML("ul", class: "starters") {
          for (number, item) in starters.enumerated() { starter(item, number) }
        }
      }
      HTML("p", class: "welcome-ways") {
        HTML("a", [.class("button"), .url("href", .own("/recipes"))]) { HTML("All recipes") }
        HTML("a", [.class("button"), .url("href", .own("/models"))]) {
          HTML("Connect a model")
        }
        HTML("span", class: "field-help") {
          HTML("A model is optional. It writes blocks for which there is no recipe.")
        }
      }
    }
  }

  private func starter(_ item: RecipesPage.Item, _ number: Int) -> HTML {
    // What was said to get what the picture shows.
    let prompt = item.recipe.files?.manifest.prompt ?? ""
    let sentence = prompt.isEmpty ? item.recipe.sentence : prompt
    return HTML("li", class: "starter") {
      if let files = item.recipe.files, let data = item.data {
        StillCard(files, data: data, values: [:], place: "starter-\(number)", now: now).picture()
      }
      HTML("form", [Attribute("method", "post"), .url("action", .own("/blocks"))]) {
        shell.csrfField(session: session)
        HTML(
          "input",
          [
            Attribute("type", "hidden"), Attribute("name", "sentence"),
            Attribute("value", sentence),
          ])
        HTML("button", [.class("button"), Attribute("data-example", sentence)]) {
          HTML("span", [.class("starter-add"), .decorative]) { HTML("+") }
          HTML("span") { HTML(sentence) }
        }
      }
    }
  }
}
