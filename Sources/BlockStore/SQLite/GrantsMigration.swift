import BlockModel
import Foundation
import GRDB

/// Grants get a table of their own. What people allowed before stood in `blocks.grants` and in the
/// manifests themselves; all of it goes on to hold.
enum GrantsMigration {
  static let change: Migrations.Change = { db, folder in
    try db.execute(
      sql: """
        CREATE TABLE grants (
          block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
          kind TEXT NOT NULL,
          what TEXT NOT NULL,
          actor TEXT NOT NULL,
          at REAL NOT NULL,
          PRIMARY KEY (block, kind, what)
        ) STRICT, WITHOUT ROWID;
        """)
    let now = Date()
    for row in try Row.fetchAll(db, sql: "SELECT id, version, grants, deleted_at FROM blocks") {
      guard let id = BlockID(row["id"]) else { continue }
      let clicked = ((try? JSONValue(parsing: row["grants"] as String))?.array ?? [])
        .compactMap { $0.string.flatMap { HostPort($0) } }.map { Grant.Subject.privateHost($0) }
      for subject in clicked {
        try SQLiteStorage.insert(Grant(subject, by: "person", at: now), of: id, db)
      }
      let place = row["deleted_at"] == nil ? folder.block(id) : folder.trashed(id)
      let file = place.appending(
        path: "versions/\(VersionNumber(row["version"]).folderName)/\(BlockFiles.manifestName)")
      let text = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
      for subject in text.map(subjects) ?? [] {
        try SQLiteStorage.insert(Grant(subject, by: "upgrade", at: now), of: id, db)
      }
    }
    try db.execute(sql: "ALTER TABLE blocks DROP COLUMN grants")
  }

  /// What a manifest of the old form took for itself. It is read here and not by `Manifest`, whose
  /// rules move on; what cannot be read is not allowed.
  static func subjects(of manifest: String) -> [Grant.Subject] {
    guard let permissions = (try? JSONValue(parsing: manifest))?["permissions"] else { return [] }
    func texts(_ value: JSONValue?) -> [String] { (value?.array ?? []).compactMap(\.string) }
    let methods = permissions["methods"].map(texts) ?? ["GET", "HEAD"]
    var subjects: [Grant.Subject] = []
    for host in texts(permissions["hosts"]).map({ $0.lowercased() }) where isHost(host) {
      subjects += methods.map { .host(host, method: $0.uppercased()) }
    }
    subjects += texts(permissions["private_hosts"]).compactMap { HostPort($0) }
      .map { .privateHost($0) }
    for secret in permissions["secrets"]?.array ?? [] {
      guard let name = secret["name"]?.string, !name.hasPrefix("dash.") else { continue }
      subjects += texts(secret["hosts"]).filter(isHost).compactMap { Origin("https://\($0)") }
        .map { .secret(name: name, origin: $0) }
    }
    if permissions["browser"]?.bool == true { subjects.append(.browser) }
    return subjects
  }

  /// `api.example.org` or `*.example.org`: not `*`, an address with a scheme, or nothing.
  private static func isHost(_ text: String) -> Bool {
    let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
    return !name.isEmpty && !name.contains { "*/ :@?#".contains($0) }
  }
}
