public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func forgetHistory(of id: BlockID) async throws(StorageError) {
    try await change(id) { db in
      // What is removed is written over, too: that is what somebody means who wants it forgotten.
      try db.execute(sql: "PRAGMA secure_delete = ON")
      defer { try? db.execute(sql: "PRAGMA secure_delete = OFF") }
      for table in ["results", "recordings", "notices", "model_calls", "actions"] {
        try db.execute(sql: "DELETE FROM \(table) WHERE block = ?", arguments: [id.text])
      }
      try db.execute(
        sql: """
          DELETE FROM runs WHERE block = ?
            AND id IS NOT (SELECT last_run FROM blocks WHERE id = runs.block)
          """, arguments: [id.text])
      // The state of the block is that of its last run.
      for table in ["run_log", "http_exchanges"] {
        try db.execute(
          sql: "DELETE FROM \(table) WHERE run IN (SELECT id FROM runs WHERE block = ?)",
          arguments: [id.text])
      }
      try db.execute(sql: "UPDATE runs SET bytes = 0 WHERE block = ?", arguments: [id.text])
    }
    // A run under way may be recording into a folder; that one is let go when it is written.
    let recordings = folder.recordings(of: id)
    for name in DurableFiles.names(in: recordings) {
      try? FileManager.default.removeItem(at: recordings.appending(path: name))
    }
  }
}
