/// Class names of gaps, alignment and columns.
enum Arrangement {
  static func gap(_ properties: Properties) -> String { "u-gap-\(properties.word(.gap) ?? "md")" }

  static func align(_ properties: Properties) -> String {
    properties.word(.align).map { "u-align-\($0)" } ?? ""
  }

  static func columns(_ properties: Properties) -> String {
    "c-grid--\(min(max(properties.integer(.columns) ?? 2, 1), 6))"
  }
}
