/// The token that shows a form comes from our own page.
enum CSRFField {
  static func html(_ painter: Painter) -> HTML? {
    painter.context.csrfToken.map {
      HTML(
        "input", [Attribute("type", "hidden"), Attribute("name", "csrf"), Attribute("value", $0)])
    }
  }
}
