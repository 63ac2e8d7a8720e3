import BlockHealth
public import BlockModel
public import BlockStore
import BlockUI
public import Foundation

/// What cards showed, made of kept results. No source is asked, and nothing can be changed from there.
extension DashboardEngine {
  /// What a block showed, newest first.
  public func results(
    of id: BlockID, limit: Int = 500
  ) async throws(EngineError) -> [ResultSummary] {
    try await stored { () throws(StorageError) in try await storage.results(of: id, limit: limit) }
  }

  /// What a block showed at a moment; `nil` when nothing of then is kept.
  public func result(
    of id: BlockID, at date: Date
  ) async throws(EngineError) -> PastResult? {
    try await stored { () throws(StorageError) in try await storage.result(of: id, at: date) }
  }

  /// The card of a moment; `nil` when the block was not there then.
  public func card(_ id: BlockID, at date: Date) async throws(EngineError) -> PastCard? {
    if let entry = entries[id] { return try await past(entry.record, date) }
    let deleted = try await stored { () throws(StorageError) in
      try await storage.deletedBlocks()
    }
    guard let record = deleted.first(where: { $0.id == id }) else { throw .noBlock(id) }
    return try await past(record, date)
  }

  /// All cards of a moment: those of today in their order, then those that were deleted since.
  public func page(at date: Date) async throws(EngineError) -> PastPage {
    let deleted = try await stored { () throws(StorageError) in
      try await storage.deletedBlocks()
    }
    var cards: [PastCard] = []
    for record in order.compactMap({ entries[$0]?.record }) + deleted {
      // One that is purged meanwhile was not there.
      if let card = try? await past(record, date) { cards.append(card) }
    }
    let span = try await stored { () throws(StorageError) in try await storage.resultSpan() }
    return PastPage(moment: date, cards: cards, span: span)
  }

  private func past(
    _ record: BlockRecord, _ date: Date
  ) async throws(EngineError) -> PastCard? {
    if let deletedAt = record.deletedAt, deletedAt <= date { return nil }
    let result = try await result(of: record.id, at: date)
    guard result != nil || record.createdAt <= date else { return nil }
    let version = result?.summary.version ?? record.version
    let texts = try await stored { () throws(StorageError) in
      try await storage.texts(of: record.id, version: version)
    }
    let files =
      (try? texts.loaded())
      ?? BlockFiles(manifest: Manifest(name: record.id.text), script: "", spec: "")
    let manifest = files.manifest
    let compiled = CompiledSpec.compileForDisplay(files.spec, params: manifest.params).spec
    var card = Card(
      id: record.id, name: manifest.name, state: result == nil ? .new : .ok,
      sentence: result == nil
        ? "What it showed then is not kept."
        : "It showed this since \(Self.words(result?.summary.at ?? date)).",
      nextAction: nil, isRunning: false, manifest: manifest, permissions: Permissions(),
      isPrivate: true, params: manifest.values(result?.params ?? record.params),
      compiled: compiled, data: result?.data, dataAt: result?.summary.at, lastRun: nil,
      nextRun: nil, version: version, author: record.author, editProblem: nil)
    if record.deletedAt == nil { card = placed(card) }
    return PastCard(card: card, since: result?.summary.at, deletedAt: record.deletedAt)
  }

  /// `25 Nov 2026, 08:00`
  static func words(_ date: Date) -> String {
    date.formatted(
      Surroundings.current.english.day().month(.abbreviated).year()
        .hour().minute())
  }
}
