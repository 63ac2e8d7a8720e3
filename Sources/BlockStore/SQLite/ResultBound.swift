import BlockModel
import GRDB

/// How many past results are kept: fewer the older they are, and so many bytes.
enum ResultBound {
  /// Of each block.
  static let bytesOfBlock = 5 << 20
  /// Of all blocks.
  static let bytesInAll = 1 << 30
  /// Results of so many days of use are all kept; today is one of them.
  private static let wholeDays = 2
  /// And so many with one an hour.
  private static let hourlyDays = 8

  /// Each result with what it stands for: the newest of its block (0), the last of its day (1), the last of its
  /// hour (2), or what was shown for less than that (3).
  private static func ranked(_ scope: String) -> String {
    """
    SELECT id, block, at, bytes, CASE
        WHEN row_number() OVER (PARTITION BY block ORDER BY id DESC) = 1 THEN 0
        WHEN row_number() OVER (PARTITION BY block, CAST(at / 86400 AS INTEGER) ORDER BY id DESC) = 1 THEN 1
        WHEN row_number() OVER (PARTITION BY block, CAST(at / 3600 AS INTEGER) ORDER BY id DESC) = 1 THEN 2
        ELSE 3 END AS rank
      FROM results WHERE \(scope)
    """
  }

  /// Makes room when a block has too many bytes. What is finest goes first, and of that the oldest; a tenth more
  /// goes than must, so that it is not done for each result.
  static func prune(_ block: BlockID, bytes: Int = bytesOfBlock, _ db: Database) throws {
    let used = try Int.fetchOne(
      db, sql: "SELECT sum(bytes) FROM results WHERE block = ?", arguments: [block.text])
    guard used ?? 0 > bytes else { return }
    try shrink("block = :block", to: bytes - bytes / 10, ["block": block.text], db)
  }

  private static func shrink(
    _ scope: String, to bytes: Int, _ arguments: StatementArguments, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        DELETE FROM results WHERE id IN (
          SELECT id FROM (
            SELECT id, rank, sum(bytes) OVER (ORDER BY rank, id DESC) AS total
            FROM (\(ranked(scope))))
          WHERE total > :bytes AND rank > 0)
        """, arguments: arguments + ["bytes": bytes])
  }

  /// Once a day: thins what grew old, removes what is older than its block keeps, and what is too much in all.
  static func pruneAll(bytes: Int = bytesInAll, _ db: Database) throws {
    for (rank, days) in [(3, wholeDays), (2, hourlyDays)] {
      guard let start = try DaysOfUse.start(of: days, db) else { break }
      try db.execute(
        sql: """
          DELETE FROM results WHERE id IN (
            SELECT id FROM (\(ranked("at < :start"))) WHERE rank >= :rank)
          """, arguments: ["start": start, "rank": rank])
    }
    let kept = try Int.fetchSet(db, sql: "SELECT DISTINCT days FROM results")
    for days in kept {
      guard let start = try DaysOfUse.start(of: days, db) else { continue }
      // What a block showed when that time began stays: it may be what it shows to this day.
      try db.execute(
        sql: """
          DELETE FROM results WHERE days = :days AND at < :start AND id NOT IN
            (SELECT max(id) FROM results WHERE days = :days AND at < :start GROUP BY block)
          """, arguments: ["days": days, "start": start])
    }
    let used = try Int.fetchOne(db, sql: "SELECT sum(bytes) FROM results")
    if used ?? 0 > bytes { try shrink("true", to: bytes - bytes / 10, [:], db) }
  }
}
