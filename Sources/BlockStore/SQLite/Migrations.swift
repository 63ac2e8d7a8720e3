import GRDB

/// The shape of the database, as the list of changes that made it. Append only: a change that was
/// released is never edited.
struct Migrations {
  /// A change of the shape, or of what stands in it.
  typealias Change = @Sendable (Database, DataFolder) throws -> Void

  /// Some changes read files of blocks.
  let folder: DataFolder

  var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (name, change) in Self.list {
      migrator.registerMigration(name) { [folder] in try change($0, folder) }
    }
    return migrator
  }

  static let list: [(name: String, change: Change)] = [
    ("1 blocks, versions, runs", sql(spine)), ("2 keys and series", sql(scriptData)),
    ("3 actions, settings, secrets", sql(rest)), ("4 messages, model calls", sql(conversations)),
    ("5 grants", GrantsMigration.change), ("6 own keys", sql(ownKeys)),
    ("7 undo", UndoMigration.change),
    ("8 model settings, read marks", sql(modelSettings)),
    ("9 spending", SpendingMigration.change), ("10 bounds of history", sql(bounds)),
    ("11 planned runs", sql(plannedRuns)), ("12 doubts", sql(doubts)),
    ("13 inferred rules", sql(inferredRules)), ("14 recordings, incidents", sql(recordings)),
    ("15 places", LayoutMigration.change), ("16 results", sql(results)),
    ("17 notices, alerts", sql(NoticesMigration.sql)),
    ("18 deliveries", sql(SQLiteStorage.deliveries)),
    ("19 agents", sql(agents)), ("20 sections", sql(sections)), ("21 webhooks", sql(webhooks)),
    ("22 reports", sql(reports)),
  ]

  private static func sql(_ text: String) -> Change {
    { db, _ in try db.execute(sql: text) }
  }

  /// What the gate found of a version, and of what waits to become one.
  private static let reports = """
    ALTER TABLE versions ADD COLUMN report TEXT NOT NULL DEFAULT '';
    ALTER TABLE proposals ADD COLUMN report TEXT NOT NULL DEFAULT '';
    """

  /// `blocks.version` names a row of `versions` and the reverse; both are written in one
  /// transaction and checked at its end.
  private static let spine = """
    CREATE TABLE blocks (
      id TEXT PRIMARY KEY NOT NULL,
      version INTEGER NOT NULL,
      params TEXT NOT NULL DEFAULT '{}',
      grants TEXT NOT NULL DEFAULT '[]',
      is_paused INTEGER NOT NULL DEFAULT 0,
      created_at REAL NOT NULL,
      deleted_at REAL,
      last_run INTEGER REFERENCES runs(id) ON DELETE SET NULL,
      failures INTEGER NOT NULL DEFAULT 0,
      revision INTEGER NOT NULL DEFAULT 1,
      FOREIGN KEY (id, version) REFERENCES versions(block, number)
        DEFERRABLE INITIALLY DEFERRED
    ) STRICT;
    CREATE TABLE versions (
      block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      author TEXT NOT NULL,
      explanation TEXT NOT NULL,
      created_at REAL NOT NULL,
      based_on INTEGER,
      PRIMARY KEY (block, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE layout (
      block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      place INTEGER NOT NULL,
      columns INTEGER NOT NULL,
      rows INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      version INTEGER NOT NULL,
      reason TEXT NOT NULL,
      started_at REAL NOT NULL,
      duration_ms INTEGER NOT NULL,
      kind TEXT,
      message TEXT,
      place TEXT,
      traceback TEXT,
      retry_after INTEGER,
      needed_grant TEXT,
      spec_problems TEXT NOT NULL,
      cpu_ms INTEGER NOT NULL,
      memory_bytes INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX runs_of_block ON runs (block, id);
    CREATE INDEX last_runs ON blocks (last_run);
    CREATE TABLE run_log (
      run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      line INTEGER NOT NULL,
      level TEXT NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (run, line)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE http_exchanges (
      run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      method TEXT NOT NULL,
      url TEXT NOT NULL,
      status INTEGER,
      bytes INTEGER NOT NULL,
      ms INTEGER NOT NULL,
      cache TEXT NOT NULL,
      error TEXT,
      PRIMARY KEY (run, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE last_data (
      block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      data TEXT NOT NULL,
      at REAL NOT NULL
    ) STRICT;
    """

  /// Without foreign keys to `blocks`: a draft and a folder run by hand keep data under names of
  /// their own. Points hold numbers as such, anything else as JSON text; times are milliseconds.
  private static let scriptData = """
    CREATE TABLE kv (
      block TEXT NOT NULL,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (block, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      block TEXT NOT NULL,
      name TEXT NOT NULL,
      points INTEGER NOT NULL DEFAULT 0,
      UNIQUE (block, name)
    ) STRICT;
    CREATE TABLE points (
      series INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,
      time INTEGER NOT NULL,
      value ANY NOT NULL,
      PRIMARY KEY (series, time)
    ) STRICT, WITHOUT ROWID;
    """

  private static let rest = """
    CREATE TABLE actions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      block TEXT,
      at REAL NOT NULL,
      actor TEXT NOT NULL,
      what TEXT NOT NULL
    ) STRICT;
    CREATE INDEX actions_of_block ON actions (block, id);
    CREATE TABLE settings (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
    CREATE TABLE secrets (name TEXT PRIMARY KEY NOT NULL, sealed BLOB NOT NULL) STRICT;
    """

  private static let conversations = """
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      author TEXT NOT NULL,
      text TEXT NOT NULL,
      at REAL NOT NULL
    ) STRICT;
    CREATE INDEX messages_of_block ON messages (block, id);
    CREATE TABLE model_calls (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      block TEXT REFERENCES blocks(id) ON DELETE CASCADE,
      at REAL NOT NULL,
      stage TEXT NOT NULL,
      provider TEXT NOT NULL,
      model TEXT NOT NULL,
      prompt TEXT NOT NULL,
      answer TEXT NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      cost REAL,
      ms INTEGER NOT NULL,
      failure TEXT
    ) STRICT;
    CREATE INDEX model_calls_of_block ON model_calls (block, id);
    CREATE INDEX model_calls_by_time ON model_calls (at);
    """

  /// What no block can name. The name is authenticated with the value, so sealed values move as they are.
  private static let ownKeys = """
    CREATE TABLE own_keys (name TEXT PRIMARY KEY NOT NULL, sealed BLOB NOT NULL) STRICT;
    INSERT INTO own_keys SELECT name, sealed FROM secrets WHERE name LIKE 'dash.%';
    DELETE FROM secrets WHERE name LIKE 'dash.%';
    """

  private static let modelSettings = """
    CREATE TABLE model_settings (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      value TEXT NOT NULL
    ) STRICT;
    INSERT INTO model_settings SELECT 1, value FROM settings WHERE name = 'models';
    CREATE TABLE model_quirks (target TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
    INSERT INTO model_quirks SELECT j.key, j.value FROM settings, json_each(settings.value) AS j
      WHERE settings.name = 'model quirks' AND json_valid(settings.value) AND j.type = 'object';
    DELETE FROM settings WHERE name IN ('models', 'model quirks');
    CREATE TABLE read_marks (list TEXT PRIMARY KEY NOT NULL, at REAL NOT NULL) STRICT;
    """

  /// What is kept is counted in bytes, and its age in days of use. Scripts of folders that are run by
  /// hand keep their data by the real path of the folder; what was kept under base names, which several
  /// folders shared, goes as it always did when the server started.
  private static let bounds = """
    ALTER TABLE runs ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    UPDATE runs SET bytes = ifnull(length(CAST(message AS BLOB)), 0)
      + length(CAST(spec_problems AS BLOB))
      + (SELECT ifnull(sum(length(CAST(text AS BLOB))), 0) FROM run_log WHERE run = id)
      + (SELECT ifnull(sum(64 + length(CAST(url AS BLOB))), 0) FROM http_exchanges WHERE run = id);
    ALTER TABLE series ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    UPDATE series SET bytes = (
      SELECT ifnull(sum(iif(typeof(value) = 'text', length(CAST(value AS BLOB)), 8)), 0)
      FROM points WHERE series = id);
    CREATE TABLE days_of_use (day TEXT PRIMARY KEY NOT NULL, start REAL NOT NULL) STRICT;
    CREATE TABLE folders (
      block TEXT PRIMARY KEY NOT NULL,
      path TEXT NOT NULL UNIQUE,
      at REAL NOT NULL
    ) STRICT;
    DELETE FROM kv WHERE block NOT IN (SELECT id FROM blocks);
    DELETE FROM series WHERE block NOT IN (SELECT id FROM blocks);
    """

  /// When a block runs next: NULL where its manifest has to be asked, infinity where it runs only when a
  /// person asks. `settled` is the version whose files were found whole in the folder when the server
  /// started; only blocks with another one are looked at when it starts again.
  private static let plannedRuns = """
    ALTER TABLE blocks ADD COLUMN next_run REAL;
    ALTER TABLE blocks ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
    """

  private static let doubts = """
    ALTER TABLE runs ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]';
    """

  private static let recordings = """
    CREATE TABLE recordings (
      block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      version INTEGER NOT NULL,
      is_good INTEGER NOT NULL,
      at REAL NOT NULL,
      params TEXT NOT NULL,
      data TEXT NOT NULL,
      PRIMARY KEY (block, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE incidents (
      block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      state TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// `days` is how long a result is kept; `size` is the length of the text before it was packed.
  private static let results = """
    CREATE TABLE results (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      run INTEGER NOT NULL,
      version INTEGER NOT NULL,
      params TEXT NOT NULL,
      hash BLOB NOT NULL,
      at REAL NOT NULL,
      days INTEGER NOT NULL,
      size INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
    CREATE INDEX results_of_block ON results (block, at, bytes);
    CREATE INDEX results_by_number ON results (block, id);
    """

  private static let sections = """
    CREATE TABLE sections (
      id INTEGER PRIMARY KEY,
      title TEXT NOT NULL,
      number INTEGER NOT NULL,
      is_folded INTEGER NOT NULL
    ) STRICT;
    ALTER TABLE layout ADD COLUMN section INTEGER NOT NULL DEFAULT 0;
    """

  private static let inferredRules = """
    CREATE TABLE inferred_rules (
      block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      statistics TEXT NOT NULL,
      rules TEXT NOT NULL,
      rests_on INTEGER NOT NULL,
      removed TEXT NOT NULL DEFAULT '[]'
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE held_writes (
      block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      changes TEXT NOT NULL,
      rules TEXT NOT NULL,
      before TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
