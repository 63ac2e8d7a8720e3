public import BlockModel

/// Where the cards of the page stand, for each breakpoint, and its sections.
public protocol LayoutStorage: Sendable {
  /// What is kept of blocks that are not deleted, and of those in the trash, who go back to their places.
  func cardPlaces(on breakpoint: Breakpoint) async throws(StorageError) -> [BlockID: CardPlace]
  /// Replaces what is kept of these blocks; of others it stays. A block that is not there is passed over.
  func setCardPlaces(
    _ places: [BlockID: CardPlace], on breakpoint: Breakpoint
  ) async throws(StorageError)
  /// The sections in their order, without ``SectionID/top``.
  func sections() async throws(StorageError) -> [PageSection]
  /// Replaces all sections. Places that name one which is gone stay as they are.
  func setSections(_ sections: [PageSection]) async throws(StorageError)
}
