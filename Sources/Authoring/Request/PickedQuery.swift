public import BlockModel

/// A query that somebody put together by hand, over a source.
public struct PickedQuery: Sendable, Hashable {
  /// The address of the source, as it was typed; of a change of a block, what it has.
  public var source: String
  /// Its names and values are still to be held against the source.
  public var query: RowQuery
  /// What the block is called; `nil`: the query names it.
  public var title: String?
  /// `nil`: as often as the source suggests, or as before.
  public var schedule: Schedule?

  public init(
    source: String, query: RowQuery, title: String? = nil, schedule: Schedule? = nil
  ) {
    self.source = source
    self.query = query
    self.title = title
    self.schedule = schedule
  }
}
