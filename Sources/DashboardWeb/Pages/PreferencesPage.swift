import BlockModel
import BlockUI
import Foundation

/// `/preferences`: where the person is, and the language that numbers and dates are written in.
struct PreferencesPage {
  let shell: Shell
  let session: String
  /// What the fields hold: what is chosen, or what could not be taken.
  let zone: String
  let locale: String
  let told: ToldNote?

  @HTMLBuilder var html: HTML {
    HTML("h1") { HTML("Preferences") }
    if let told { told.html }
    HTML(
      "form",
      [
        .class("c-form settings"), Attribute("method", "post"),
        .url("action", .own("/preferences")),
      ]
    ) {
      shell.csrfField(session: session)
      field(
        "zone", "Time zone", zone, "As this machine: \(Surroundings.machine.zone)",
        TimeZone.knownTimeZoneIdentifiers,
        help: "Days begin there, and blocks that run at a time of day run at its time.")
      field(
        "locale", "Language", locale, "As this machine: \(Surroundings.machine.locale)",
        Self.locales,
        help:
          "How cards write numbers and dates, unless a block says otherwise: en-GB, de, pt-BR.")
      HTML("div") {
        HTML("button", class: "button button-primary") { HTML("Save") }
      }
    }
  }

  /// Suggestions; any other is taken as well.
  private static let locales = [
    "de", "de-AT", "de-CH", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-US", "es", "es-MX",
    "fr", "fr-CA", "fr-CH", "it", "it-CH", "nl", "nl-BE", "pt", "pt-BR", "sv", "pl", "ja",
  ]

  private func field(
    _ name: StaticString, _ label: String, _ value: String, _ placeholder: String,
    _ suggestions: [String], help: String
  ) -> HTML {
    let id = "preference-\(name)"
    return HTML("div", class: "field") {
      HTML("label", [Attribute("for", id)]) { HTML(label) }
      HTML(
        "input",
        [
          .class("input"), .id(id), Attribute("name", "\(name)"), Attribute("value", value),
          Attribute("placeholder", placeholder), Attribute("list", "\(id)-list"),
          Attribute("autocomplete", "off"), Attribute("spellcheck", "false"),
          Attribute("aria-describedby", "\(id)-help"),
        ])
      HTML("datalist", [.id("\(id)-list")]) {
        for suggestion in suggestions { HTML("option", [Attribute("value", suggestion)]) {} }
      }
      HTML("p", [.class("field-help"), .id("\(id)-help")]) { HTML(help) }
    }
  }
}
