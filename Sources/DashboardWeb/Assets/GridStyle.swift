import BlockModel

/// The style of places. A page has no inline style, so a place is a few classes of the card, and every
/// class is a rule of the style sheet: `wx3` begins in the fourth column of the wide page, `ww6` is six
/// columns wide, `wh8` is eight rows high, and `wy7 wy120`, digit by digit, begin in row 127.
/// `WebAssets/js/layout.js` writes the same classes.
enum GridStyle {
  /// The classes of a card with these places.
  static func classes(_ places: [Breakpoint: Place]) -> String {
    Breakpoint.allCases.compactMap { breakpoint in
      places[breakpoint].map { classes($0, on: breakpoint) }
    }.joined(separator: " ")
  }

  private static func classes(_ place: Place, on breakpoint: Breakpoint) -> String {
    let mark = mark(breakpoint)
    var names = breakpoint == .phone ? [] : ["x\(place.x)", "w\(place.w)", "h\(place.h)"]
    for digit in [1, 10, 100, 1_000] where place.y / digit % 10 > 0 {
      names.append("y\(place.y / digit % 10 * digit)")
    }
    return names.map { mark + $0 }.joined(separator: " ")
  }

  private static func mark(_ breakpoint: Breakpoint) -> String {
    switch breakpoint {
    case .wide: "w"
    case .medium: "m"
    case .phone: "p"
    }
  }

  private static func media(_ breakpoint: Breakpoint) -> String {
    switch breakpoint {
    case .wide: "(width > 64rem)"
    case .medium: "(40rem <= width <= 64rem)"
    case .phone: "(width < 40rem)"
    }
  }

  /// The rules of all places that there are.
  static let css = Breakpoint.allCases.map { breakpoint in
    "@media \(media(breakpoint)) {\n\(rules(breakpoint))\n}\n"
  }.joined()

  private static func rules(_ breakpoint: Breakpoint) -> String {
    let mark = mark(breakpoint)
    var rules: [String] = []
    for digit in [1, 10, 100, 1_000] {
      for number in 1...9 {
        rules.append(".\(mark)y\(number * digit){--y\(digit):\(number * digit)}")
      }
    }
    let row = "calc(1 + var(--y1, 0) + var(--y10, 0) + var(--y100, 0) + var(--y1000, 0))"
    guard breakpoint != .phone else {
      return (rules + [".cards>*{order:\(row)}"]).joined(separator: "\n")
    }
    rules.append(".cards>:not(.job){grid-row-start:\(row)}")
    for column in 0..<breakpoint.columns {
      rules.append(".\(mark)x\(column){grid-column-start:\(column + 1)}")
      rules.append(".\(mark)w\(column + 1){grid-column-end:span \(column + 1)}")
    }
    for height in 1...48 { rules.append(".\(mark)h\(height){grid-row-end:span \(height)}") }
    return rules.joined(separator: "\n")
  }
}
