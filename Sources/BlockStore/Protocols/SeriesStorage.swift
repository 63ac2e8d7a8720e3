public import BlockModel

/// The series that scripts keep, by name.
public protocol SeriesStorage: Sendable {
  /// The series of a block with the number of their points, sorted by name.
  func series(of block: BlockID) async throws(StorageError) -> [(name: String, points: Int)]
}
