import Authoring
import BlockHealth
public import BlockModel
import BlockRuntime
import BlockStore
import Foundation

/// The contract of a block: each good run is held against it, and teaches.
extension DashboardEngine {
  /// A rule that holds of the data of a block, and where it comes from.
  public struct HoldingRule: Sendable, Hashable {
    public var rule: ContractRule
    /// Good runs that a found rule rests on; `nil` when a person wrote it.
    public var restsOn: Int?

    /// `'stories' has at least 5 rows`, with how it is known.
    public var sentence: String {
      rule.sentence + (restsOn.map { ", found in \($0) good runs" } ?? "")
    }
  }

  /// The rules that hold: those a person wrote first.
  public func contract(of id: BlockID) async throws(EngineError) -> [HoldingRule] {
    let block = try await entry(id)
    let written = block.files.manifest.contract
    let learned = block.learned
    return written.map { HoldingRule(rule: $0) }
      + learned.rules(beside: written).map { HoldingRule(rule: $0, restsOn: learned.restsOn) }
  }

  /// Adds a rule, as a new version of the manifest.
  public func addRule(_ rule: ContractRule, to id: BlockID) async throws(EngineError) {
    try await changeContract(of: id, "Added the rule: \(rule.sentence).") { $0.append(rule) }
  }

  /// Takes a rule away: one that a person wrote as a new version of the manifest; one that was found is not
  /// found again.
  public func removeRule(_ rule: ContractRule, from id: BlockID) async throws(EngineError) {
    let block = try await entry(id)
    if block.files.manifest.contract.contains(rule) {
      return try await changeContract(of: id, "Removed the rule: \(rule.sentence).") { rules in
        rules.removeAll { $0 == rule }
      }
    }
    var learned = block.learned
    learned.removed.formUnion(rule.aspects.map { rule.path + " " + $0.name })
    let memory = ContractMemory(learned)
    try await stored { () throws(StorageError) in
      try await storage.setContractMemory(memory, of: id)
    }
    try await refreshEntry(id)
    hub.send(.cardChanged(id))
    await note("Removed the rule: \(rule.sentence).", id)
  }

  private func changeContract(
    of id: BlockID, _ what: String, _ change: (inout [ContractRule]) -> Void
  ) async throws(EngineError) {
    let block = try await entry(id)
    guard var texts = block.texts else { return }
    var files = block.files
    change(&files.manifest.contract)
    texts.manifest = BlockTexts(files).manifest
    try await edit(id, texts, basedOn: block.record.version, explanation: what)
  }

  /// Holds the data of a good run against the contract, and adds what was learned to what is kept of it.
  /// - Parameter answers: what the sources answered, where it was recorded: it tells why a list is empty.
  /// - Returns: why lists that always had rows have none; `nil` when none is empty.
  @discardableResult
  func judge(
    _ outcome: inout RunOutcome, of block: LoadedBlock, _ run: inout NewRun, answers: URL? = nil
  ) async -> Emptiness? {
    guard let data = outcome.data else { return nil }
    let written = block.files.manifest.contract
    var learned = block.learned
    let inferred = learned.rules(beside: written)
    let hadDoubts = block.lastRun?.doubts.isEmpty == false
    let held = hadDoubts ? try? await storage.heldWrites(of: block.id) : nil
    let last = block.data.map(\.data)
    let now = settings.now()
    var judgement = ContractJudgement(
      of: data, rules: written, inferred: inferred,
      previous: [last, held?.before].compactMap(\.self), now: now)
    let lost = lostRows(of: block, data)
    var emptiness: Emptiness?
    if let lost {
      emptiness = await self.emptiness(
        of: lost, block: block.id, params: block.record.params, script: block.files.script,
        answers: answers)
    }
    // What was found in good runs holds until the source says otherwise.
    if let lost, emptiness == .said { judgement.allowEmpty(lost.paths, beside: written) }
    if let failure = judgement.failure ?? lost.flatMap({ emptiness?.failure($0) }) {
      outcome.result = .failed(failure)
      outcome.specProblems = []
      return emptiness
    }
    outcome.doubts = judgement.doubts.map(\.text)
    let before = ContractJudgement(
      of: data, rules: written, inferred: inferred, previous: [held?.before].compactMap(\.self),
      now: now)
    var isConfirmed = emptiness == .said
    switch LearnedContract.writes(
      after: judgement, held: held?.rules, isBack: before.doubts.isEmpty)
    {
    case .keep: run.writes = .kept
    case .hold(let rules):
      run.writes = .held(
        HeldWrites(
          changes: outcome.changes, rules: rules, before: held?.before ?? last ?? .null))
      return emptiness
    case .confirm:
      run.writes = .confirming
      isConfirmed = true
    }
    if learned.learn(data, isConfirmed: isConfirmed) { run.memory = ContractMemory(learned) }
    return emptiness
  }

  /// The run of a trial, to be kept with the version that it showed to work: held against the contract like any
  /// other, so that data that break it never take the place of the last good ones.
  func judged(
    _ outcome: RunOutcome, of block: LoadedBlock, reason: RunRequest.Reason
  ) async -> NewRun {
    var outcome = outcome
    var run = NewRun(
      outcome, version: block.record.version, reason: reason.rawValue,
      keep: block.files.manifest.keep)
    await judge(&outcome, of: block, &run)
    run.outcome = outcome
    return run
  }

  // MARK: Empty lists

  /// The lists that had rows in all good runs, and have none in these data.
  func lostRows(of block: LoadedBlock, _ data: JSONValue?) -> LostRows? {
    guard let data, let previous = block.data?.data else { return nil }
    return LostRows(
      from: previous, to: data, learned: block.learned, rules: block.files.manifest.contract)
  }

  /// Why lists are empty, by what the sources answered when there were rows, and what they answer now. Pages are
  /// long: the engine goes on meanwhile.
  private nonisolated func emptiness(
    of lost: LostRows, block: BlockID, params: JSONObject, script: String, answers: URL?
  ) async -> Emptiness {
    let good = ((try? await storage.recordings(of: block)) ?? []).first {
      $0.isGood && $0.params == params
    }
    return Emptiness(
      of: lost, before: SourceAnswer.all(in: good?.folder), now: SourceAnswer.all(in: answers),
      script: script)
  }
}

extension LoadedBlock {
  /// A block that is to be made, of which nothing is known yet.
  init(new id: BlockID, _ files: BlockFiles, by author: VersionAuthor, at time: Date) {
    entry = BlockEntry(
      BlockRecord(
        id: id, version: VersionNumber(1), author: author, createdAt: time, revision: 0))
    content = BlockContent(files: files)
  }

  /// The block as it is with other files: what was learned of another script, and what it returned, says nothing
  /// of the new one.
  func serving(_ files: BlockFiles) -> LoadedBlock {
    var block = self
    if files.script != self.files.script { (block.memory, block.data) = (nil, nil) }
    block.files = files
    return block
  }

  /// What its good runs taught.
  var learned: LearnedContract {
    guard let memory = content.memory else { return LearnedContract() }
    return LearnedContract(
      statistics: DataStatistics(stored: memory.statistics),
      rules: (try? ContractRule.list(json: memory.rules)) ?? [], restsOn: memory.restsOn,
      removed: Set(memory.removed))
  }
}

extension ContractMemory {
  init(_ learned: LearnedContract) {
    self.init(
      statistics: learned.statistics.stored, rules: .array(learned.rules.map(\.json)),
      restsOn: learned.restsOn, removed: learned.removed.sorted())
  }
}
