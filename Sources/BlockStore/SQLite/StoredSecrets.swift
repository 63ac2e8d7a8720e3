import Foundation
import GRDB

extension SQLiteStorage {
  public func setSecret(_ name: String, to value: String?) async throws(StorageError) {
    guard !name.hasPrefix("dash.") else {
      throw .failed(
        "'\(name)' is a key of Dash itself, which no block can have; choose another name")
    }
    try await put(value, into: "secrets", name)
  }

  public func secret(_ name: String) async throws(StorageError) -> String? {
    try await value(in: "secrets", name)
  }

  public func secretNames() async throws(StorageError) -> [String] {
    try await sealedNames().filter(\.isReadable).map(\.name)
  }

  public func unreadableSecretNames() async throws(StorageError) -> [String] {
    try await sealedNames().filter { !$0.isReadable }.map(\.name)
  }

  public func ownKey(_ name: String) async throws(StorageError) -> String? {
    try await value(in: "own_keys", name)
  }

  public func setOwnKey(_ name: String, to value: String?) async throws(StorageError) {
    try await put(value, into: "own_keys", name)
  }

  private func put(
    _ value: String?, into table: String, _ name: String
  ) async throws(StorageError) {
    let folder = folder
    try await write { db in
      guard let value else {
        try db.execute(sql: "DELETE FROM \(table) WHERE name = ?", arguments: [name])
        return
      }
      // Inside the transaction: two processes never make two keys.
      let sealed = try KeyFile(url: folder.key).seal(value, named: name)
      try db.execute(
        sql: "INSERT OR REPLACE INTO \(table) (name, sealed) VALUES (?, ?)",
        arguments: [name, sealed])
    }
  }

  private func value(in table: String, _ name: String) async throws(StorageError) -> String? {
    let sealed = try await read { db in
      try Data.fetchOne(db, sql: "SELECT sealed FROM \(table) WHERE name = ?", arguments: [name])
    }
    return sealed.flatMap { KeyFile(url: folder.key).open($0, named: name) }
  }

  private func sealedNames() async throws(StorageError) -> [(name: String, isReadable: Bool)] {
    let file = KeyFile(url: folder.key)
    return try await read { db in
      try Row.fetchAll(db, sql: "SELECT name, sealed FROM secrets ORDER BY name").map { row in
        let name: String = row["name"]
        return (name, file.open(row["sealed"], named: name) != nil)
      }
    }
  }
}
