public import BlockModel
public import Foundation

/// What blocks showed, and when.
///
/// ``RunStorage/save(_:)`` keeps what a run returned if it, the version or the settings are not those of the
/// result before; what only moved with the clock is not new. A block keeps all results of its last day of use,
/// one an hour of the week before, and one a day for as many days as its manifest says (`keep.results`), 5 MiB in
/// all: when they are more, the finer ones go first. Those of blocks in the trash stay with them.
public protocol ResultStorage: Sendable {
  /// Newest first.
  func results(of id: BlockID, limit: Int) async throws(StorageError) -> [ResultSummary]
  /// - Returns: `nil` when it is not kept any more.
  func result(_ number: Int64) async throws(StorageError) -> PastResult?
  /// The last result that is not later than a moment; `nil` when none is kept.
  func result(of id: BlockID, at date: Date) async throws(StorageError) -> PastResult?
  /// The moments of the oldest and the newest result of all blocks; `nil` when none is kept.
  func resultSpan() async throws(StorageError) -> ClosedRange<Date>?
}
