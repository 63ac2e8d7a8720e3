import BlockModel
import BlockStore
import Foundation

/// A storage that forgets everything with the test.
actor MemoryStorage: Storage {
  struct Block {
    var record: BlockRecord
    var versions: [BlockVersion] = []
    var texts: [VersionNumber: BlockTexts] = [:]
    var copy: BlockTexts
    var copyEdits: Int64 = 0
    var runs: [RunRecord] = []
    var data: LastData?
    var messages: [ChatMessage] = []
    var grants: [Grant] = []
    var memory: ContractMemory?
    var held: HeldWrites?
    var recordings: [Recording] = []
    var heal = HealState()
    var alertState: JSONValue?
    var results: [(result: PastResult, told: JSONValue)] = []

    mutating func unlearn() {
      memory?.statistics = .null
      memory?.rules = []
      memory?.restsOn = 0
      held = nil
    }
  }

  nonisolated let quotas: ScriptQuotas
  var all: [BlockID: Block] = [:]
  var lastRun: Int64 = 0
  var lastResult: Int64 = 0
  var told: [Notice] = []
  var sent: [Int64: [String: DeliveryRecord]] = [:]
  var incidents: Set<String> = []
  var calls: [(block: BlockID?, call: ModelCall)] = []
  var notes: [ActionRecord] = []
  var steps: [UndoStep] = []
  var lastStep: Int64 = 0
  var secrets: [String: String] = [:]
  var agents = AgentMemory()
  var webhooks: [BlockID: (webhook: Webhook, hash: [UInt8])] = [:]
  var ownKeys: [String: String] = [:]
  var settings: [String: JSONValue] = [:]
  var models: JSONValue?
  var quirks: [String: JSONValue] = [:]
  var marks: [String: Date] = [:]
  var spent: [CivilDay: ModelUse] = [:]
  var values: [BlockID: [String: JSONValue]] = [:]
  var series: [BlockID: [String: [SeriesPoint]]] = [:]
  var paths: [String: BlockID] = [:]
  var places: [Breakpoint: [BlockID: CardPlace]] = [:]
  var pageSections: [PageSection] = []

  init(quotas: ScriptQuotas) { self.quotas = quotas }

  func foreignChanges() -> Int64 { 0 }
  nonisolated func close() {}

  func live(_ id: BlockID) throws(StorageError) -> Block {
    guard let block = all[id], block.record.deletedAt == nil else { throw .noBlock(id) }
    return block
  }

  func change(_ id: BlockID, _ change: (inout Block) -> Void) throws(StorageError) {
    var block = try live(id)
    change(&block)
    block.record.revision += 1
    all[id] = block
  }

  // MARK: Blocks

  func blocks() -> [BlockRecord] {
    let places = places[.wide] ?? [:]
    return all.values.map(\.record).filter { $0.deletedAt == nil }.sorted { a, b in
      func rank(_ record: BlockRecord) -> (Int, Int, Int, Date, String) {
        let place = places[record.id]?.place
        let section = pageSections.firstIndex { $0.id == place?.section } ?? -1
        return (
          place == nil ? .max : section, place?.y ?? .max, place?.x ?? .max, record.createdAt,
          record.id.text
        )
      }
      return rank(a) < rank(b)
    }
  }

  func block(_ id: BlockID) throws(StorageError) -> BlockRecord { try live(id).record }

  func create(_ new: NewBlock) throws(StorageError) -> BlockRecord {
    guard all[new.id] == nil else { throw .failed("'\(new.id)' is there already") }
    let first = VersionNumber(1)
    var block = Block(
      record: BlockRecord(
        id: new.id, version: first, author: new.version.author, grants: new.grants,
        createdAt: new.version.createdAt, revision: 1),
      copy: new.version.texts)
    block.versions = [new.version.numbered(first, of: new.id)]
    block.texts[first] = new.version.texts
    block.grants = new.grants.map { Grant($0, by: "person", at: new.version.createdAt) }
    all[new.id] = block
    if let run = new.run { try insert(run, of: new.id) }
    return try self.block(new.id)
  }

  func delete(_ id: BlockID) throws(StorageError) {
    try change(id) { $0.record.deletedAt = Date() }
  }

  func restoreDeleted(_ id: BlockID) throws(StorageError) {
    guard all[id]?.record.deletedAt != nil else { throw .noBlock(id) }
    all[id]?.record.deletedAt = nil
    all[id]?.record.revision += 1
  }

  func deletedBlocks() -> [BlockRecord] {
    all.values.map(\.record).filter { $0.deletedAt != nil }
      .sorted { ($0.deletedAt ?? .distantPast) > ($1.deletedAt ?? .distantPast) }
  }

  func setParams(_ params: JSONObject, of id: BlockID) throws(StorageError) {
    try change(id) { block in
      block.record.params = params
      block.unlearn()
    }
  }

  func setPaused(_ isPaused: Bool, _ id: BlockID) throws(StorageError) {
    try change(id) { $0.record.isPaused = isPaused }
  }

  func cardPlaces(on breakpoint: Breakpoint) -> [BlockID: CardPlace] { places[breakpoint] ?? [:] }

  func setCardPlaces(_ places: [BlockID: CardPlace], on breakpoint: Breakpoint) {
    for (id, place) in places where all[id] != nil {
      self.places[breakpoint, default: [:]][id] = place
    }
  }

  func sections() -> [PageSection] { pageSections }
  func setSections(_ sections: [PageSection]) { pageSections = sections }

  // MARK: Versions

  func addVersion(_ version: NewVersion, to id: BlockID) throws(StorageError) -> BlockRecord {
    let block = try live(id)
    guard version.basedOn == block.record.version else {
      throw .conflict(serving: block.record.version, basedOn: version.basedOn)
    }
    let number = VersionNumber((block.versions.map(\.number.value).max() ?? 0) + 1)
    try change(id) { block in
      let served = block.texts[block.record.version]
      for file in [\BlockTexts.manifest, \.script, \.spec]
      where block.copy[keyPath: file] == served?[keyPath: file] {
        block.copy[keyPath: file] = version.texts[keyPath: file]
      }
      if version.author != .heal { block.heal = HealState() }
      if version.author != .heal, served?.script != version.texts.script { block.unlearn() }
      block.versions.append(version.numbered(number, of: id))
      block.texts[number] = version.texts
      block.record.version = number
      block.record.author = version.author
      block.record.failures = 0
      block.record.nextRun = .unknown
    }
    return try self.block(id)
  }

  func versions(of id: BlockID) throws(StorageError) -> [BlockVersion] {
    try live(id).versions.reversed()
  }

  func texts(of id: BlockID, version: VersionNumber) throws(StorageError) -> BlockTexts {
    guard let texts = all[id]?.texts[version] else { throw .noVersion(id, version) }
    return texts
  }

  func workingCopyStamp(of id: BlockID) -> WorkingCopyStamp? {
    all[id].map { WorkingCopyStamp(files: [$0.copyEdits]) }
  }

  func touchedCopies(among ids: [BlockID]) -> Set<BlockID> { Set(ids) }

  func workingCopy(of id: BlockID) throws(StorageError) -> BlockTexts { try live(id).copy }

  func setWorkingCopy(_ texts: BlockTexts, of id: BlockID) throws(StorageError) {
    _ = try live(id)
    all[id]?.copy = texts
    all[id]?.copyEdits += 1
  }

  // MARK: Runs

  func save(_ runs: [EndedRun]) -> [Result<RunSummary, StorageError>] {
    runs.map { ended in
      Result { () throws(StorageError) in try insert(ended.run, of: ended.block) }
    }
  }

  @discardableResult
  private func insert(_ run: NewRun, of id: BlockID) throws(StorageError) -> RunSummary {
    var block = try live(id)
    lastRun += 1
    let outcome = run.outcome
    let isRefused = outcome.failure?.kind == .permission
    var summary = RunSummary(
      id: lastRun, block: id, version: run.version, reason: run.reason,
      startedAt: outcome.startedAt, duration: outcome.duration, failure: outcome.failure,
      specProblems: outcome.specProblems,
      neededGrant: isRefused ? outcome.http.last { $0.neededGrant != nil }?.neededGrant : nil)
    summary.doubts = outcome.doubts
    if let transition = run.transition { note(transition, by: "dash", block: id) }
    var http = outcome.http
    for index in http.indices { http[index].neededGrant = nil }
    block.runs.append(
      RunRecord(summary: summary, log: outcome.log, http: http, used: outcome.used))
    if run.updatesData {
      if let data = outcome.data {
        block.data = LastData(data: data, at: outcome.startedAt)
        keepResult(data, of: run, lastRun, &block)
      }
      block.record.lastRun = summary
      block.record.failures = outcome.failure == nil ? 0 : block.record.failures + 1
      if run.nextRun != .unknown { block.record.nextRun = run.nextRun }
      block.record.revision += 1
    }
    if outcome.failure == nil {
      if run.updatesData {
        if case .confirming = run.writes, let held = block.held { commit(held.changes, of: id) }
        block.held = nil
      }
      if run.updatesData, case .held(let held) = run.writes {
        block.held = held
      } else {
        commit(outcome.changes, of: id)
      }
    }
    if let memory = run.memory { block.memory = memory }
    block.alertState = run.alertState ?? block.alertState
    tell(run.notices, of: id)
    let kept = Set(block.runs.suffix(run.keep.runs).map(\.summary.id))
    let last = block.record.lastRun?.id
    block.runs.removeAll { !kept.contains($0.summary.id) && $0.summary.id != last }
    all[id] = block
    return summary
  }

  func runs(of id: BlockID, limit: Int) -> [RunSummary] {
    (all[id]?.runs ?? []).reversed().prefix(limit).map(\.summary)
  }

  func run(_ number: Int64) -> RunRecord? {
    all.values.lazy.flatMap(\.runs).first { $0.summary.id == number }
  }

  func lastData(of id: BlockID) -> LastData? { all[id]?.data }

  // MARK: Recordings

  func recordings(of id: BlockID) -> [Recording] { all[id]?.recordings ?? [] }
  func newRecordingFolder(of id: BlockID) throws(StorageError) -> URL {
    FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  }
  func keep(_ recording: Recording, of id: BlockID, atMost count: Int) throws(StorageError) {
    var days: Set<CivilDay> = []
    let list = ([recording] + recordings(of: id)).sorted { $0.at > $1.at }
    let good = list.filter { $0.isGood && days.insert(CivilDay($0.at)).inserted }.prefix(count)
    let kept = good + list.filter { !$0.isGood }.prefix(1)
    _ = try live(id)
    all[id]?.recordings = kept.sorted { $0.at > $1.at }
  }
  func discard(_ folder: URL) {}
  func addRepair(
    _ repair: NewVersion, proof run: NewRun, trialRuns: Int, to id: BlockID
  ) throws(StorageError) -> BlockRecord {
    let before = try live(id).record.version
    let version = try addVersion(repair, to: id).version
    all[id]?.heal.trial = HealState.Trial(version: version, before: before, left: trialRuns)
    var run = run
    run.version = version
    try insert(run, of: id)
    return try block(id)
  }
  func healState(of id: BlockID) -> HealState { all[id]?.heal ?? HealState() }
  func setHealState(_ state: HealState, of id: BlockID) throws(StorageError) {
    _ = try live(id)
    all[id]?.heal = state
  }

  // MARK: Contracts

  func contractMemory(of id: BlockID) -> ContractMemory? { all[id]?.memory }
  func setContractMemory(_ memory: ContractMemory, of id: BlockID) throws(StorageError) {
    try change(id) { $0.memory = memory }
  }
  func heldWrites(of id: BlockID) -> HeldWrites? { all[id]?.held }
}

extension NewVersion {
  fileprivate func numbered(_ number: VersionNumber, of id: BlockID) -> BlockVersion {
    BlockVersion(
      block: id, number: number, author: author, explanation: explanation, createdAt: createdAt,
      basedOn: basedOn, report: report)
  }
}
