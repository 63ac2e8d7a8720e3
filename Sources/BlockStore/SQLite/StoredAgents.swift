public import BlockModel
public import Foundation
import GRDB

extension SQLiteStorage {
  // MARK: Tokens

  public func addToken(_ token: AgentToken, hash: [UInt8]) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO tokens (name, hash, scope, created_at) VALUES (?, ?, ?, ?)
          """,
        arguments: [
          token.name, Data(hash), token.scope.rawValue, token.createdAt.timeIntervalSince1970,
        ])
    }
  }

  public func token(hash: [UInt8], usedAt now: Date) async throws(StorageError) -> AgentToken? {
    let found = try await read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM tokens WHERE hash = ?", arguments: [Data(hash)])
        .flatMap(Self.token)
    }
    // To the minute: whoever asks every second does not write every second.
    guard var found, now.timeIntervalSince(found.lastUsedAt ?? .distantPast) >= 60 else {
      return found
    }
    found.lastUsedAt = now
    let name = found.name
    try await write { db in
      try db.execute(
        sql: "UPDATE tokens SET used_at = ? WHERE name = ?",
        arguments: [now.timeIntervalSince1970, name])
    }
    return found
  }

  public func tokens() async throws(StorageError) -> [AgentToken] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM tokens ORDER BY name").compactMap(Self.token)
    }
  }

  public func removeToken(_ name: String) async throws(StorageError) -> Bool {
    try await write { db in
      try db.execute(sql: "DELETE FROM tokens WHERE name = ?", arguments: [name])
      return db.changesCount > 0
    }
  }

  private static func token(_ row: Row) -> AgentToken? {
    guard let scope = AgentScope(rawValue: row["scope"]) else { return nil }
    return AgentToken(
      name: row["name"], scope: scope, createdAt: Date(clampingUnix: row["created_at"]),
      lastUsedAt: (row["used_at"] as Double?).map { Date(clampingUnix: $0) })
  }

  // MARK: Proposals

  public func addProposal(_ proposal: BlockProposal) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO proposals
            (id, block, based_on, manifest, script, spec, agent, explanation, report, at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          proposal.id.uuidString, proposal.block?.text, proposal.basedOn?.value,
          proposal.texts.manifest, proposal.texts.script, proposal.texts.spec, proposal.agent,
          proposal.explanation, proposal.report, proposal.at.timeIntervalSince1970,
        ])
      try db.execute(
        sql: """
          DELETE FROM proposals WHERE id NOT IN
            (SELECT id FROM proposals ORDER BY at DESC, id LIMIT ?)
          """, arguments: [BlockProposal.maximumWaiting])
    }
  }

  public func proposals() async throws(StorageError) -> [BlockProposal] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM proposals ORDER BY at DESC, id").compactMap { row in
        guard let id = UUID(uuidString: row["id"]) else { return nil }
        return BlockProposal(
          id: id, block: (row["block"] as String?).flatMap { BlockID($0) },
          basedOn: (row["based_on"] as Int?).map { VersionNumber($0) },
          texts: BlockTexts(manifest: row["manifest"], script: row["script"], spec: row["spec"]),
          agent: row["agent"], explanation: row["explanation"], report: row["report"],
          at: Date(clampingUnix: row["at"]))
      }
    }
  }

  public func removeProposal(_ id: UUID) async throws(StorageError) -> Bool {
    try await write { db in
      try db.execute(sql: "DELETE FROM proposals WHERE id = ?", arguments: [id.uuidString])
      return db.changesCount > 0
    }
  }

  // MARK: Hosts

  public func agentHosts() async throws(StorageError) -> [AgentHost] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM agent_hosts ORDER BY host").map { row in
        AgentHost(
          host: row["host"], isAllowed: row["is_allowed"], agent: row["agent"],
          at: Date(clampingUnix: row["at"]))
      }
    }
  }

  public func setAgentHost(_ host: AgentHost) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: """
          INSERT INTO agent_hosts (host, is_allowed, agent, at) VALUES (?, ?, ?, ?)
          ON CONFLICT (host) DO UPDATE SET is_allowed = max(is_allowed, excluded.is_allowed)
          """,
        arguments: [
          host.host, host.isAllowed, host.agent, host.at.timeIntervalSince1970,
        ])
      try db.execute(
        sql: """
          DELETE FROM agent_hosts WHERE is_allowed = 0 AND host NOT IN
            (SELECT host FROM agent_hosts WHERE is_allowed = 0 ORDER BY at DESC, host LIMIT ?)
          """, arguments: [AgentHost.maximumAsked])
    }
  }

  public func removeAgentHost(_ host: String) async throws(StorageError) {
    try await write { db in
      try db.execute(sql: "DELETE FROM agent_hosts WHERE host = ?", arguments: [host])
    }
  }
}

extension Migrations {
  static let agents = """
    CREATE TABLE tokens (
      name TEXT PRIMARY KEY NOT NULL,
      hash BLOB NOT NULL UNIQUE,
      scope TEXT NOT NULL,
      created_at REAL NOT NULL,
      used_at REAL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE proposals (
      id TEXT PRIMARY KEY NOT NULL,
      block TEXT REFERENCES blocks(id) ON DELETE CASCADE,
      based_on INTEGER,
      manifest TEXT NOT NULL,
      script TEXT NOT NULL,
      spec TEXT NOT NULL,
      agent TEXT NOT NULL,
      explanation TEXT NOT NULL,
      at REAL NOT NULL
    ) STRICT;
    CREATE TABLE agent_hosts (
      host TEXT PRIMARY KEY NOT NULL,
      is_allowed INTEGER NOT NULL,
      agent TEXT NOT NULL,
      at REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
