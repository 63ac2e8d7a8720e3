import GRDB

/// The schema, as an append-only list: a migration that shipped is never changed.
enum Migrations {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 blocks") { db in
      try db.execute(
        sql: """
          CREATE TABLE blocks (
            id TEXT PRIMARY KEY NOT NULL,
            version INTEGER NOT NULL,
            params TEXT NOT NULL DEFAULT '{}',
            paused INTEGER NOT NULL DEFAULT 0,
            recipe TEXT,
            data TEXT,
            data_at REAL,
            created_at REAL NOT NULL,
            deleted_at REAL
          ) STRICT;
          CREATE TABLE versions (
            block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            author TEXT NOT NULL,
            explanation TEXT NOT NULL,
            created_at REAL NOT NULL,
            PRIMARY KEY (block, number)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
            version INTEGER NOT NULL,
            reason TEXT NOT NULL,
            started_at REAL NOT NULL,
            duration_ms REAL NOT NULL,
            kind TEXT, message TEXT, place TEXT, traceback TEXT, retry_after INTEGER,
            cpu_ms INTEGER NOT NULL, memory_bytes INTEGER NOT NULL,
            spec_problems TEXT NOT NULL DEFAULT '[]'
          ) STRICT;
          CREATE INDEX runs_by_block ON runs (block, id);
          CREATE TABLE run_log (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            place INTEGER NOT NULL, level TEXT NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (run, place)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE http_exchanges (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            place INTEGER NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL, status INTEGER,
            bytes INTEGER NOT NULL, ms INTEGER NOT NULL, cache TEXT NOT NULL, error TEXT,
            PRIMARY KEY (run, place)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE kv (
            block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
            key TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (block, key)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE series (
            block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
            name TEXT NOT NULL, at INTEGER NOT NULL, number REAL, json TEXT,
            PRIMARY KEY (block, name, at)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE layout (
            block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
            place INTEGER NOT NULL, columns INTEGER NOT NULL, rows INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE settings (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)
            STRICT, WITHOUT ROWID;
          CREATE TABLE secrets (name TEXT PRIMARY KEY NOT NULL, sealed BLOB NOT NULL)
            STRICT, WITHOUT ROWID;
          CREATE TABLE actions (
            id INTEGER PRIMARY KEY, block TEXT, at REAL NOT NULL,
            actor TEXT NOT NULL, verb TEXT NOT NULL, reason TEXT NOT NULL
          ) STRICT;
          """)
    }
    return migrator
  }
}
