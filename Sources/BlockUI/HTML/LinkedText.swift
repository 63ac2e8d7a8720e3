/// A text or a picture, as a link where there is an address.
enum LinkedText {
  static func html(_ text: String, _ url: PageURL?) -> HTML { html(HTML(text), url) }

  static func html(_ content: HTML, _ url: PageURL?) -> HTML {
    guard let url else { return content }
    return HTML(
      "a",
      [
        .url("href", url), Attribute("rel", "noopener noreferrer nofollow"),
        Attribute("target", "_blank"), Attribute("referrerpolicy", "no-referrer"),
      ]
    ) { content }
  }
}
