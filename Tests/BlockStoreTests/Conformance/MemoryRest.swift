import BlockModel
import BlockStore
import Foundation

extension MemoryStorage {
  // MARK: Undo

  func remember(
    _ what: String, of block: BlockID?, before: JSONValue, at: Date
  ) -> UndoStep.ID {
    lastStep += 1
    steps.append(
      UndoStep(id: lastStep, block: block, at: at, what: what, before: before, after: nil))
    let kept = Set(steps.filter { $0.block == block }.suffix(50).map(\.id))
    steps.removeAll { $0.block == block && !kept.contains($0.id) }
    return lastStep
  }

  func complete(_ step: UndoStep.ID, after: JSONValue) {
    for index in steps.indices where steps[index].id == step { steps[index].after = after }
  }

  func undoSteps(of block: BlockID?, limit: Int) -> [UndoStep] {
    Array(steps.reversed().filter { block == nil || $0.block == block }.prefix(limit))
  }

  func forget(_ ids: [UndoStep.ID]) { steps.removeAll { ids.contains($0.id) } }

  // MARK: Backups

  func backUp(to file: URL, withKey: Bool) throws(StorageError) -> BackupReport {
    throw .backup(file.path, "this storage has no files")
  }

  // MARK: Grants

  func grants(of block: BlockID) -> [Grant] {
    (all[block]?.grants ?? []).sorted {
      ($0.at, $0.subject.kind, $0.subject.what) < ($1.at, $1.subject.kind, $1.subject.what)
    }
  }

  func allow(
    _ subjects: [Grant.Subject], of block: BlockID, by actor: String, at: Date
  ) throws(StorageError) {
    try change(block) { block in
      for subject in subjects where block.record.grants.insert(subject).inserted {
        block.grants.append(Grant(subject, by: actor, at: at))
      }
    }
  }

  func revoke(_ subjects: [Grant.Subject], of block: BlockID) throws(StorageError) {
    try change(block) { block in
      block.record.grants.subtract(subjects)
      block.grants.removeAll { subjects.contains($0.subject) }
    }
  }

  // MARK: Secrets

  func setSecret(_ name: String, to value: String?) throws(StorageError) {
    guard !name.hasPrefix("dash.") else { throw .failed("a key of Dash itself") }
    secrets[name] = value
  }

  func secret(_ name: String) -> String? { secrets[name] }
  func secretNames() -> [String] { secrets.keys.sorted() }
  func unreadableSecretNames() -> [String] { [] }
  func ownKey(_ name: String) -> String? { ownKeys[name] }
  func setOwnKey(_ name: String, to value: String?) { ownKeys[name] = value }

  // MARK: Conversations

  func addMessages(_ messages: [ChatMessage], to id: BlockID) {
    let kept = ((all[id]?.messages ?? []) + messages).suffix(200)
    all[id]?.messages = Array(kept)
  }

  func messages(of id: BlockID) -> [ChatMessage] { all[id]?.messages ?? [] }

  func addModelCalls(_ new: [ModelCall], of id: BlockID?) {
    calls += new.map { (id, $0) }
  }

  func modelCalls(of id: BlockID?, limit: Int) -> [ModelCall] {
    Array(calls.reversed().filter { id == nil || $0.block == id }.map(\.call).prefix(limit))
  }

  func note(_ what: String, by actor: String, block: BlockID?) {
    notes.append(
      ActionRecord(
        id: Int64(notes.count + 1), block: block, at: Date(), actor: actor, what: what))
  }

  func actions(of block: BlockID?, limit: Int) -> [ActionRecord] {
    Array(notes.reversed().filter { block == nil || $0.block == block }.prefix(limit))
  }

  // MARK: Spending

  func reserve(
    _ estimate: ModelUse, of provider: String, on day: CivilDay, within limits: SpendingLimits
  ) -> SpendingAnswer {
    let estimate = estimate.clamped
    let used = spent[day] ?? ModelUse()
    if used.calls + estimate.calls > limits.calls { return .spent(.calls(limits.calls)) }
    if let limit = limits.tokens, used.tokens >= limit { return .spent(.tokens(limit)) }
    if let limit = limits.cost, used.cost >= limit { return .spent(.cost(limit)) }
    add(estimate, on: day, 1)
    return .reserved(SpendingReservation(day: day, provider: provider, estimate: estimate))
  }

  func settle(_ reservation: SpendingReservation, as use: ModelUse) {
    let use = use.clamped
    add(reservation.estimate, on: reservation.day, -1)
    add(use, on: reservation.day, 1)
  }

  func spending(on day: CivilDay) -> ModelUse { spent[day] ?? ModelUse() }

  private func add(_ use: ModelUse, on day: CivilDay, _ sign: Int) {
    var sum = spent[day] ?? ModelUse()
    sum.calls += sign * use.calls
    sum.tokens += sign * use.tokens
    sum.cost += Double(sign) * use.cost
    spent[day] = sum.clamped
  }

  // MARK: Settings

  func setting(_ name: String) -> JSONValue? { settings[name] }
  func setSetting(_ name: String, to value: JSONValue?) { settings[name] = value }
  func modelSettings() -> JSONValue? { models }
  func setModelSettings(_ settings: JSONValue) { models = settings }
  func modelQuirks(of target: String) -> JSONValue? { quirks[target] }
  func setModelQuirks(_ new: JSONValue, of target: String) { quirks[target] = new }
  func readMark(_ list: String) -> Date? { marks[list] }

  func setReadMark(_ list: String, to date: Date) {
    marks[list] = max(marks[list] ?? date, date)
  }

  // MARK: Housekeeping

  func tidy(now: Date) {}

  func kept() -> [KeptKind] {
    [KeptKind(name: "blocks", count: blocks().count, bytes: 0)]
  }

  func unknownFolders() -> [String] { [] }

  func scriptName(ofFolder path: String) throws(StorageError) -> BlockID {
    if let known = paths[path] { return known }
    guard let id = BlockID("folder-\(paths.count + 1)") else { throw .failed(path) }
    paths[path] = id
    return id
  }

  func forgetFolder(_ path: String) {
    guard let id = paths.removeValue(forKey: path) else { return }
    values[id] = nil
    series[id] = nil
  }

  func folders() -> [String] { paths.keys.sorted() }
}
