import BlockModel
import BlockUI

extension Shell {
  /// A form of a block's settings: what it posts is done, and the settings are shown again.
  /// - Parameter path: below `/blocks/BLOCK/`.
  func settingsForm(
    _ path: String, of block: BlockID, session: String, @HTMLBuilder _ content: () -> HTML
  ) -> HTML {
    HTML(
      "form",
      [
        Attribute("method", "post"), .url("action", .own("/blocks/\(block)/\(path)")),
        .flag("data-params"), Attribute("data-reload", "/blocks/\(block)/params"),
      ]
    ) {
      csrfField(session: session)
      content()
    }
  }
}

/// A field that a form sends and nobody sees.
func hidden(_ name: String, _ value: String) -> HTML {
  HTML(
    "input",
    [Attribute("type", "hidden"), Attribute("name", name), Attribute("value", value)])
}
