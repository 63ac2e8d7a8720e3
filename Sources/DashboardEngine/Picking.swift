public import Authoring
public import BlockModel
public import Drafting

/// What the source of a block offers, and what of it the block shows.
public struct BlockOffer: Sendable {
  public var offering: SourceOffering
  public var query: BlockQuery
}

/// Blocks by hand: what a source offers, and a query over it instead of a sentence.
extension DashboardEngine {
  /// What a source offers.
  /// - Parameter grants: what the person allowed, as places that are not public.
  public nonisolated func offer(
    of source: String, grants: [Grant.Subject] = []
  ) async -> Result<SourceOffering, AuthoringAnswer> {
    await offering(source, nil, grants)
  }

  /// What the source of a block offers, and the query of the block; an answer when its files are not what
  /// a query compiles to.
  public func offer(
    of id: BlockID
  ) async throws(EngineError) -> Result<BlockOffer, AuthoringAnswer> {
    guard let query = try await query(of: id) else { return .failure(Author.handMade) }
    let entry = try await entry(id)
    return await offering(query.source, entry.permissions, []).map {
      BlockOffer(offering: $0, query: query)
    }
  }

  /// The query that a block is compiled from; `nil` when a model or a person wrote its files.
  public func query(of id: BlockID) async throws(EngineError) -> BlockQuery? {
    let entry = try await entry(id)
    return entry.files.query(entry.record.params)
  }

  /// Makes a block of what was picked.
  public func add(
    _ pick: PickedQuery, grants: [Grant.Subject] = [],
    progress: @escaping @Sendable (AuthoringStage) -> Void = { _ in }
  ) async throws(EngineError) -> AddResult {
    try await add(AuthoringRequest(pick: pick, grants: grants), progress)
  }

  /// The block that ``add(_:grants:progress:)`` would make; nothing is kept.
  public nonisolated func preview(
    _ pick: PickedQuery, grants: [Grant.Subject] = []
  ) async -> AuthoringResult {
    await draft(AuthoringRequest(pick: pick, grants: grants), { _ in }, { _ in })
  }

  /// Makes a block show what was picked instead: proposed, shown and kept as a change by sentence is.
  public func refine(
    _ id: BlockID, to pick: PickedQuery, grants: [Grant.Subject] = [], isUnattended: Bool = false,
    progress: @escaping @Sendable (AuthoringStage) -> Void = { _ in }
  ) async throws(EngineError) -> Refinement {
    try await refine(
      id, "Picked by hand.", pick: pick, grants: grants, isUnattended: isUnattended,
      progress: progress)
  }
}
