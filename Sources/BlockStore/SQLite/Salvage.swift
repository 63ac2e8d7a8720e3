import Foundation
import GRDB

/// Reads what can be read of a damaged database, row by row, into a new one of the same shape.
struct Salvage {
  let folder: DataFolder

  /// Ranges of rows that are tried around damage.
  private static let triesAroundDamage = 2_000

  /// Only for reading: nothing of a damaged file is changed.
  static func open(_ file: URL) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: file.path, configuration: configuration)
  }

  func save(into new: DatabaseQueue) throws -> Repair.Report {
    var report = Repair.Report(
      keptAt: nil, blocks: 0, fromFolders: [], rows: [:], incomplete: [], unreadable: [])
    let old = try? Self.open(folder.database)
    defer { try? old?.close() }
    let shape = shape(of: old)
    try Migrations(folder: folder).migrator.migrate(new, upTo: shape)
    try new.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      try db.inTransaction {
        for table in try Self.tables(db) {
          let (rows, isWhole) = try copy(table, from: old, into: db)
          report.rows[table] = rows
          if !isWhole { report.incomplete.append(table) }
        }
        (report.fromFolders, report.unreadable) = try Adoption(folder: folder).perform(db)
        try removeOrphans(db)
        return .commit
      }
    }
    return report
  }

  /// The last change of shape the old database has seen; the newest when that cannot be read.
  private func shape(of old: DatabaseQueue?) -> String {
    let names = Migrations.list.map(\.name)
    let applied = old.flatMap { queue in
      try? queue.read { try String.fetchSet($0, sql: "SELECT identifier FROM grdb_migrations") }
    }
    return names.last { applied?.contains($0) ?? true } ?? names[names.count - 1]
  }

  private static func tables(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: """
        SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        AND name <> 'grdb_migrations' ORDER BY name
        """)
  }

  // MARK: One table

  private func copy(
    _ table: String, from old: DatabaseQueue?, into db: Database
  ) throws -> (rows: Int, isWhole: Bool) {
    guard let old else { return (0, false) }
    let columns = try db.columns(in: table).map(\.name)
    let key = try db.primaryKey(table)
    let order = key.rowIDColumn.map { [$0] } ?? (key.isRowID ? ["rowid"] : key.columns)
    let list = columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    let insert = try db.makeStatement(
      sql: """
        INSERT OR IGNORE INTO \(table) (\(list))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """)
    var rows = 0
    var isFit = true
    func read(_ condition: String, _ direction: String) throws -> (isWhole: Bool, last: Row?) {
      let by = order.map { "\($0.quotedDatabaseIdentifier) \(direction)" }.joined(separator: ", ")
      var last: Row?
      do {
        try old.read { source in
          let cursor = try Row.fetchCursor(
            source, sql: "SELECT \(list) FROM \(table) \(condition) ORDER BY \(by)")
          while let row = try cursor.next() {
            last = row.copy()
            if try put(row, columns, insert) { rows += db.changesCount } else { isFit = false }
          }
        }
        return (true, last)
      } catch let error as DatabaseError where Self.isDamage(error) {
        return (false, last)
      }
    }
    let forward = try read("", "ASC")
    if forward.isWhole { return (rows, isFit) }
    let backward = try read("", "DESC")
    // Between the two lies what neither reached.
    guard let id = key.rowIDColumn else { return (rows, false) }
    var tries = Self.triesAroundDamage
    func probe(_ low: Int64, _ high: Int64) throws {
      guard low <= high, tries > 0 else { return }
      tries -= 1
      let range = "WHERE \(id.quotedDatabaseIdentifier) BETWEEN \(low) AND \(high)"
      if try read(range, "ASC").isWhole || low == high { return }
      let middle = low + (high - low) / 2
      try probe(low, middle)
      try probe(middle + 1, high)
    }
    if let low = forward.last?[id] as Int64?, let high = backward.last?[id] as Int64?, low < high {
      try probe(low + 1, high - 1)
    }
    return (rows, false)
  }

  /// - Returns: `false` when the row is not what the table takes: it was damaged.
  private func put(_ row: Row, _ columns: [String], _ insert: Statement) throws -> Bool {
    do {
      try insert.execute(arguments: StatementArguments(columns.map { row[$0] as DatabaseValue }))
      return true
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      return false
    }
  }

  private static func isDamage(_ error: DatabaseError) -> Bool {
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR, .SQLITE_ERROR: true
    default: false
    }
  }

  // MARK: Relations

  /// Rows that belong to what could not be saved.
  private func removeOrphans(_ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE blocks SET last_run = NULL WHERE last_run NOT IN (SELECT id FROM runs)
        """)
    // A row that goes may leave others without what they belong to.
    for _ in 0..<5 {
      var isClean = true
      for table in try Self.tables(db) {
        for foreign in try db.foreignKeys(on: table) where foreign.destinationTable != "versions" {
          guard let pair = foreign.mapping.first, foreign.mapping.count == 1 else { continue }
          try db.execute(
            sql: """
              DELETE FROM \(table) WHERE \(pair.origin) IS NOT NULL AND \(pair.origin) NOT IN
                (SELECT \(pair.destination) FROM \(foreign.destinationTable))
              """)
          if db.changesCount > 0 { isClean = false }
        }
      }
      if isClean { return }
    }
  }
}
