/// Stands where a component cannot be shown.
enum Placeholder {
  static func sentence(_ name: String) -> String {
    "This part (\(name.prefix(40))) needs a newer version"
  }

  static func html(_ name: String) -> HTML { note(sentence(name)) }

  static let tooLarge = note("This part is too large to show. Let the script return less of it.")

  private static func note(_ sentence: String) -> HTML {
    HTML("p", class: "c-placeholder") { HTML(sentence) }
  }
}
