public import Authoring
import BlockHealth
public import BlockModel
import BlockStore
import BlockUI
import Foundation
public import OrderedCollections

extension DashboardEngine {
  /// Makes a block of a sentence. A cancelled or failed attempt leaves nothing behind.
  ///
  /// - Parameters:
  ///   - grants: what the person allowed for it, as places that are not public.
  ///   - progress: called as the work goes on, from any thread.
  public func add(
    _ sentence: String, grants: [Grant.Subject] = [],
    progress: @escaping @Sendable (AuthoringStage) -> Void = { _ in }
  ) async throws(EngineError) -> AddResult {
    try await add(AuthoringRequest(sentence: sentence, grants: grants), progress)
  }

  /// Makes a block of a sentence, or of what was picked.
  func add(
    _ request: AuthoringRequest, _ progress: @escaping @Sendable (AuthoringStage) -> Void
  ) async throws(EngineError) -> AddResult {
    var request = request
    let keys = try await keepKeys(of: &request)
    let calls = CallRecord()
    let result = await draft(request, progress) { calls.add($0) }
    guard !Task.isCancelled else {
      try await forgetKeys(keys)
      await keep(calls, of: nil)
      return .answer(AuthoringAnswer("Cancelled. No block was made."))
    }
    switch result {
    case .answer(let answer):
      try await forgetKeys(keys)
      await keep(calls, of: nil)
      return .answer(answer)
    case .draft(let draft):
      let author: VersionAuthor =
        if draft.method == "drafter" { .drafter } else if draft.method.hasPrefix("recipe") {
          .recipe
        } else { .model }
      let told = [draft.explanation, Self.words(on: request.grants)].compactMap { $0 }
      let card = try await install(
        draft.files, author: author, explanation: told.joined(separator: " "),
        report: draft.report, outcome: draft.outcome, grants: request.grants)
      await keep(calls, of: card.id)
      return .added(card)
    }
  }

  /// Makes a block of files that are known to be good: they passed the gate as a draft, of an agent or as a
  /// package, or nothing in them is new. The starters are recipes, which the tests of Dash hold against their
  /// recordings, and a copy has the files of a block that serves.
  ///
  /// - Parameters:
  ///   - report: what the gate found, in words.
  ///   - outcome: the run that proved it; without one the block runs at once.
  ///   - allowsPublic: it may reach the public hosts of its manifest, besides what is granted.
  /// - Throws: ``EngineError/edit(_:)`` when the spec does not compile.
  @discardableResult
  public func install(
    _ files: BlockFiles, author: VersionAuthor, explanation: String, report: String = "",
    outcome: RunOutcome? = nil,
    grants: [Grant.Subject] = [], allowsPublic: Bool = true, params: JSONObject = [:]
  ) async throws(EngineError) -> Card {
    let (spec, check, _) = CompiledSpec.compile(files.spec, params: files.manifest.params)
    guard let spec else { throw .edit(EditProblem(check)) }
    let id = try await freeID(files.manifest.name)
    let version = NewVersion(
      texts: BlockTexts(files), author: author, explanation: explanation, report: report,
      createdAt: settings.now())
    var run: NewRun?
    if var outcome {
      if let data = outcome.data {
        outcome.specProblems =
          spec.check(data: data, params: files.manifest.values(params)).errors.map(\.text)
      }
      run = await judged(
        outcome, of: LoadedBlock(new: id, files, by: author, at: version.createdAt),
        reason: .create)
    }
    let block = NewBlock(
      id: id, version: version,
      grants: (allowsPublic ? files.manifest.permissions.publicSubjects : []).union(grants),
      run: run)
    try await stored { () throws(StorageError) in
      _ = try await storage.create(block)
      if !params.isEmpty { try await storage.setParams(params, of: id) }
    }
    try await refreshEntry(id)
    try await placeAgain(id)
    hub.send(.cardAdded(id))
    await note("Added '\(files.manifest.name)'. \(explanation)", id)
    if outcome == nil {
      startRun(id, .create)
    } else {
      try await planAfterChange(id)
    }
    return try await card(id)
  }

  /// One that no block has, and none in the trash, which may come back.
  private func freeID(_ name: String) async throws(EngineError) -> BlockID {
    let deleted = Set(
      try await stored { () throws(StorageError) in try await storage.deletedBlocks() }.map(\.id))
    var id = BlockID(naming: name)
    while entries[id] != nil || deleted.contains(id) { id = BlockID(naming: name) }
    return id
  }
}
