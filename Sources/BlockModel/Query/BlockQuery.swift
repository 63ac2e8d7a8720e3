/// The query that the files of a block were compiled from, as `block.json` keeps it.
public struct BlockQuery: Hashable, Sendable {
  /// The address of the source.
  public var source: String
  /// Over a record set of the source.
  public var query: RowQuery
  /// What the person called the block; `nil`: the query names it.
  public var title: String?
  /// The source is asked for as a browser shows it.
  public var isInBrowser: Bool
  /// ``BlockFiles/fingerprint`` of the files that the query compiled to: as long as it is theirs, a
  /// change of the query may write them anew.
  public var compiled: String

  /// The setting of compiled blocks for the number of rows.
  public static let countName = "count"

  public init(
    source: String, query: RowQuery, title: String? = nil, isInBrowser: Bool = false,
    compiled: String = ""
  ) {
    self.source = source
    self.query = query
    self.title = title
    self.isInBrowser = isInBrowser
    self.compiled = compiled
  }
}
