public import BlockModel
public import Foundation

/// A card as it was at a moment.
public struct PastCard: Sendable, Identifiable {
  /// With the files, settings and data of then, in its place of today. It may do nothing.
  public var card: Card
  /// Since when it showed this; `nil` when nothing of the moment is kept.
  public var since: Date?
  /// When the block was deleted; it lies in the trash.
  public var deletedAt: Date?

  public var id: BlockID { card.id }
}

/// All that the page showed at a moment.
public struct PastPage: Sendable {
  public var moment: Date
  public var cards: [PastCard]
  /// The moments of the oldest and the newest result of all blocks; `nil` when none is kept.
  public var span: ClosedRange<Date>?
}
