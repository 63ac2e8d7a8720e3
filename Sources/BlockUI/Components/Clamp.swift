/// Class names that cut a text after some lines.
enum Clamp {
  static func name(_ properties: Properties) -> String {
    properties.integer(.lines).map { "u-clamp-\(min(max($0, 1), 20))" } ?? ""
  }
}
