public import BlockModel

/// What is kept of a card at one breakpoint.
public struct CardPlace: Hashable, Sendable {
  /// Where a height comes from. A later one never gives way to an earlier.
  public enum Height: String, Hashable, Sendable {
    /// The host's guess.
    case estimated
    /// What the first browser needed that showed the card.
    case fitted
    /// A person's wish.
    case chosen
  }

  public var place: Place
  /// Nobody arranged this breakpoint: only the height of ``place`` counts.
  public var isDerived: Bool
  public var height: Height

  public init(_ place: Place, isDerived: Bool = false, height: Height) {
    self.place = place
    self.isDerived = isDerived
    self.height = height
  }
}
