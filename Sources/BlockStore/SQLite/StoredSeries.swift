public import BlockModel
import GRDB

extension SQLiteStorage {
  public func series(
    of block: BlockID
  ) async throws(StorageError) -> [(name: String, points: Int)] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT name, points FROM series WHERE block = ? AND points > 0 ORDER BY name",
        arguments: [block.text]
      ).map { ($0["name"], $0["points"]) }
    }
  }
}
