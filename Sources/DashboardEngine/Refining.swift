public import Authoring
public import BlockModel
import BlockStore
public import Foundation
import LanguageModels

/// What a sentence about a block has done, or what it asks the person.
public enum Refinement: Sendable {
  /// Nothing is changed yet: keep it or discard it.
  case proposed(PendingChange)
  case changed(Card)
  case deleted
  case answer(AuthoringAnswer)
  /// Nothing was done, because nobody could be asked: what would have happened, as a sentence.
  case withheld(String)
}

/// A change that waits for the person's word.
public struct PendingChange: Sendable, Identifiable {
  /// Tells this proposal from any other: a word of the person is for what they saw.
  public let id = UUID()
  /// What the person said.
  public var sentence: String
  /// The version it was made from.
  public var basedOn: VersionNumber
  public var proposal: RefineProposal
  /// What the person allowed for it; keeping it keeps that, too.
  public var grants: [Grant.Subject] = []
  /// What it makes of recorded answers, in words; empty when nothing was recorded.
  public var backtest = ""
}

/// A sentence that was answered instead of done, with what would help.
public struct OpenQuestion: Sendable {
  public var sentence: String
  /// What was allowed with it already.
  public var grants: [Grant.Subject]
  public var answer: AuthoringAnswer
}

/// Changes by sentence: proposed, shown, and only then kept.
extension DashboardEngine {
  /// Makes a block different by a sentence. Without a word of the person, files stay as they are:
  /// ``keep(_:_:)`` makes the version. Settings and going back happen at once, because "undo" takes
  /// them back; deleting does, because the trash keeps the block. A person who keeps at once is asked only when a block is to reach
  /// more than before.
  ///
  /// - Parameters:
  ///   - grants: what the person allowed with the sentence.
  ///   - isUnattended: nobody can be asked or take it back, as in a script of the shell: nothing is
  ///     done at once, and nothing is kept at once.
  public func refine(
    _ id: BlockID, _ sentence: String, grants: [Grant.Subject] = [], isUnattended: Bool = false,
    progress: @escaping @Sendable (AuthoringStage) -> Void = { _ in }
  ) async throws(EngineError) -> Refinement {
    try await refine(
      id, sentence, pick: nil, grants: grants, isUnattended: isUnattended, progress: progress)
  }

  /// - Parameters:
  ///   - sentence: what the conversation says the person wanted.
  ///   - pick: what was picked instead of it.
  func refine(
    _ id: BlockID, _ sentence: String, pick: PickedQuery?, grants: [Grant.Subject],
    isUnattended: Bool, progress: @escaping @Sendable (AuthoringStage) -> Void
  ) async throws(EngineError) -> Refinement {
    let entry = try await entry(id)
    let said = try await stored { () throws(StorageError) in try await storage.messages(of: id) }
    let mask = await mask(of: entry)
    let request = RefineRequest(
      block: id, files: entry.filesToChange, params: entry.record.params,
      sentence: mask.masking(sentence), pick: pick,
      history: said.map {
        ModelMessage($0.author == .person ? .user : .assistant, mask.masking($0.text))
      },
      lastData: entry.data.map { mask.masking($0.data) }, grants: grants,
      secrets: entry.permissions.secrets)
    entries[id]?.pending = nil
    entries[id]?.question = nil
    let calls = CallRecord(mask)
    let result = await refining(request, progress) { calls.add($0) }
    await keep(calls, of: id)
    guard !Task.isCancelled else {
      return .answer(AuthoringAnswer("Cancelled. Nothing was changed."))
    }
    let (refinement, reply) = try await perform(
      result, of: id, sentence, entry.record.version, grants, isUnattended)
    if case .answer(let answer) = refinement,
      answer.neededGrant != nil || !answer.suggestions.isEmpty
    {
      entries[id]?.question = OpenQuestion(sentence: sentence, grants: grants, answer: answer)
    }
    if let reply {
      let now = settings.now()
      try await stored { () throws(StorageError) in
        try await storage.addMessages(
          [
            ChatMessage(.person, mask.masking(sentence), at: now),
            ChatMessage(.dash, mask.masking(reply), at: now),
          ], to: id)
      }
      hub.send(.cardChanged(id))
    }
    return refinement
  }

  /// What was said about a block, oldest first.
  public func conversation(_ id: BlockID) async throws(EngineError) -> [ChatMessage] {
    _ = try known(id)
    return try await stored { () throws(StorageError) in try await storage.messages(of: id) }
  }

  /// What models were asked for a block, newest first.
  public func modelCalls(
    of id: BlockID, limit: Int = 50
  ) async throws(EngineError) -> [ModelCall] {
    _ = try known(id)
    return try await stored { () throws(StorageError) in
      try await storage.modelCalls(of: id, limit: limit)
    }
  }

  /// The change that waits for a word.
  public func pendingChange(_ id: BlockID) throws(EngineError) -> PendingChange? {
    try known(id).pending
  }

  /// What the last sentence was answered with, when something can be done about it.
  public func openQuestion(_ id: BlockID) throws(EngineError) -> OpenQuestion? {
    try known(id).question
  }

