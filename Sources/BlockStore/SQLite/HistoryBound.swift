import BlockModel
import GRDB

/// How much of one kind of history is kept: of each block, and in all. The newest stays, whatever its
/// size.
struct HistoryBound {
  let table: String
  /// The word for people.
  let name: String
  /// SQL for the bytes of a row.
  let size: String
  /// Rows and bytes of each block; of runs a block says itself how many.
  let ofBlock: (count: Int, bytes: Int)
  let inAll: (count: Int, bytes: Int)
  /// Rows that are never removed.
  var spared = "false"

  /// Days of use after which a row goes, however few there are.
  static let days = 400

  static let runs = HistoryBound(
    table: "runs", name: "runs with their logs and exchanges", size: "bytes",
    ofBlock: (10_000, 16 << 20), inAll: (200_000, 512 << 20),
    spared: "id IN (SELECT last_run FROM blocks)")
  static let messages = HistoryBound(
    table: "messages", name: "messages", size: "length(CAST(text AS BLOB))",
    ofBlock: (200, 1 << 20), inAll: (20_000, 32 << 20))
  static let modelCalls = HistoryBound(
    table: "model_calls", name: "questions to models",
    size: "length(CAST(prompt AS BLOB)) + length(CAST(answer AS BLOB))",
    ofBlock: (200, 16 << 20), inAll: (5_000, 128 << 20))
  static let actions = HistoryBound(
    table: "actions", name: "actions", size: "length(CAST(what AS BLOB))",
    ofBlock: (2_000, 1 << 20), inAll: (10_000, 8 << 20))

  static let undo = HistoryBound(
    table: "undo", name: "steps that can be undone",
    size: "length(CAST(before AS BLOB)) + ifnull(length(CAST(after AS BLOB)), 0)",
    ofBlock: (50, 4 << 20), inAll: (5_000, 32 << 20))

  static let notices = HistoryBound(
    table: "notices", name: "notices", size: "length(CAST(text AS BLOB))",
    ofBlock: (500, 1 << 20), inAll: (5_000, 8 << 20))

  static let all = [runs, messages, modelCalls, actions, undo, notices]

  /// Removes what is too much of one block; rows without a block form one group.
  func prune(_ block: BlockID?, count: Int? = nil, _ db: Database) throws {
    try remove(
      "block IS :block", ["block": block?.text], (min(count ?? .max, ofBlock.count), ofBlock.bytes),
      db)
  }

  /// Removes what is too much in all, and what is too old.
  func pruneAll(_ db: Database) throws {
    try remove("true", [:], inAll, db)
    let column = table == "runs" ? "started_at" : "at"
    guard let start = try DaysOfUse.start(of: Self.days, db) else { return }
    try db.execute(
      sql: "DELETE FROM \(table) WHERE \(column) < ? AND NOT (\(spared))", arguments: [start])
  }

  private func remove(
    _ scope: String, _ arguments: [String: (any DatabaseValueConvertible)?],
    _ bound: (count: Int, bytes: Int), _ db: Database
  ) throws {
    try db.execute(
      sql: """
        DELETE FROM \(table) WHERE id IN (
          SELECT id FROM (
            SELECT id, row_number() OVER newest AS number, sum(\(size)) OVER newest AS total
            FROM \(table) WHERE \(scope) WINDOW newest AS (ORDER BY id DESC))
          WHERE number > :count OR (total > :bytes AND number > 1)
        ) AND NOT (\(spared))
        """,
      arguments: StatementArguments(
        arguments.merging(["count": bound.count, "bytes": bound.bytes]) { _, new in new }))
  }
}
