public import BlockModel
public import Foundation
import GRDB

extension SQLiteStorage {
  /// Bytes of the answers of one run that are kept.
  private static let largestRecording = 2 << 20

  public func recordings(of id: BlockID) async throws(StorageError) -> [Recording] {
    let folder = folder
    return try await read { db in try Self.recordings(of: id, in: folder, db) }
  }

  private static func recordings(
    of id: BlockID, in folder: DataFolder, _ db: Database
  ) throws -> [Recording] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM recordings WHERE block = ? ORDER BY at DESC", arguments: [id.text]
    ).map { row in
      Recording(
        folder: folder.recordings(of: id).appending(path: row["name"] as String),
        version: VersionNumber(row["version"]), isGood: row["is_good"],
        at: Date(clampingUnix: row["at"]),
        params: (try? JSONValue(parsing: row["params"] as String))?.object ?? [:],
        data: (try? JSONValue(parsing: row["data"] as String)) ?? .null)
    }
  }

  public func newRecordingFolder(of id: BlockID) async throws(StorageError) -> URL {
    let folder = folder.recordings(of: id).appending(path: UUID().uuidString)
    try files {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    return folder
  }

  public func keep(
    _ recording: Recording, of id: BlockID, atMost count: Int
  ) async throws(StorageError) {
    guard DurableFiles.treeSize(recording.folder) <= Self.largestRecording else {
      return await discard(recording.folder)
    }
    let folder = folder
    let names: Set<String>
    do throws(StorageError) {
      names = try await write { db in
        _ = try BlockRecord.live(id, db)
        try db.execute(
          sql: """
            INSERT INTO recordings (block, name, version, is_good, at, params, data)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            id.text, recording.folder.lastPathComponent, recording.version.value, recording.isGood,
            recording.at.timeIntervalSince1970, JSONValue.object(recording.params).json(),
            recording.data.json(),
          ])
        let kept = Self.kept(of: try Self.recordings(of: id, in: folder, db), count)
        let names = Set(kept.map(\.folder.lastPathComponent))
        for name in try String.fetchAll(
          db, sql: "SELECT name FROM recordings WHERE block = ?", arguments: [id.text])
        where !names.contains(name) {
          try db.execute(
            sql: "DELETE FROM recordings WHERE block = ? AND name = ?", arguments: [id.text, name])
        }
        return names
      }
    } catch {
      await discard(recording.folder)
      throw error
    }
    // What no row names goes, with what a crash left. A run under way may be writing into a young one.
    for name in DurableFiles.names(in: folder.recordings(of: id)) where !names.contains(name) {
      let stray = folder.recordings(of: id).appending(path: name)
      let date = (try? stray.resourceValues(forKeys: [.contentModificationDateKey]))?
        .contentModificationDate
      guard date.map({ $0 < Date(timeIntervalSinceNow: -600) }) ?? true else { continue }
      try? FileManager.default.removeItem(at: stray)
    }
  }

  public func discard(_ folder: URL) async { try? FileManager.default.removeItem(at: folder) }

  /// - Parameter recordings: the newest first.
  private static func kept(of recordings: [Recording], _ count: Int) -> [Recording] {
    var days: Set<CivilDay> = []
    let good = recordings.filter(\.isGood)
    let daily = good.filter { days.insert(CivilDay($0.at)).inserted }
    return Array(daily.prefix(count)) + recordings.filter { !$0.isGood }.prefix(1)
  }

  // MARK: Repairs

  public func addRepair(
    _ repair: NewVersion, proof run: NewRun, trialRuns: Int, to id: BlockID
  ) async throws(StorageError) -> BlockRecord {
    let quotas = quotas
    return try await addVersion(repair, to: id) { before, version, db in
      var state = try Self.healState(of: id, db)
      state.trial = HealState.Trial(version: version, before: before, left: trialRuns)
      try Self.set(state, of: id, db)
      var run = run
      run.version = version
      _ = try Self.insert(run, of: id, within: quotas, db)
    }
  }

  public func healState(of id: BlockID) async throws(StorageError) -> HealState {
    try await read { db in try Self.healState(of: id, db) }
  }

  public func setHealState(_ state: HealState, of id: BlockID) async throws(StorageError) {
    try await write { db in
      _ = try BlockRecord.live(id, db)
      try Self.set(state, of: id, db)
    }
  }

  private static func healState(of id: BlockID, _ db: Database) throws -> HealState {
    let text = try String.fetchOne(
      db, sql: "SELECT state FROM incidents WHERE block = ?", arguments: [id.text])
    return HealState(stored: text.flatMap { try? JSONValue(parsing: $0) } ?? .null)
  }

  private static func set(_ state: HealState, of id: BlockID, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO incidents (block, state) VALUES (?, ?)",
      arguments: [id.text, state.stored.json()])
  }
}

extension HealState {
  fileprivate var stored: JSONValue {
    var object: JSONObject = [
      "failed_at": .array(failedAt.map { .number($0.timeIntervalSince1970) }),
      "quarantined": .bool(isQuarantined),
    ]
    if let trial {
      object["trial"] = [
        "version": .integer(Int64(trial.version.value)),
        "before": .integer(Int64(trial.before.value)), "left": .integer(Int64(trial.left)),
      ]
    }
    return .object(object)
  }

  fileprivate init(stored: JSONValue) {
    self.init(
      failedAt: (stored["failed_at"]?.array ?? []).compactMap(\.number).map {
        Date(clampingUnix: $0)
      }, isQuarantined: stored["quarantined"]?.bool ?? false)
    guard let trial = stored["trial"], let version = trial["version"]?.count(),
      let before = trial["before"]?.count(), let left = trial["left"]?.count()
    else { return }
    self.trial = Trial(
      version: VersionNumber(version), before: VersionNumber(before), left: left)
  }
}
