/// What is shown for a value that is not there.
enum MissingValue {
  static func html(_ text: String?) -> HTML {
    if let text { return HTML(text) }
    return HTML("span", [.class("u-missing"), .decorative]) { HTML("–") }
      + HTML("span", class: "u-hidden") { HTML("no data") }
  }
}
