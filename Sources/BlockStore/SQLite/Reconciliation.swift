import BlockModel
import Foundation
import GRDB

/// Makes folders agree with rows after a crash. The database decides: what it acknowledged is kept,
/// what it never did goes.
///
/// - A block that is in the trash by its row, but not by its folder (or the reverse), is moved.
/// - A version folder without a row was never acknowledged and is removed.
/// - A block folder without a row is removed when it is what a crash leaves of a block that was being
///   made. Any other is a person's: it stays where it is, untouched.
/// - What is left of a backup that was being packed is removed, if it is a day old.
/// - A working copy that lacks files, or still has the texts of the version before the last, is brought up to
///   date. Texts are read only of blocks that got a version since the last start.
/// - Blocks that have been in the trash for 30 days of use are removed with all that belongs to them, and
///   history goes that is more than its bound.
///
/// Runs inside a write transaction, so no other process changes files meanwhile.
struct Reconciliation {
  let folder: DataFolder
  let now: Date

  static let daysInTrash = 30
  /// Blocks in the trash, however young.
  static let blocksInTrash = 500
  /// Folders run by hand whose data are kept.
  static let foldersKept = 200

  func perform(_ db: Database) throws {
    try tidy(db)
    DurableFiles.removeLeftovers(named: BackupSnapshot.prefix, in: folder.url, before: now)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT b.id, b.version, b.deleted_at IS NOT NULL AS is_deleted, v.based_on,
          b.settled = b.version AS is_settled FROM blocks b
        JOIN versions v ON v.block = b.id AND v.number = b.version
        """)
    let numbers = Dictionary(
      grouping: try Row.fetchAll(db, sql: "SELECT block, number FROM versions"),
      by: { $0["block"] as String }
    ).mapValues { Set($0.map { VersionNumber($0["number"]).folderName }) }
    let trashed = Set(DurableFiles.names(in: folder.trash))
    var known: Set<String> = []
    for row in rows {
      guard let id = BlockID(row["id"]) else { continue }
      known.insert(id.text)
      if row["is_deleted"] {
        try Self.move(folder.block(id), to: folder.trashed(id))
        continue
      }
      if trashed.contains(id.text) { try Self.move(folder.trashed(id), to: folder.block(id)) }
      try removeUnacknowledgedVersions(of: id, numbers[id.text] ?? [])
      let names = DurableFiles.names(in: folder.block(id))
      for name in names where name.hasPrefix(".block.") && name.hasSuffix(".tmp") {
        try FileManager.default.removeItem(at: folder.block(id).appending(path: name))
      }
      let isWhole = Self.fileNames.isSubset(of: names)
      guard !isWhole || !row["is_settled"] else { continue }
      try updateWorkingCopy(
        of: id, VersionNumber(row["version"]),
        before: (row["based_on"] as Int?).map { VersionNumber($0) })
    }
    try db.execute(sql: "UPDATE blocks SET settled = version WHERE settled <> version")
    for name in DurableFiles.names(in: folder.blocks) where !known.contains(name) {
      let stray = folder.blocks.appending(path: name)
      if Self.isHalfMade(stray) { try FileManager.default.removeItem(at: stray) }
    }
  }

  /// What the server does when it starts and on each day.
  func tidy(_ db: Database) throws {
    try DaysOfUse.note(now, db)
    try emptyTrash(db)
    for bound in HistoryBound.all { try bound.pruneAll(db) }
    try ResultBound.pruneAll(db)
    try db.execute(
      sql: """
        DELETE FROM folders WHERE block NOT IN
          (SELECT block FROM folders ORDER BY at DESC LIMIT \(Self.foldersKept));
        DELETE FROM kv WHERE block NOT IN
          (SELECT id FROM blocks UNION ALL SELECT block FROM folders);
        DELETE FROM series WHERE block NOT IN
          (SELECT id FROM blocks UNION ALL SELECT block FROM folders);
        """)
  }

  private static let fileNames: Set = [
    BlockFiles.manifestName, BlockFiles.scriptName, BlockFiles.specName,
  ]

  /// Nothing but the first version, whole or in part: its row was never acknowledged, and it has no
  /// working copy yet.
  private static func isHalfMade(_ block: URL) -> Bool {
    let versions = block.appending(path: "versions")
    return DurableFiles.names(in: block) == ["versions"]
      && DurableFiles.names(in: versions).allSatisfy { version in
        ["0001", ".0001.tmp"].contains(version)
          && DurableFiles.names(in: versions.appending(path: version)).allSatisfy(
            fileNames.contains)
      }
  }

  private func emptyTrash(_ db: Database) throws {
    let limit = now.timeIntervalSince1970 - Double(Self.daysInTrash) * 86_400
    let start = try DaysOfUse.start(of: Self.daysInTrash, db)
    let old = try String.fetchAll(
      db,
      sql: """
        SELECT id FROM blocks WHERE deleted_at < min(:limit, :start) OR id IN (
          SELECT id FROM blocks WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC
          LIMIT -1 OFFSET \(Self.blocksInTrash))
        """, arguments: ["limit": limit, "start": start ?? -Double.greatestFiniteMagnitude])
    for name in old {
      try db.execute(sql: "DELETE FROM blocks WHERE id = ?", arguments: [name])
      try? FileManager.default.removeItem(at: folder.trash.appending(path: name))
    }
  }

  /// - Parameter names: the folders of the versions that were.
  private func removeUnacknowledgedVersions(of id: BlockID, _ names: Set<String>) throws {
    let versions = folder.versions(of: id)
    for name in DurableFiles.names(in: versions) where !names.contains(name) {
      try FileManager.default.removeItem(at: versions.appending(path: name))
    }
  }

  private func updateWorkingCopy(
    of id: BlockID, _ version: VersionNumber, before: VersionNumber?
  ) throws {
    guard let texts = try? BlockTexts(folder: folder.version(version, of: id)) else { return }
    let old = before.flatMap { try? BlockTexts(folder: folder.version($0, of: id)) }
    let versions = [texts] + [old].compactMap(\.self)
    guard BlockTexts.untouched(folder.block(id), since: versions).count == texts.named.count
    else { return }
    try texts.write(workingCopy: folder.block(id))
  }

  /// Moves a folder if it is there; what is in the way gets another name.
  static func move(_ old: URL, to new: URL) throws {
    guard DurableFiles.exists(old) else { return }
    if DurableFiles.exists(new) {
      let aside = new.deletingLastPathComponent()
        .appending(path: "\(new.lastPathComponent).\(UUID().uuidString.prefix(8))")
      try DurableFiles.rename(new, to: aside)
    }
    try DurableFiles.rename(old, to: new)
  }
}
