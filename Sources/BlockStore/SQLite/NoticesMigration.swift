/// What people are told, and where the alerts of blocks stand.
enum NoticesMigration {
  static let sql = """
    CREATE TABLE notices (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      incident TEXT NOT NULL,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      text TEXT NOT NULL,
      at REAL NOT NULL,
      UNIQUE (block, incident)
    ) STRICT;
    CREATE TABLE alert_state (
      block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      state TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
