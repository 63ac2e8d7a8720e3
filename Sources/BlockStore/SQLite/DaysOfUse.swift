import BlockModel
import Foundation
import GRDB

/// The days on which a server had the folder open.
///
/// Age is counted in such days: a clock that is set a year ahead adds one day, and nothing that a
/// person could still want goes because of it.
enum DaysOfUse {
  private static let kept = 1_000

  static func note(_ now: Date, _ db: Database) throws {
    let day = Surroundings.current.calendar.startOfDay(for: now).timeIntervalSince1970
    try db.execute(
      sql: "INSERT OR IGNORE INTO days_of_use (day, start) VALUES (?, ?)",
      arguments: [CivilDay(now).description, day])
    try db.execute(
      sql: """
        DELETE FROM days_of_use WHERE day NOT IN
          (SELECT day FROM days_of_use ORDER BY day DESC LIMIT \(kept))
        """)
  }

  /// The moment after which there were so many days of use; `nil` when there were not so many.
  static func start(of days: Int, _ db: Database) throws -> Double? {
    try Double.fetchOne(
      db, sql: "SELECT start FROM days_of_use ORDER BY day DESC LIMIT 1 OFFSET ?",
      arguments: [days - 1])
  }
}
