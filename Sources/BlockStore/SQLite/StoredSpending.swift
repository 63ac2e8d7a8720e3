public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  /// Days of which the counts are kept.
  private static let daysKept = 400

  public func reserve(
    _ estimate: ModelUse, of provider: String, on day: CivilDay, within limits: SpendingLimits
  ) async throws(StorageError) -> SpendingAnswer {
    let estimate = estimate.clamped
    return try await write { db in
      let used = try Self.spending(on: day, db)
      if used.calls + estimate.calls > limits.calls { return .spent(.calls(limits.calls)) }
      if let limit = limits.tokens, used.tokens >= limit { return .spent(.tokens(limit)) }
      if let limit = limits.cost, !(used.cost < limit) { return .spent(.cost(limit)) }
      try Self.add(estimate, of: provider, on: day, db)
      try db.execute(
        sql: """
          DELETE FROM spending WHERE day NOT IN
            (SELECT DISTINCT day FROM spending ORDER BY day DESC LIMIT \(Self.daysKept))
          """)
      return .reserved(SpendingReservation(day: day, provider: provider, estimate: estimate))
    }
  }

  public func settle(
    _ reservation: SpendingReservation, as use: ModelUse
  ) async throws(StorageError) {
    let use = use.clamped
    let estimate = reservation.estimate
    try await write { db in
      let difference = ModelUse(
        calls: use.calls.subtracting(clamping: estimate.calls),
        tokens: use.tokens.subtracting(clamping: estimate.tokens),
        cost: use.cost - estimate.cost)
      try Self.add(difference, of: reservation.provider, on: reservation.day, db)
    }
  }

  public func spending(on day: CivilDay) async throws(StorageError) -> ModelUse {
    try await read { db in try Self.spending(on: day, db) }
  }

  private static func spending(on day: CivilDay, _ db: Database) throws -> ModelUse {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT CAST(min(\(ModelUse.mostTokens), total(calls)) AS INTEGER) AS calls,
          CAST(min(\(ModelUse.mostTokens), total(tokens)) AS INTEGER) AS tokens, total(cost) AS cost
        FROM spending WHERE day = ?
        """, arguments: [day.description])
    guard let row else { return ModelUse() }
    return ModelUse(calls: row["calls"], tokens: row["tokens"], cost: row["cost"])
  }

  private static func add(
    _ use: ModelUse, of provider: String, on day: CivilDay, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO spending (day, provider, calls, tokens, cost)
        VALUES (:day, :provider, max(0, :calls), max(0, :tokens), max(0.0, :cost))
        ON CONFLICT (day, provider) DO UPDATE SET
          calls = min(max(0, calls + :calls), \(ModelUse.mostTokens)),
          tokens = min(max(0, tokens + :tokens), \(ModelUse.mostTokens)),
          cost = min(max(0.0, cost + :cost), \(ModelUse.mostCost))
        """,
      arguments: [
        "day": day.description, "provider": provider, "calls": use.calls, "tokens": use.tokens,
        "cost": use.cost,
      ])
  }
}