  /// Makes a version of the change that waits.
  /// - Throws: ``EngineError/conflict(serving:basedOn:)`` when another version was made meanwhile,
  ///   ``EngineError/otherChange`` when it is not this change that waits.
  @discardableResult
  public func keep(_ id: BlockID, _ change: PendingChange.ID) async throws(EngineError) -> Card {
    let pending = try waiting(id, change)
    let card = try await take(pending, id)
    await say("Kept as version \(card.version).", id)
    return card
  }

  private func take(_ pending: PendingChange, _ id: BlockID) async throws(EngineError) -> Card {
    let proposal = pending.proposal
    // What holds already is a part of the proposal, and what is new was shown with it.
    let allowed = proposal.files.manifest.permissions.publicSubjects.union(pending.grants)
      .subtracting(try known(id).record.grants)
    if !allowed.isEmpty {
      try await stored { () throws(StorageError) in
        try await storage.allow(Array(allowed), of: id, by: "person", at: settings.now())
      }
      try await refreshEntry(id)
    }
    _ = try await edit(
      id, BlockTexts(proposal.files), basedOn: pending.basedOn,
      author: proposal.method == "command" ? .drafter : .model,
      explanation: proposal.explanation)
    entries[id]?.pending = nil
    if let params = proposal.params { try await putParams(id, params) }
    return try await card(id)
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
  /// - Throws: ``EngineError/otherChange`` when it is not this change that waits.
  public func discard(_ id: BlockID, _ change: PendingChange.ID) async throws(EngineError) {
    _ = try waiting(id, change)
    entries[id]?.pending = nil
    hub.send(.cardChanged(id))
    await say("Discarded. Nothing was changed.", id)
  }

  // MARK: Inside

  private func waiting(
    _ id: BlockID, _ change: PendingChange.ID
  ) throws(EngineError) -> PendingChange {
    guard let pending = try known(id).pending, pending.id == change else { throw .otherChange }
    return pending
  }

  /// Hides the values of the block's secrets, which a source may have echoed.
  private func mask(of entry: LoadedBlock) async -> SecretMask {
    var values: [String] = []
    for binding in entry.files.manifest.permissions.secrets {
      if let value = try? await storage.secret(binding.name) { values.append(value) }
    }
    return SecretMask(values)
  }

  /// - Returns: what happened, and what is said of it; nothing is said of a block that is gone.
  private func perform(
    _ result: RefineResult, of id: BlockID, _ sentence: String, _ version: VersionNumber,
    _ grants: [Grant.Subject], _ isUnattended: Bool
  ) async throws(EngineError) -> (Refinement, reply: String?) {
    if isUnattended, let text = withheld(result) { return (.withheld(text), nil) }
    switch result {
    case .answer(let answer): return (.answer(answer), answer.message)
    case .proposal(let proposal):
      let isWider = proposal.permissionDiff.addedLines > 0
      let keepsAtOnce = try await self.keepsAtOnce()
      let asked = proposal.files.manifest.permissions.subjects
      var pending = PendingChange(
        sentence: sentence, basedOn: version, proposal: proposal,
        grants: grants.filter(asked.contains))
      if let block = try? await entry(id), block.files.script != proposal.files.script {
        pending.backtest = await backtest(proposal.files, of: id)
      }
      entries[id]?.pending = pending
      guard keepsAtOnce, !isWider, !isUnattended else {
        return (.proposed(pending), proposal.explanation)
      }
      let card = try await take(pending, id)
      return (.changed(card), "\(proposal.explanation) Kept as version \(card.version).")
    case .settings(let values):
      try await setParams(id, values)
      return (.changed(try await card(id)), "Set \(Self.told(values)).")
    case .delete:
      try await delete(id)
      return (.deleted, nil)
    case .restore(nil):
      guard let (card, reply) = try await undo(id) else {
        let message = "There is no change of this block left to undo."
        return (.answer(AuthoringAnswer(message)), message)
      }
      return (.changed(card), reply)
    case .restore(let number?):
      let card = try await restore(id, VersionNumber(number), basedOn: version)
      let told = ["Went back to version \(number), as version \(card.version).", card.noticed]
      return (.changed(card), told.compactMap(\.self).joined(separator: " "))
    case .refresh:
      await finishInCommand(startRun(id, .manual))
      return (.changed(try await card(id)), "Refreshing it now.")
    case .resize(let isBigger):
      try await resize(id, byColumns: isBigger ? 3 : -3, rows: isBigger ? 2 : -2)
      return (.changed(try await card(id)), isBigger ? "It is bigger now." : "It is smaller now.")
    }
  }

  private static func told(_ values: JSONObject) -> String {
    values.map { "\($0.key) to \($0.value.string ?? $0.value.json())" }.joined(separator: ", ")
  }

  /// What would be done at once; `nil` for what changes nothing by itself.
  private func withheld(_ result: RefineResult) -> String? {
    switch result {
    case .answer, .proposal, .refresh: nil
    case .settings(let values): "It would set \(Self.told(values))."
    case .delete: "It would delete the block."
    case .restore(nil): "It would undo the last change."
    case .restore(let number?): "It would go back to version \(number)."
    case .resize(let isBigger): "It would make the card \(isBigger ? "bigger" : "smaller")."
    }
  }

  private func say(_ text: String, _ id: BlockID) async {
    do {
      try await storage.addMessages([ChatMessage(.dash, text, at: settings.now())], to: id)
    } catch { logger.warning("\(error)") }
  }
}
