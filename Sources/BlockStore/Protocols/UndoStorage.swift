public import BlockModel
public import Foundation

/// What can be undone: one ordered list for the whole page.
public protocol UndoStorage: Sendable {
  /// Writes down a change that is about to be made; of each block the newest 50 are kept.
  /// - Parameter before: what was, in the form of whoever will bring it back.
  func remember(
    _ what: String, of block: BlockID?, before: JSONValue, at: Date
  ) async throws(StorageError) -> UndoStep.ID
  /// The change was made. A step that is gone already is passed over.
  func complete(_ step: UndoStep.ID, after: JSONValue) async throws(StorageError)
  /// Newest first; of the whole page when `block` is nil.
  func undoSteps(of block: BlockID?, limit: Int) async throws(StorageError) -> [UndoStep]
  /// Takes steps off the list, because they were undone or mean nothing any more.
  func forget(_ steps: [UndoStep.ID]) async throws(StorageError)
}
