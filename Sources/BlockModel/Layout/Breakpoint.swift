/// The widths of a page that have a layout of their own.
public enum Breakpoint: String, Hashable, Sendable, CaseIterable {
  /// More than 1024 px.
  case wide
  /// 640 to 1024 px.
  case medium
  /// Below. Cards are as wide as the screen and as tall as what they show: only their order is kept, as
  /// rows of height 1.
  case phone

  public var columns: Int {
    switch self {
    case .wide: 12
    case .medium: 6
    case .phone: 1
    }
  }

  /// The nearest place that this grid has.
  public func fitting(_ place: Place) -> Place {
    guard self != .phone else {
      return Place(x: 0, y: place.y, w: 1, h: 1, section: place.section)
    }
    let w = min(max(place.w, Self.narrowest), columns)
    return Place(
      x: min(place.x, columns - w), y: place.y, w: w, h: max(place.h, Self.lowest),
      section: place.section)
  }

  /// Columns of the narrowest card, and rows of the lowest.
  private static let narrowest = 3
  private static let lowest = 2
}
