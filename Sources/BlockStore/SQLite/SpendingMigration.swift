import BlockModel
import Foundation
import GRDB

/// What models use is counted by the day. The day of the upgrade begins with what was used before it.
enum SpendingMigration {
  static let change: Migrations.Change = { db, _ in
    try db.execute(
      sql: """
        CREATE TABLE spending (
          day TEXT NOT NULL,
          provider TEXT NOT NULL,
          calls INTEGER NOT NULL CHECK (calls >= 0),
          tokens INTEGER NOT NULL CHECK (tokens >= 0),
          cost REAL NOT NULL CHECK (cost >= 0),
          PRIMARY KEY (day, provider)
        ) STRICT, WITHOUT ROWID;
        """)
    let now = Date()
    try db.execute(
      sql: """
        INSERT INTO spending (day, provider, calls, tokens, cost)
        SELECT ?, provider, count(*),
          CAST(min(1e9, total(max(0, input_tokens)) + total(max(0, output_tokens))) AS INTEGER),
          min(1e6, total(max(0, cost)))
        FROM model_calls WHERE at >= ? GROUP BY provider
        """,
      arguments: [
        CivilDay(now).description, Calendar.current.startOfDay(for: now).timeIntervalSince1970,
      ])
  }
}
