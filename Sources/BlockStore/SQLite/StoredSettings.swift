public import BlockModel
public import Foundation
import GRDB

extension SQLiteStorage {
  public func setting(_ name: String) async throws(StorageError) -> JSONValue? {
    try await read { db in
      try String.fetchOne(
        db, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name]
      ).map { try JSONValue(parsing: $0) }
    }
  }

  public func setSetting(_ name: String, to value: JSONValue?) async throws(StorageError) {
    try await write { db in
      guard let value else {
        try db.execute(sql: "DELETE FROM settings WHERE name = ?", arguments: [name])
        return
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)",
        arguments: [name, value.json()])
    }
  }

  // MARK: Models

  public func modelSettings() async throws(StorageError) -> JSONValue? {
    let text = try await read { db in
      try String.fetchOne(db, sql: "SELECT value FROM model_settings")
    }
    guard let text else { return nil }
    guard let settings = try? JSONValue(parsing: text) else {
      throw .failed("the settings of models are damaged; enter limits, server and prices again")
    }
    return settings
  }

  public func setModelSettings(_ settings: JSONValue) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO model_settings (id, value) VALUES (1, ?)",
        arguments: [settings.json()])
    }
  }

  public func modelQuirks(of target: String) async throws(StorageError) -> JSONValue? {
    try await read { db in
      try String.fetchOne(
        db, sql: "SELECT value FROM model_quirks WHERE target = ?", arguments: [target]
      ).map { try JSONValue(parsing: $0) }
    }
  }

  public func setModelQuirks(
    _ quirks: JSONValue, of target: String
  ) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO model_quirks (target, value) VALUES (?, ?)",
        arguments: [target, quirks.json()])
    }
  }

  // MARK: Read marks

  public func readMark(_ list: String) async throws(StorageError) -> Date? {
    try await read { db in
      try Double.fetchOne(db, sql: "SELECT at FROM read_marks WHERE list = ?", arguments: [list])
    }.map { Date(clampingUnix: $0) }
  }

  public func setReadMark(_ list: String, to date: Date) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: """
          INSERT INTO read_marks (list, at) VALUES (?, ?)
          ON CONFLICT (list) DO UPDATE SET at = max(at, excluded.at)
          """, arguments: [list, date.timeIntervalSince1970])
    }
  }
}
