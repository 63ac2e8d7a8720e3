public import Authoring
public import BlockModel
import BlockStore
import Foundation

/// What a sentence about a block has done, or what it asks the person.
public enum Refinement: Sendable {
  /// Nothing is changed yet: keep it or discard it.
  case proposed(PendingChange)
  case changed(Card)
  case deleted
  case answer(AuthoringAnswer)
}

/// A change that waits for the person's word.
public struct PendingChange: Sendable {
  /// What the person said.
  public var sentence: String
  /// The version it was made from.
  public var basedOn: VersionNumber
  public var proposal: RefineProposal
}

/// Changes by sentence: proposed, shown, and only then kept.
extension DashboardEngine {
  /// Makes a block different by a sentence. Without a word of the person, files stay as they are:
  /// ``keep(_:)`` makes the version. Settings, going back and deleting happen at once, because each
  /// can be undone the same way. A person who keeps at once is asked only when a block is to reach
  /// more than before.
  public func refine(
    _ id: BlockID, _ sentence: String,
    progress: @escaping @Sendable (AuthoringStage) -> Void = { _ in }
  ) async throws(EngineError) -> Refinement {
    let entry = try entry(id)
    let said = try await stored { () throws(StorageError) in try await storage.messages(of: id) }
    let request = RefineRequest(
      files: entry.files, params: entry.record.params, sentence: sentence,
      history: said.map { ModelMessage($0.author == .person ? .user : .assistant, $0.text) },
      lastData: entry.data?.data, grants: Array(entry.record.grants))
    entries[id]?.pending = nil
    let calls = CallRecord()
    let result = await refining(request, progress) { calls.add($0) }
    await keep(calls, of: id)
    guard !Task.isCancelled else {
      return .answer(AuthoringAnswer("Cancelled. Nothing was changed."))
    }
    let (refinement, reply) = try await perform(result, of: id, sentence, entry.record.version)
    if let reply {
      let now = settings.now()
      try await stored { () throws(StorageError) in
        try await storage.addMessages(
          [ChatMessage(.person, sentence, at: now), ChatMessage(.dash, reply, at: now)], to: id)
      }
      hub.send(.cardChanged(id))
    }
    return refinement
  }

  /// What was said about a block, oldest first.
  public func conversation(_ id: BlockID) async throws(EngineError) -> [ChatMessage] {
    _ = try entry(id)
    return try await stored { () throws(StorageError) in try await storage.messages(of: id) }
  }

  /// What models were asked for a block, newest first.
  public func modelCalls(
    of id: BlockID, limit: Int = 50
  ) async throws(EngineError) -> [ModelCall] {
    _ = try entry(id)
    return try await stored { () throws(StorageError) in
      try await storage.modelCalls(of: id, limit: limit)
    }
  }

  /// The change that waits for a word.
  public func pendingChange(_ id: BlockID) throws(EngineError) -> PendingChange? {
    try entry(id).pending
  }

  /// Makes a version of the change that waits.
  /// - Throws: ``EngineError/conflict(serving:basedOn:)`` when another version was made meanwhile.
  @discardableResult
  public func keep(_ id: BlockID) async throws(EngineError) -> Card {
    guard let pending = try entry(id).pending else { return try card(id) }
    let card = try await take(pending, id)
    await say("Kept as version \(card.version).", id)
    return card
  }

  private func take(_ pending: PendingChange, _ id: BlockID) async throws(EngineError) -> Card {
    let proposal = pending.proposal
    _ = try await edit(
      id, BlockTexts(proposal.files), basedOn: pending.basedOn,
      author: proposal.method == "command" ? .drafter : .model,
      explanation: proposal.explanation)
    entries[id]?.pending = nil
    if let params = proposal.params { try await setParams(id, params) }
    return try card(id)
  }

  private static let keepsAtOnceName = "keep changes at once"

  /// Does a change by sentence become a version without a word of the person?
  public func keepsAtOnce() async throws(EngineError) -> Bool {
    try await stored { () throws(StorageError) in
      try await storage.setting(Self.keepsAtOnceName)?.bool ?? false
    }
  }

  public func setKeepsAtOnce(_ isOn: Bool) async throws(EngineError) {
    try await stored { () throws(StorageError) in
      try await storage.setSetting(Self.keepsAtOnceName, to: .bool(isOn))
    }
  }

  /// Forgets the change that waits; the block stays as it is.
  public func discard(_ id: BlockID) async throws(EngineError) {
    guard try entry(id).pending != nil else { return }
    entries[id]?.pending = nil
    hub.send(.cardChanged(id))
    await say("Discarded. Nothing was changed.", id)
  }

  // MARK: Inside

  /// - Returns: what happened, and what is said of it; nothing is said of a block that is gone.
  private func perform(
    _ result: RefineResult, of id: BlockID, _ sentence: String, _ version: VersionNumber
  ) async throws(EngineError) -> (Refinement, reply: String?) {
    switch result {
    case .answer(let answer): return (.answer(answer), answer.message)
    case .proposal(let proposal):
      let isWider = proposal.permissionDiff.addedLines > 0
      let keepsAtOnce = try await self.keepsAtOnce()
      let pending = PendingChange(sentence: sentence, basedOn: version, proposal: proposal)
      entries[id]?.pending = pending
      guard keepsAtOnce, !isWider else { return (.proposed(pending), proposal.explanation) }
      let card = try await take(pending, id)
      return (.changed(card), "\(proposal.explanation) Kept as version \(card.version).")
    case .settings(let values):
      try await setParams(id, values)
      let told = values.map { "\($0.key) to \($0.value.string ?? $0.value.json())" }
      return (.changed(try card(id)), "Set \(told.joined(separator: ", ")).")
    case .delete:
      try await delete(id)
      return (.deleted, nil)
    case .restore(let number):
      let versions = try await versions(of: id).map(\.number)
      guard let target = number.map(VersionNumber.init) ?? versions.first(where: { $0 < version })
      else {
        let message = "There is only one version of this block, so there is nothing to go back to."
        return (.answer(AuthoringAnswer(message)), message)
      }
      let card = try await restore(id, target, basedOn: version)
      return (.changed(card), "Went back to version \(target), as version \(card.version).")
    }
  }

  private func say(_ text: String, _ id: BlockID) async {
    do {
      try await storage.addMessages([ChatMessage(.dash, text, at: settings.now())], to: id)
    } catch { logger.warning("\(error)") }
  }
}
