public import Foundation

/// The inside of a card; its frame is the page's.
public struct RenderedCard: Sendable, Hashable {
  public var title: String
  public var subtitle: String?
  public var icon: String?
  public var href: PageURL?
  /// The time the data are from, when the spec says so.
  public var updated: Date?
  public var size: CompiledSpec.Size?
  public var body: HTML
  /// The spec's `empty` took the place of the body.
  public var isEmpty: Bool
  /// The spec wants no card at all while it is empty.
  public var isHidden: Bool
  /// What could not be shown as the spec says, for the log.
  public var warnings: [String]
  /// What can be clicked, in the order of the card; of a long list the first.
  public var actions: [RenderedAction]
}
